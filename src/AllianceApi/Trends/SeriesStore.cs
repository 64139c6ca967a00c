using AllianceApi.Access;
using AllianceApi.Storage;
using AllianceApi.Visibility;

namespace AllianceApi.Trends;

/// <summary>
/// A state of a series: its revision, and the instant of that, because an episode that was erased and made anew counts from one
/// again.
/// </summary>
internal readonly record struct SeriesStamp(long Revision, long RecordedAt);

/// <summary>The SQL of series: their members as they stand, and the headline that is kept ready.</summary>
internal static class SeriesStore
{
    private const string OfSeries = "organization_id = @Organization AND episode_id = @EpisodeId AND instrument = @Instrument AND version = @Version AND rater = @Rater";

    /// <summary>The responses that count, by session.</summary>
    public static List<SeriesMember> Members(Session session, string organization, SeriesKey key) => session.Rows(
        "SELECT r.number, r.response_id, r.means, r.flags, s.held_at, s.offset_minutes, r.promise " +
        "FROM responses r JOIN sessions s ON s.organization_id = r.organization_id AND s.episode_id = r.episode_id AND s.number = r.number " +
        "WHERE r.organization_id = @Organization AND r.episode_id = @EpisodeId AND r.instrument = @Instrument AND r.version = @Version AND r.rater = @Rater ORDER BY r.number",
        [organization, key.EpisodeId, key.Instrument, key.Version, key.Rater],
        r => new SeriesMember { Number = r.Number(0), ResponseId = r.Text(1)!, Means = r.Bytes(2), Flags = r.Number(3), HeldAt = r.Number(4), OffsetMinutes = r.Number(5), Promise = new Promise(r.Number(6)) });

    /// <summary>The responses that counted at an instant, by session number as it is now.</summary>
    public static List<SeriesMember> MembersAsOf(Session session, string organization, SeriesKey key, long asOf) => session.Rows(
        $"SELECT number, response_id, means, flags, promise FROM responses WHERE {OfSeries} AND recorded_at <= @AsOf " +
        "UNION ALL " +
        $"SELECT number, response_id, means, flags, promise FROM response_revisions WHERE {OfSeries} AND recorded_at <= @AsOf AND superseded_at > @AsOf " +
        "AND status <> 'void' ORDER BY 1",
        [organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, asOf],
        r => new SeriesMember { Number = r.Number(0), ResponseId = r.Text(1)!, Means = r.Bytes(2), Flags = r.Number(3), Promise = new Promise(r.Number(4)) });

    /// <summary>What was promised for one response; null where there is none that counts.</summary>
    public static Promise? PromiseOf(Session session, string organization, SeriesKey key, long number) => session.First<Promise?>(
        $"SELECT promise FROM responses WHERE {OfSeries} AND number = @Number",
        [organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, number],
        r => new Promise(r.Number(0)));

    /// <summary>What was promised for each response of an episode that counts.</summary>
    public static List<PromisedForm> Promises(Session session, string organization, string episodeId) => session.Rows(
        "SELECT instrument, version, rater, number, promise FROM responses WHERE organization_id = @Organization AND episode_id = @EpisodeId",
        [organization, episodeId],
        r => new PromisedForm(new SeriesKey(episodeId, r.Text(0)!, r.Text(1)!, r.Text(2)!), r.Number(3), new Promise(r.Number(4))));

    /// <summary>The series of an episode that have or had members.</summary>
    public static List<SeriesRow> OfEpisode(Session session, string organization, string episodeId) => session.Rows(
        "SELECT instrument, version, rater, revision, forms, last_held_at, recorded_at FROM series " +
        "WHERE organization_id = @Organization AND episode_id = @EpisodeId ORDER BY instrument, version, rater",
        [organization, episodeId],
        r => new SeriesRow
        {
            Instrument = r.Text(0)!,
            Version = r.Text(1)!,
            Rater = r.Text(2)!,
            Stamp = new SeriesStamp(r.Number(3), r.Number(6)),
            Forms = r.Number(4),
            LastHeldAt = r.NumberOrNull(5),
        });

