using System.Text.Json;
using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Trends;

namespace AllianceApi.Alerts;

/// <summary>Carries out what the alert rules decide, in the transaction of what changed.</summary>
internal sealed class AlertUpdate(AlertOptions options)
{
    /// <summary>Who acts where no person does.</summary>
    public const string Service = "service";

    /// <summary>Episodes that one look at silent ones takes at a time.</summary>
    private const int AtATime = 100;

    /// <summary>After a series changed, by forms that came in or otherwise; <paramref name="last"/> is its newest form, null where it has none.</summary>
    /// <returns>The alerts of the series that are not closed.</returns>
    public IReadOnlyList<OpenAlert> Of(Session session, string organization, EpisodeRow episode, SeriesKey key, SeriesTrend trend, LastForm? last, bool hasPairs, FiledEpisode filed)
    {
        // Each rule looks at alerts of its own kind alone, so they are read once for all.
        var known = filed.Alerts;
        var (own, changes) = (Of(known, key), false);
        foreach (var step in AlertRules.Decide(trend, own, options.LowLevel.TryGetValue(key.Instrument, out var cutOff) ? cutOff : null))
        {
            changes |= CarryOut(session, organization, episode, key, step);
        }

        if (hasPairs && key.Rater is RatingPairs.Client or RatingPairs.Therapist)
        {
            changes |= Divergence(session, organization, episode, key with { Rater = RatingPairs.Client }, trend.Model, known);
        }

        if (last is not null)
        {
            changes |= CarryOut(session, organization, episode, key, NoFormsRule.Came(last, Gaps(known)));
        }

        if (!changes)
        {
            return own.FindAll(a => !a.IsClosed).ConvertAll(a => new OpenAlert(new AlertReference(a.Id, a.Kind, a.State), a.Session));
        }

        filed.AlertsChanged();
        return AlertStore.Open(session, organization, key);
    }

    /// <summary>Looks at the next open episodes from which no forms come.</summary>
    /// <returns>The last episode looked at; null where none is left.</returns>
    public string? NoForms(Session session, string organization, string after)
    {
        var (today, service) = (LastForm.Day(session.At), Caller.Service(organization));
        var silent = NoFormsStore.Silent(session, organization, session.At.AddDays(-options.NoFormsAfterDays).ToStore(), after, AtATime);
        foreach (var row in silent.DistinctBy(r => r.EpisodeId))
        {
            if (NoFormsRule.Decide(row.Last, today, options.NoFormsAfterDays, Gaps(AlertStore.Known(session, organization, row.EpisodeId))) is { } step)
            {
                CarryOut(session, organization, EpisodeStore.Find(session, service, Operation.ReadTrend, row.EpisodeId)!, row.Key, step);
            }
        }

        return silent.Count < AtATime ? null : silent[^1].EpisodeId;
    }

    private static bool Divergence(Session session, string organization, EpisodeRow episode, SeriesKey key, SeriesModel model, List<AlertStore.EpisodeAlert> known)
    {
        var primary = model.Scales[model.PrimaryIndex];
        var pairs = RatingPairs.Of(session, organization, key).OnScale(model.PrimaryIndex, primary.Factor);
        return CarryOut(session, organization, episode, key, DivergenceRule.Decide(primary, pairs, Of(known, key)));
    }

    private static List<KnownAlert> Of(List<AlertStore.EpisodeAlert> known, SeriesKey key) => known.FindAll(a => a.Key == key).ConvertAll(a => a.Alert);

    private static List<KnownGap> Gaps(List<AlertStore.EpisodeAlert> known) => known.FindAll(a => a.Alert.Kind == AlertRules.NoForms).ConvertAll(a => NoFormsRule.Gap(a.Alert, a.Because!));

    // Whether there was anything to do.
    private static bool CarryOut(Session session, string organization, EpisodeRow episode, SeriesKey key, AlertStep? step)
    {
        switch (step)
        {
            case AlertStep.Raise raise:
                var id = session.NewId();
                AlertStore.Insert(session, organization, key, id, raise.Content, Json(raise.Content.Because));
                AlertStore.AddHistory(session, organization, id, "open", Service, null);
                session.Publish(organization, "alert.opened", episode.EpisodeId, episode.ClinicianId, $"/v1/alerts/{id}");
                break;
            case AlertStep.Restate restate:
                var state = restate.Reopen ? "open" : restate.Alert.State;
                AlertStore.Restate(session, organization, restate.Alert.Id, restate.Content, Json(restate.Content.Because));
                if (state != restate.Alert.State)
                {
                    AlertStore.SetState(session, organization, restate.Alert.Id, state);
                }

                AlertStore.AddHistory(session, organization, restate.Alert.Id, state, Service, restate.Reason);
                session.Publish(organization, "alert.changed", episode.EpisodeId, episode.ClinicianId, $"/v1/alerts/{restate.Alert.Id}");
                break;
            case AlertStep.Revise revise:
                AlertStore.Revise(session, organization, revise.Alert.Id, revise.Statement);
                AlertStore.AddHistory(session, organization, revise.Alert.Id, revise.Alert.State, Service, revise.Reason);
                session.Publish(organization, "alert.changed", episode.EpisodeId, episode.ClinicianId, $"/v1/alerts/{revise.Alert.Id}");
                break;
        }

        return step is not null;
    }

    private static string Json(Because because) => JsonSerializer.Serialize(because, StoredJson.Default.Because);
}

/// <summary>What a deployment sets about alerts.</summary>
/// <param name="LowLevel">The level under which a look is wanted, by instrument, in the metric of the instrument; none by default.</param>
/// <param name="NoFormsAfterDays">Days without a form after which an open episode is worth a look; 0 for never.</param>
internal sealed record AlertOptions(IReadOnlyDictionary<string, double> LowLevel, int NoFormsAfterDays = AlertOptions.UsualNoFormsAfterDays)
{
    public const int UsualNoFormsAfterDays = 42;
}
