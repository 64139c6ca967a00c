using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;

namespace AllianceApi.Trends;

/// <summary>Chooses the series that a caller means: the episode's usual instrument, the version last used, the client's answers.</summary>
internal static class SeriesChoice
{
    public static (InstrumentDocument? Document, SeriesKey? Key, Refusal? Refusal) Of(
        Session session, InstrumentRegistry instruments, string organization, EpisodeRow episode, string? instrument, string? version, string? rater) =>
        Of(session, instruments, organization, SeriesStore.OfEpisode(session, organization, episode.EpisodeId), episode, instrument, version, rater);

    /// <summary>The same, where the series that an episode has are known.</summary>
    public static (InstrumentDocument? Document, SeriesKey? Key, Refusal? Refusal) Of(
        Session session, InstrumentRegistry instruments, string organization, List<SeriesStore.SeriesRow> series, EpisodeRow episode, string? instrument, string? version, string? rater)
    {
        var usual = episode.Instrument.Split('@', 2);
        var id = instrument ?? usual[0];
        version ??= instrument is null && usual.Length == 2 ? usual[1] : LastUsed(series, id, rater);
        if (instruments.Find(session, organization, id, version) is not { } document)
        {
            return (null, null, Refusal.Invalid("?instrument", "unknown-instrument", "There is no such instrument or version. GET /v1/instruments lists them."));
        }

        var raters = document.Instrument.Raters.Select(r => r.ToString().ToLowerInvariant()).ToList();
        if (rater is not null && !raters.Contains(rater))
        {
            return (null, null, Refusal.Invalid("?rater", "rater-not-allowed", $"This form is answered by {string.Join(" or ", raters)}."));
        }

        return (document, new SeriesKey(episode.EpisodeId, id, document.Instrument.Version, rater ?? Usual(raters)), null);
    }

    /// <summary>Whose answers are meant where nobody is named: the client's, where the client answers the form.</summary>
    public static string Usual(IReadOnlyList<string> raters) => raters.Contains("client") ? "client" : raters[0];

    private static string? LastUsed(List<SeriesStore.SeriesRow> series, string instrument, string? rater) =>
        series.Where(r => r.Instrument == instrument && r.Forms > 0 && (rater is null || r.Rater == rater)).MaxBy(r => r.LastHeldAt)?.Version;
}
