using System.Text.Json;
using Alliance.Measurement.Trends;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Trends;

namespace AllianceApi.Alerts;

/// <summary>Carries out what the alert rules decide for a series, in the transaction of what changed it.</summary>
internal sealed class AlertUpdate(AlertOptions options)
{
    /// <summary>Who acts where no person does.</summary>
    private const string Service = "service";

    public void Of(Session session, string organization, EpisodeRow episode, SeriesKey key, SeriesTrend trend)
    {
        var known = AlertStore.Known(session, organization, key).ConvertAll(r => new KnownAlert(r.AlertId, r.Kind, r.State, (int?)r.Session, r.Statement));
        foreach (var step in AlertRules.Decide(trend, known, options.LowLevel.TryGetValue(key.Instrument, out var cutOff) ? cutOff : null))
        {
            CarryOut(session, organization, episode, key, step);
        }
    }

    private static void CarryOut(Session session, string organization, EpisodeRow episode, SeriesKey key, AlertStep step)
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
                AlertStore.Restate(session, organization, restate.Alert.Id, state, restate.Content, Json(restate.Content.Because));
                AlertStore.AddHistory(session, organization, restate.Alert.Id, state, Service, restate.Reason);
                session.Publish(organization, "alert.changed", episode.EpisodeId, episode.ClinicianId, $"/v1/alerts/{restate.Alert.Id}");
                break;
            case AlertStep.Revise revise:
                AlertStore.Revise(session, organization, revise.Alert.Id, revise.Statement);
                AlertStore.AddHistory(session, organization, revise.Alert.Id, revise.Alert.State, Service, "revised");
                session.Publish(organization, "alert.changed", episode.EpisodeId, episode.ClinicianId, $"/v1/alerts/{revise.Alert.Id}");
                break;
        }
    }

    private static string Json(Because because) => JsonSerializer.Serialize(because, StoredJson.Default.Because);
}

/// <summary>What a deployment sets about alerts.</summary>
/// <param name="LowLevel">The level under which a look is wanted, by instrument, in the metric of the instrument; none by default.</param>
internal sealed record AlertOptions(IReadOnlyDictionary<string, double> LowLevel);
