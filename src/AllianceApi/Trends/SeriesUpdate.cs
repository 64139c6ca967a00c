using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Instruments;
using AllianceApi.Storage;

namespace AllianceApi.Trends;

/// <summary>
/// Brings a series up to date after its responses changed: the trend is computed anew from the whole set, its headline is kept
/// ready for caseloads, and alerts follow. All in the transaction of the change.
/// </summary>
internal sealed class SeriesUpdate(InstrumentRegistry instruments, AlertUpdate alerts)
{
    /// <summary>Brings one series up to date.</summary>
    public void Of(Session session, Call call, EpisodeRow episode, InstrumentDocument document, SeriesKey key)
    {
        var organization = call.Caller.Organization;
        var members = SeriesStore.Members(session, organization, key);
        var trend = SeriesTrend.Of(instruments.Model(document.Instrument), members.ConvertAll(m => m.ToForm()));
        var state = SeriesState.Of(trend, members);
        SeriesStore.Save(session, organization, key, state.Forms, state.LastNumber, state.LastHeldAt, state.Headline);
        session.Publish(organization, "trend.updated", episode.EpisodeId, episode.ClinicianId, $"{episode.Path}/trend?instrument={key.Instrument}&version={key.Version}&rater={key.Rater}");
        alerts.Of(session, organization, episode, key, trend);
        if (state.Last is { } last)
        {
            AlertUpdate.FormCame(session, organization, episode, key, last);
        }
    }

    /// <summary>Brings every series of an episode up to date, and <paramref name="also"/> where it is not among them yet.</summary>
    public void OfEpisode(Session session, Call call, EpisodeRow episode, SeriesKey? also = null)
    {
        var organization = call.Caller.Organization;
        var keys = SeriesStore.OfEpisode(session, organization, episode.EpisodeId)
            .Select(r => new SeriesKey(episode.EpisodeId, r.Instrument, r.Version, r.Rater))
            .Append(also)
            .OfType<SeriesKey>()
            .Distinct();
        foreach (var key in keys.ToList())
        {
            Of(session, call, episode, instruments.Find(session, organization, key.Instrument, key.Version)!, key);
        }
    }
}