    /// <summary>The series with forms within the caller's reach.</summary>
    public static List<FiledSeries> Find(Session session, Caller caller, Operation operation, SeriesCriteria criteria)
    {
        var clinicians = caller.Clinicians(operation);
        return session.All<FiledSeries>(
            "SELECT s.episode_id AS EpisodeId, e.client_id AS ClientId, e.clinician_id AS ClinicianId, s.instrument AS Instrument, s.version AS Version, s.rater AS Rater, " +
            "s.revision AS Revision, s.last_held_at AS LastHeldAt, s.recorded_at AS RecordedAt FROM series s " +
            "JOIN episodes e ON e.organization_id = s.organization_id AND e.episode_id = s.episode_id WHERE s.organization_id = @Organization AND s.forms > 0" +
            (clinicians is null ? "" : " AND e.clinician_id IN @Clinicians") +
            (caller.OnlyClient is null ? "" : " AND e.client_id = @OnlyClient") +
            (criteria.ClientIds is null ? "" : " AND e.client_id IN @ClientIds") +
            (criteria.EpisodeIds is null ? "" : " AND s.episode_id IN @EpisodeIds") +
            (criteria.Settled ? $" AND s.recorded_at <= {Dialect.Settled}" : ""),
            new { caller.Organization, Clinicians = clinicians, caller.OnlyClient, criteria.ClientIds, criteria.EpisodeIds });
    }

    /// <summary>A number that rises with every change of what is filed in an episode, because each brings a series up to date.</summary>
    public static long Changes(Session session, string organization, string episodeId) => session.Rows(
        "SELECT COALESCE(SUM(revision), 0) FROM series WHERE organization_id = @Organization AND episode_id = @EpisodeId",
        [organization, episodeId],
        r => r.Number(0))[0];

    /// <summary>Which state of a series is stored; nothing where it has none yet.</summary>
    public static SeriesStamp Stamp(Session session, string organization, SeriesKey key) =>
        session.Rows(
            $"SELECT revision, recorded_at FROM series WHERE {OfSeries}",
            [organization, key.EpisodeId, key.Instrument, key.Version, key.Rater],
            r => new SeriesStamp(r.Number(0), r.Number(1))).FirstOrDefault();

    public static void Save(Session session, string organization, SeriesKey key, SeriesState state) => session.RunOne(
        "INSERT INTO series (organization_id, episode_id, instrument, version, rater, revision, forms, last_number, last_held_at, headline, recorded_at) " +
        "VALUES (@Organization, @EpisodeId, @Instrument, @Version, @Rater, 1, @Forms, @LastNumber, @LastHeldAt, @Headline, @Now) " +
        "ON CONFLICT (organization_id, episode_id, instrument, version, rater) DO UPDATE SET revision = series.revision + 1, forms = excluded.forms, " +
        "last_number = excluded.last_number, last_held_at = excluded.last_held_at, headline = excluded.headline, recorded_at = excluded.recorded_at",
        organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, state.Forms, state.LastNumber, state.LastHeldAt, state.Headline, session.Now);

    internal sealed class SeriesRow
    {
        public string Instrument { get; init; } = "";

        public string Version { get; init; } = "";

        public string Rater { get; init; } = "";

        public SeriesStamp Stamp { get; init; }

        public long Forms { get; init; }

        public long? LastHeldAt { get; init; }

        public bool IsSame(SeriesRow other) => Instrument == other.Instrument && Version == other.Version && Rater == other.Rater;

        public bool IsOf(SeriesKey key) => Instrument == key.Instrument && Version == key.Version && Rater == key.Rater;
    }
}

/// <summary>What was promised for one form.</summary>
internal sealed record PromisedForm(SeriesKey Key, long Number, Promise Promise);
