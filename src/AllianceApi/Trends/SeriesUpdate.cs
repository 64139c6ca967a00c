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
    public void Of(Session session, Call call, EpisodeRow episode, InstrumentDocument document, SeriesKey key) =>
        Save(session, call, episode, key, Picture(document, SeriesStore.Members(session, call.Caller.Organization, key)));

    /// <summary>What a series amounts to. It reads and writes nothing, so it can be made before the turn to write comes.</summary>
    public SeriesPicture Picture(InstrumentDocument document, IReadOnlyList<SeriesMember> members)
    {
        var forms = new SeriesForm[members.Count];
        for (var i = 0; i < forms.Length; i++)
        {
            forms[i] = members[i].ToForm();
        }

        var trend = SeriesTrend.Of(instruments.Model(document.Instrument), forms);
        return new SeriesPicture(trend, SeriesState.Of(trend, members));
    }

    /// <summary>Saves what a series amounts to now, and what follows for its alerts.</summary>
    public void Save(Session session, Call call, EpisodeRow episode, SeriesKey key, SeriesPicture picture)
    {
        var organization = call.Caller.Organization;
        var state = picture.State;
        SeriesStore.Save(session, organization, key, state.Forms, state.LastNumber, state.LastHeldAt, state.Headline);
        session.Publish(organization, "trend.updated", episode.EpisodeId, episode.ClinicianId, $"{episode.Path}/trend?instrument={key.Instrument}&version={key.Version}&rater={key.Rater}");
        alerts.Of(session, organization, episode, key, picture.Trend, state.Last);
    }

    /// <summary>A number that rises with every change of what is filed in an episode, because each brings a series up to date.</summary>
    public static long Changes(Session session, Call call, string episodeId) => SeriesStore.Changes(session, call.Caller.Organization, episodeId);

    /// <summary>Brings every series of an episode up to date but those named.</summary>
    public void OfEpisode(Session session, Call call, EpisodeRow episode, IReadOnlyCollection<SeriesKey> but)
    {
        var organization = call.Caller.Organization;
        foreach (var key in SeriesStore.OfEpisode(session, organization, episode.EpisodeId).Select(r => new SeriesKey(episode.EpisodeId, r.Instrument, r.Version, r.Rater)).Except(but).ToList())
        {
            Of(session, call, episode, instruments.Find(session, organization, key.Instrument, key.Version)!, key);
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

/// <summary>What a series amounts to: its trend, and what is stored of it.</summary>
internal sealed record SeriesPicture(SeriesTrend Trend, SeriesState State);
