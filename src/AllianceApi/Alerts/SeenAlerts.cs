using AllianceApi.Access;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Alerts;

/// <summary>Shows alerts of many episodes to one caller; what is known of an episode is looked up once.</summary>
internal sealed class SeenAlerts(Session session, Caller caller)
{
    private readonly Dictionary<string, AlertSight> _episodes = new(StringComparer.Ordinal);

    /// <summary>One alert; null where the caller may not know of it.</summary>
    public static AlertResource? Show(Session session, Caller caller, AlertRow row) => new SeenAlerts(session, caller).Show(row);

    /// <inheritdoc cref="Show(Session, Caller, AlertRow)"/>
    public AlertResource? Show(AlertRow row)
    {
        var detail = Sight(row).Of(row);
        return detail == AlertDetail.Hidden ? null : AlertResource.Of(session, caller.Organization, row).At(detail);
    }

    /// <summary>Those of some alerts of the organization that the caller may know of, wherever its episodes are.</summary>
    public static HashSet<string> Known(Session session, Caller caller, IReadOnlyCollection<string> alertIds)
    {
        var seen = new SeenAlerts(session, caller);
        return [.. AlertStore.Some(session, caller.Organization, [.. alertIds]).Where(row => seen.Sight(row).Of(row) != AlertDetail.Hidden).Select(row => row.AlertId)];
    }

    private AlertSight Sight(AlertRow row)
    {
        if (!_episodes.TryGetValue(row.EpisodeId, out var sight))
        {
            sight = _episodes[row.EpisodeId] = new AlertSight(
                EpisodeSight.Of(session, caller, row.EpisodeId, row.ClientId), SeriesStore.Promises(session, caller.Organization, row.EpisodeId));
        }

        return sight;
    }
}
