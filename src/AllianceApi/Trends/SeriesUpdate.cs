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
internal sealed class SeriesUpdate(InstrumentRegistry instruments, AlertUpdate alerts, SeriesMemory memory)
{
    /// <summary>Brings one series up to date.</summary>
    public void Of(Session session, Call call, EpisodeRow episode, InstrumentDocument document, SeriesKey key) =>
        Keep(session, call, episode, key, FiledEpisode.Of(session, call.Caller.Organization, key.EpisodeId), Whole(session, call, document, key));

    /// <summary>Brings one series up to date to which nothing but one form was added, under a number of its own.</summary>
    public void Of(Session session, Call call, EpisodeRow episode, InstrumentDocument document, SeriesKey key, SeriesForm added, FiledEpisode filed)
    {
        var stamp = filed.SeriesOf(key, key.Rater)?.Stamp;
        Keep(session, call, episode, key, filed, GoOn(call.Caller.Organization, document, key, stamp, added) ?? Whole(session, call, document, key));
    }

    /// <summary>What a series amounts to. It reads and writes nothing, so it can be made before the turn to write comes.</summary>
    public SeriesPicture Picture(InstrumentDocument document, SeriesForm[] forms)
    {
        var trend = SeriesTrend.Of(instruments.Model(document.Instrument), forms);
        return new SeriesPicture(trend, SeriesState.Of(trend, forms.LastOrDefault()));
    }

    // From what is remembered of the series, where that is what is stored and the form stands at its end.
    private UpdatedSeries? GoOn(string organization, InstrumentDocument document, SeriesKey key, SeriesStamp? stored, SeriesForm added)
    {
        var model = instruments.Model(document.Instrument);
        var kept = stored is { } stamp ? memory.Take(organization, key, stamp) : new KnownSeries(default, 0, SeriesProgress.Of(model, []).Progress);
        return kept is { } known && known.LastNumber < added.Session && ReferenceEquals(known.Progress.Model, model) && known.Progress.Add(added) is { } trend
            ? new UpdatedSeries(known.Progress, new SeriesPicture(trend, SeriesState.Of(trend, added), IsContinued: true))
            : null;
    }

    private UpdatedSeries Whole(Session session, Call call, InstrumentDocument document, SeriesKey key)
    {
        var forms = SeriesStore.Members(session, call.Caller.Organization, key).ConvertAll(m => m.ToForm());
        var (progress, trend) = SeriesProgress.Of(instruments.Model(document.Instrument), forms);
        return new UpdatedSeries(progress, new SeriesPicture(trend, SeriesState.Of(trend, forms.LastOrDefault())));
    }

    private void Keep(Session session, Call call, EpisodeRow episode, SeriesKey key, FiledEpisode filed, in UpdatedSeries now)
    {
        var hasPairs = key.Rater == RatingPairs.Therapist || filed.SeriesOf(key, RatingPairs.Therapist) is not null;
        var stamp = new SeriesStamp((filed.SeriesOf(key, key.Rater)?.Stamp.Revision ?? 0) + 1, session.Now);
        var state = now.Picture.State;
        Save(session, call, episode, key, now.Picture, filed, hasPairs);
        filed.Updated(new SeriesStore.SeriesRow { Instrument = key.Instrument, Version = key.Version, Rater = key.Rater, Stamp = stamp, Forms = state.Forms, LastHeldAt = state.LastHeldAt });
        Remember(session, call.Caller.Organization, key, new KnownSeries(stamp, state.LastNumber ?? 0, now.Progress));
    }

    // On its own, because all that it names stays in memory until the commit is on disk; the trend, which is large, need not.
    private void Remember(Session session, string organization, SeriesKey key, KnownSeries series) => session.WhenCommitted(() => memory.Keep(organization, key, series));

    /// <summary>Saves what a series amounts to now, and what follows for its alerts.</summary>
    public void Save(Session session, Call call, EpisodeRow episode, SeriesKey key, SeriesPicture picture) =>
        Save(session, call, episode, key, picture, FiledEpisode.Of(session, call.Caller.Organization, key.EpisodeId), hasPairs: true);

    private void Save(Session session, Call call, EpisodeRow episode, SeriesKey key, SeriesPicture picture, FiledEpisode filed, bool hasPairs)
    {
        var organization = call.Caller.Organization;
        SeriesStore.Save(session, organization, key, picture.State);
        session.Publish(organization, "trend.updated", episode.EpisodeId, episode.ClinicianId, episode.TrendPath(key));
        alerts.Of(session, organization, episode, key, picture, hasPairs, filed);
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
/// <param name="Trend">The trend.</param>
/// <param name="State">What is stored.</param>
/// <param name="IsContinued">Whether it goes on by one form from a picture that was saved before.</param>
internal sealed record SeriesPicture(SeriesTrend Trend, SeriesState State, bool IsContinued = false);

/// <summary>A series as it is once a work is done: what it takes to go on, and what it amounts to.</summary>
internal readonly record struct UpdatedSeries(SeriesProgress Progress, SeriesPicture Picture);
