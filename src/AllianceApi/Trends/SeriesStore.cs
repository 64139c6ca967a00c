using AllianceApi.Access;
using AllianceApi.Storage;

namespace AllianceApi.Trends;

/// <summary>The SQL of series: their members as they stand, and the headline that is kept ready.</summary>
internal static class SeriesStore
{
    private const string OfSeries = "organization_id = @Organization AND episode_id = @EpisodeId AND instrument = @Instrument AND version = @Version AND rater = @Rater";

    /// <summary>The responses that count, by session.</summary>
    public static List<SeriesMember> Members(Session session, string organization, SeriesKey key) => session.Rows(
        "SELECT r.number, r.response_id, r.means, r.flags, s.held_at, s.offset_minutes " +
        "FROM responses r JOIN sessions s ON s.organization_id = r.organization_id AND s.episode_id = r.episode_id AND s.number = r.number " +
        "WHERE r.organization_id = @Organization AND r.episode_id = @EpisodeId AND r.instrument = @Instrument AND r.version = @Version AND r.rater = @Rater ORDER BY r.number",
        [organization, key.EpisodeId, key.Instrument, key.Version, key.Rater],
        r => new SeriesMember { Number = r.Number(0), ResponseId = r.Text(1)!, Means = r.Bytes(2), Flags = r.Number(3), HeldAt = r.Number(4), OffsetMinutes = r.Number(5) });

    /// <summary>The responses that counted at an instant, by session number as it is now.</summary>
    public static List<SeriesMember> MembersAsOf(Session session, string organization, SeriesKey key, long asOf) => session.All<SeriesMember>(
        $"SELECT number AS Number, response_id AS ResponseId, means AS Means, flags AS Flags FROM responses WHERE {OfSeries} AND recorded_at <= @AsOf " +
        "UNION ALL " +
        $"SELECT number AS Number, response_id AS ResponseId, means AS Means, flags AS Flags FROM response_revisions WHERE {OfSeries} AND recorded_at <= @AsOf AND superseded_at > @AsOf " +
        "AND status <> 'void' ORDER BY 1",
        new { Organization = organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, AsOf = asOf });

    /// <summary>The series of an episode that have or had members.</summary>
    public static List<SeriesRow> OfEpisode(Session session, string organization, string episodeId) => session.All<SeriesRow>(
        "SELECT instrument AS Instrument, version AS Version, rater AS Rater, revision AS Revision, forms AS Forms, last_held_at AS LastHeldAt FROM series " +
        "WHERE organization_id = @Organization AND episode_id = @EpisodeId ORDER BY instrument, version, rater",
        new { Organization = organization, EpisodeId = episodeId });

    /// <summary>The series with forms within the caller's reach.</summary>
    public static List<FiledSeries> Find(Session session, Caller caller, Operation operation, SeriesCriteria criteria)
    {
        var clinicians = caller.Clinicians(operation);
        return session.All<FiledSeries>(
            "SELECT s.episode_id AS EpisodeId, e.client_id AS ClientId, e.clinician_id AS ClinicianId, s.instrument AS Instrument, s.version AS Version, s.rater AS Rater, " +
            "s.revision AS Revision, s.last_held_at AS LastHeldAt, s.recorded_at AS RecordedAt FROM series s " +
            "JOIN episodes e ON e.organization_id = s.organization_id AND e.episode_id = s.episode_id WHERE s.organization_id = @Organization AND s.forms > 0" +
            (clinicians is null ? "" : " AND e.clinician_id IN @Clinicians") +
            (criteria.ClientIds is null ? "" : " AND e.client_id IN @ClientIds") +
            (criteria.EpisodeIds is null ? "" : " AND s.episode_id IN @EpisodeIds"),
            new { caller.Organization, Clinicians = clinicians, criteria.ClientIds, criteria.EpisodeIds });
    }

    /// <summary>A number that rises with every change of what is filed in an episode, because each brings a series up to date.</summary>
    public static long Changes(Session session, string organization, string episodeId) => session.Rows(
        "SELECT COALESCE(SUM(revision), 0) FROM series WHERE organization_id = @Organization AND episode_id = @EpisodeId",
        [organization, episodeId],
        r => r.Number(0))[0];

    public static long Revision(Session session, string organization, SeriesKey key) =>
        session.One<long>($"SELECT revision FROM series WHERE {OfSeries}", Values(organization, key));

    public static void Save(Session session, string organization, SeriesKey key, int forms, int? lastNumber, long? lastHeldAt, byte[] headline) => session.RunEach(
        "INSERT INTO series (organization_id, episode_id, instrument, version, rater, revision, forms, last_number, last_held_at, headline, recorded_at) " +
        "VALUES (@Organization, @EpisodeId, @Instrument, @Version, @Rater, 1, @Forms, @LastNumber, @LastHeldAt, @Headline, @Now) " +
        "ON CONFLICT (organization_id, episode_id, instrument, version, rater) DO UPDATE SET revision = series.revision + 1, forms = excluded.forms, " +
        "last_number = excluded.last_number, last_held_at = excluded.last_held_at, headline = excluded.headline, recorded_at = excluded.recorded_at",
        [key],
        k => [organization, k.EpisodeId, k.Instrument, k.Version, k.Rater, forms, lastNumber, lastHeldAt, headline, session.Now]);

    private static object Values(string organization, SeriesKey key) => new { Organization = organization, key.EpisodeId, key.Instrument, key.Version, key.Rater };

    internal sealed class SeriesRow
    {
        public string Instrument { get; init; } = "";

        public string Version { get; init; } = "";

        public string Rater { get; init; } = "";

        public long Revision { get; init; }

        public long Forms { get; init; }

        public long? LastHeldAt { get; init; }
    }
}
