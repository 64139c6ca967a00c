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
    /// <returns>Its alerts that are not closed.</returns>
    public IReadOnlyList<OpenAlert> Of(Session session, Call call, EpisodeRow episode, InstrumentDocument document, SeriesKey key) =>
        Keep(session, call, episode, key, FiledEpisode.Of(session, call.Caller.Organization, key.EpisodeId), Whole(session, call, document, key));

    /// <summary>Brings one series up to date to which nothing but one member was added, under a number of its own.</summary>
    /// <returns>Its alerts that are not closed.</returns>
    public IReadOnlyList<OpenAlert> Of(
        Session session, Call call, EpisodeRow episode, InstrumentDocument document, SeriesKey key, SeriesMember added, FiledEpisode filed)
    {
        var stamp = filed.Series.Find(r => r.IsOf(key))?.Stamp;
        return Keep(session, call, episode, key, filed, GoOn(call.Caller.Organization, document, key, stamp, added) ?? Whole(session, call, document, key));
    }

    /// <summary>What a series amounts to. It reads and writes nothing, so it can be made before the turn to write comes.</summary>
    public SeriesPicture Picture(InstrumentDocument document, SeriesForm[] forms)
    {
        var trend = SeriesTrend.Of(instruments.Model(document.Instrument), forms);
        return new SeriesPicture(trend, SeriesState.Of(trend, forms.LastOrDefault()));
    }

    // From what is remembered of the series, where that is what is stored and the form stands at its end.
    private UpdatedSeries? GoOn(string organization, InstrumentDocument document, SeriesKey key, SeriesStamp? stored, SeriesMember added)
    {
        var model = instruments.Model(document.Instrument);
        var kept = stored is { } stamp ? memory.Take(organization, key, stamp) : new KnownSeries(default, 0, SeriesProgress.Of(model, []).Progress);
        return kept is { } known && known.LastNumber < added.Number && ReferenceEquals(known.Progress.Model, model) && added.ToForm() is var form && known.Progress.Add(form) is { } trend
            ? new UpdatedSeries(known.Progress, new SeriesPicture(trend, SeriesState.Of(trend, form)))
            : null;
    }

    private UpdatedSeries Whole(Session session, Call call, InstrumentDocument document, SeriesKey key)
    {
        var forms = SeriesStore.Members(session, call.Caller.Organization, key).ConvertAll(m => m.ToForm());
        var (progress, trend) = SeriesProgress.Of(instruments.Model(document.Instrument), forms);
        return new UpdatedSeries(progress, new SeriesPicture(trend, SeriesState.Of(trend, forms.LastOrDefault())));
    }

    private IReadOnlyList<OpenAlert> Keep(
        Session session, Call call, EpisodeRow episode, SeriesKey key, FiledEpisode filed, UpdatedSeries now)
    {
        var stored = filed.Series;
        var hasPairs = key.Rater == RatingPairs.Therapist || stored.Exists(r => r.IsOf(key with { Rater = RatingPairs.Therapist }));
        var stamp = new SeriesStamp((stored.Find(r => r.IsOf(key))?.Stamp.Revision ?? 0) + 1, session.Now);
        var state = now.Picture.State;
        var open = Save(session, call, episode, key, now.Picture, filed, hasPairs);
        filed.Updated(new SeriesStore.SeriesRow { Instrument = key.Instrument, Version = key.Version, Rater = key.Rater, Stamp = stamp, Forms = state.Forms, LastHeldAt = state.LastHeldAt });
        Remember(session, call.Caller.Organization, key, new KnownSeries(stamp, state.LastNumber ?? 0, now.Progress));
        return open;
    }

    // On its own, because all that it names stays in memory until the commit is on disk; the trend, which is large, need not.
    private void Remember(Session session, string organization, SeriesKey key, KnownSeries series) => session.WhenCommitted(() => memory.Keep(organization, key, series));

    /// <summary>Saves what a series amounts to now, and what follows for its alerts.</summary>
    public void Save(Session session, Call call, EpisodeRow episode, SeriesKey key, SeriesPicture picture) =>
        Save(session, call, episode, key, picture, FiledEpisode.Of(session, call.Caller.Organization, key.EpisodeId), hasPairs: true);

    private IReadOnlyList<OpenAlert> Save(Session session, Call call, EpisodeRow episode, SeriesKey key, SeriesPicture picture, FiledEpisode filed, bool hasPairs)
    {
        var organization = call.Caller.Organization;
        var state = picture.State;
        SeriesStore.Save(session, organization, key, state);
        session.Publish(organization, "trend.updated", episode.EpisodeId, episode.ClinicianId, $"{episode.Path}/trend?instrument={key.Instrument}&version={key.Version}&rater={key.Rater}");
        return alerts.Of(session, organization, episode, key, picture.Trend, state.Last, hasPairs, filed);
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

/// <summary>A series as it is once a work is done: what it takes to go on, and what it amounts to.</summary>
internal sealed record UpdatedSeries(SeriesProgress Progress, SeriesPicture Picture);
