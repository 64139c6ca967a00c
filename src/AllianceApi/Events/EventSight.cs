using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Storage;

namespace AllianceApi.Events;

/// <summary>
/// Which events a caller may know of: those of the episodes within its reach, and of their alerts those that the visibility
/// policy lets it know of. That there is a response, and that a trend was made anew of it, is of existence and never hidden.
/// </summary>
internal static class EventSight
{
    private const string Alerts = "/v1/alerts/";

    public static IReadOnlyList<EventRow> Of(Session session, Caller caller, IReadOnlyList<EventRow> rows)
    {
        var alerts = rows.Where(IsOfAlert).Select(AlertId).ToHashSet(StringComparer.Ordinal);
        if (alerts.Count == 0)
        {
            return rows;
        }

        var known = SeenAlerts.Known(session, caller, alerts);
        return [.. rows.Where(r => !IsOfAlert(r) || known.Contains(AlertId(r)))];
    }

    /// <summary>Whether more than the reach decides on an event.</summary>
    public static bool IsOfAlert(EventRow row) => row.Resource.StartsWith(Alerts, StringComparison.Ordinal);

    private static string AlertId(EventRow row) => row.Resource[Alerts.Length..];
}
