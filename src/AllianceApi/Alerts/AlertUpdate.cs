using System.Diagnostics;
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

    /// <summary>After a series changed, by forms that came in or otherwise.</summary>
    public void Of(Session session, string organization, EpisodeRow episode, SeriesKey key, SeriesPicture picture, bool hasPairs, FiledEpisode filed)
    {
        // Each rule looks at alerts of its own kind alone, so they are read once for all.
        List<AlertStore.EpisodeAlert> known = filed.Alerts, told = [];
        var trend = picture.Trend;
        foreach (var step in AlertRules.Decide(trend, Of(known, key), options.LowLevel.TryGetValue(key.Instrument, out var cutOff) ? cutOff : null, picture.IsContinued))
        {
            told.Add(CarryOut(session, organization, episode, key, step, known));
        }

        if (hasPairs && key.Rater is RatingPairs.Client or RatingPairs.Therapist)
        {
            var ofClient = key with { Rater = RatingPairs.Client };
            if (Divergence(session, organization, ofClient, trend.Model, known) is { } step)
            {
                told.Add(CarryOut(session, organization, episode, ofClient, step, known));
            }
        }

        if (picture.State.Last is { } last && NoFormsRule.Came(last, Gaps(known)) is { } came)
        {
            told.Add(CarryOut(session, organization, episode, key, came, known));
        }

        foreach (var alert in told)
        {
            filed.Told(alert);
        }
    }

    /// <summary>Looks at the next open episodes from which no forms come.</summary>
    /// <returns>The last episode looked at; null where none is left.</returns>
    public string? NoForms(Session session, string organization, string after)
    {
        var (today, service) = (LastForm.Day(session.At), Caller.Service(organization));
        var silent = NoFormsStore.Silent(session, organization, session.At.AddDays(-options.NoFormsAfterDays).ToStore(), after, AtATime);
        foreach (var row in silent.DistinctBy(r => r.EpisodeId))
        {
            var known = AlertStore.Known(session, organization, row.EpisodeId);
            if (NoFormsRule.Decide(row.Last, today, options.NoFormsAfterDays, Gaps(known)) is { } step)
            {
                CarryOut(session, organization, EpisodeStore.Find(session, service, Operation.ReadTrend, row.EpisodeId)!, row.Key, step, known);
            }
        }

        return silent.Count < AtATime ? null : silent[^1].EpisodeId;
    }

    private static AlertStep? Divergence(Session session, string organization, SeriesKey key, SeriesModel model, List<AlertStore.EpisodeAlert> known)
    {
        var primary = model.Scales[model.PrimaryIndex];
        var pairs = RatingPairs.Of(session, organization, key).OnScale(model.PrimaryIndex, primary.Factor);
        return DivergenceRule.Decide(primary, pairs, Of(known, key));
    }

    private static List<KnownAlert> Of(List<AlertStore.EpisodeAlert> known, SeriesKey key)
    {
        var ofSeries = new List<KnownAlert>();
        foreach (var (of, alert, _) in known)
        {
            if (of == key)
            {
                ofSeries.Add(alert);
            }
        }

        return ofSeries;
    }

    private static List<KnownGap> Gaps(List<AlertStore.EpisodeAlert> known)
    {
        var gaps = new List<KnownGap>();
        foreach (var (_, alert, because) in known)
        {
            if (alert.Kind == AlertRules.NoForms)
            {
                gaps.Add(NoFormsRule.Gap(alert, because!));
            }
        }

        return gaps;
    }

    // The alert as it is stored then.
    private static AlertStore.EpisodeAlert CarryOut(
        Session session, string organization, EpisodeRow episode, SeriesKey key, AlertStep step, List<AlertStore.EpisodeAlert> known)
    {
        switch (step)
        {
            case AlertStep.Raise raise:
                var raised = new KnownAlert(session.NewId(), raise.Content.Kind, "open", raise.Content.Session, raise.Content.Statement);
                var why = Json(raise.Content.Because);
                AlertStore.Insert(session, organization, key, raised.Id, raise.Content, why);
                AlertStore.AddHistory(session, organization, raised.Id, raised.State, Service, null);
                session.Publish(organization, "alert.opened", episode.EpisodeId, episode.ClinicianId, $"/v1/alerts/{raised.Id}");
                return AlertStore.EpisodeAlert.Of(key, raised, why);
            case AlertStep.Restate restate:
                var (before, because) = (restate.Alert, Json(restate.Content.Because));
                var now = before with { State = restate.Reopen ? "open" : before.State, Session = restate.Content.Session, Statement = restate.Content.Statement };
                AlertStore.Restate(session, organization, before.Id, restate.Content, because);
                if (now.State != before.State)
                {
                    AlertStore.SetState(session, organization, before.Id, now.State);
                }

                AlertStore.AddHistory(session, organization, before.Id, now.State, Service, restate.Reason);
                session.Publish(organization, "alert.changed", episode.EpisodeId, episode.ClinicianId, $"/v1/alerts/{before.Id}");
                return AlertStore.EpisodeAlert.Of(Stored(known, before).Key, now, because);
            case AlertStep.Revise revise:
                AlertStore.Revise(session, organization, revise.Alert.Id, revise.Statement);
                AlertStore.AddHistory(session, organization, revise.Alert.Id, revise.Alert.State, Service, revise.Reason);
                session.Publish(organization, "alert.changed", episode.EpisodeId, episode.ClinicianId, $"/v1/alerts/{revise.Alert.Id}");
                return Stored(known, revise.Alert) with { Alert = revise.Alert with { Statement = revise.Statement } };
            default:
                throw new UnreachableException();
        }
    }

    private static AlertStore.EpisodeAlert Stored(List<AlertStore.EpisodeAlert> known, KnownAlert alert) => known.Find(a => a.Alert.Id == alert.Id)!;

    private static string Json(Because because) => JsonSerializer.Serialize(because, StoredJson.Default.Because);
}

/// <summary>What a deployment sets about alerts.</summary>
/// <param name="LowLevel">The level under which a look is wanted, by instrument, in the metric of the instrument; none by default.</param>
/// <param name="NoFormsAfterDays">Days without a form after which an open episode is worth a look; 0 for never.</param>
internal sealed record AlertOptions(IReadOnlyDictionary<string, double> LowLevel, int NoFormsAfterDays = AlertOptions.UsualNoFormsAfterDays)
{
    public const int UsualNoFormsAfterDays = 42;
}
