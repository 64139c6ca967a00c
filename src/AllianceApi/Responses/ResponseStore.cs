using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Responses.Filing;
using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;
using AllianceApi.Trends;

namespace AllianceApi.Responses;

/// <summary>The SQL of responses. What counts stands in one table under its natural key; what was goes to the revisions.</summary>
internal static class ResponseStore
{
    private const string Shared =
        "r.response_id AS ResponseId, r.episode_id AS EpisodeId, r.instrument AS Instrument, r.version AS Version, r.rater AS Rater, r.number AS Number, " +
        "r.revision AS Revision, r.answers AS Answers, r.means AS Means, r.flags AS Flags, r.duration_seconds AS DurationSeconds, r.setting AS Setting, " +
        "r.completed_at AS CompletedAt, r.received_at AS ReceivedAt, r.recorded_at AS RecordedAt, r.recorded_by AS RecordedBy, r.reason AS Reason, r.promise AS Promise";

    private const string Current = Shared + ", 'final' AS Status";
    private const string Earlier = Shared + ", r.status AS Status, r.superseded_at AS SupersededAt";

    private const string FindCurrent =
        "SELECT episode_id, instrument, version, rater, number, response_id, revision, answers, means, flags, duration_seconds, setting, completed_at, received_at, recorded_at, " +
        "recorded_by, reason, promise FROM responses WHERE organization_id = @Organization AND episode_id = @EpisodeId AND instrument = @Instrument AND version = @Version AND rater = @Rater " +
        "AND number = @Number";

    private const string InsertCurrent =
        "INSERT INTO responses (organization_id, episode_id, instrument, version, rater, number, response_id, revision, answers, means, flags, duration_seconds, setting, " +
        "completed_at, received_at, recorded_at, recorded_by, reason, promise) VALUES (@Organization, @EpisodeId, @Instrument, @Version, @Rater, @Number, @ResponseId, @Revision, @Answers, @Means, " +
        "@Flags, @DurationSeconds, @Setting, @CompletedAt, @ReceivedAt, @RecordedAt, @RecordedBy, @Reason, @Promise)";

    private const string InsertEarlier =
        "INSERT INTO response_revisions (organization_id, episode_id, instrument, version, rater, number, response_id, revision, status, answers, means, flags, duration_seconds, setting, " +
        "completed_at, received_at, recorded_at, recorded_by, reason, superseded_at, promise) VALUES (@Organization, @EpisodeId, @Instrument, @Version, @Rater, @Number, @ResponseId, @Revision, @Status, " +
        "@Answers, @Means, @Flags, @DurationSeconds, @Setting, @CompletedAt, @ReceivedAt, @RecordedAt, @RecordedBy, @Reason, @SupersededAt, @Promise)";

    /// <summary>The response under a natural key.</summary>
    public static ResponseRow? FindByKey(Session session, string organization, string episodeId, string instrument, string version, string rater, long number) =>
        Opened(session, organization, session.First(FindCurrent, [organization, episodeId, instrument, version, rater, number], Read));

    /// <summary>The newest state of a response within the caller's reach, a voided one included.</summary>
    public static ResponseRow? Find(Session session, Caller caller, Operation operation, string responseId)
    {
        var clinicians = caller.Clinicians(operation);
        var values = new { caller.Organization, ResponseId = responseId, Clinicians = clinicians, caller.OnlyClient };
        return Opened(session, caller.Organization, session.One<ResponseRow>($"SELECT {Current} FROM responses r{Scope(caller, clinicians)} WHERE r.organization_id = @Organization AND r.response_id = @ResponseId", values)
            ?? session.One<ResponseRow>(
                $"SELECT {Earlier} FROM response_revisions r{Scope(caller, clinicians)} WHERE r.organization_id = @Organization AND r.response_id = @ResponseId AND r.status = 'void' ORDER BY r.revision DESC LIMIT 1",
                values));
    }

    /// <summary>One earlier revision of a response, wherever it was filed then.</summary>
    public static ResponseRow? FindRevision(Session session, string organization, string responseId, long revision) => Opened(session, organization, session.One<ResponseRow>(
        $"SELECT {Earlier} FROM response_revisions r WHERE r.organization_id = @Organization AND r.response_id = @ResponseId AND r.revision = @Revision",
        new { Organization = organization, ResponseId = responseId, Revision = revision }));

    /// <summary>Every earlier state of a response, and the voided one, by revision.</summary>
    public static List<ResponseRow> Revisions(Session session, string organization, string responseId) => session.All<ResponseRow>(
        $"SELECT {Earlier} FROM response_revisions r WHERE r.organization_id = @Organization AND r.response_id = @ResponseId ORDER BY r.revision",
        new { Organization = organization, ResponseId = responseId });

    /// <summary>The responses of an episode that count, by id and so by the time they were received.</summary>
    public static List<ResponseRow> List(Session session, string organization, string episodeId, string? after, int limit) => Opened(session, organization, session.All<ResponseRow>(
        $"SELECT {Current} FROM responses r WHERE r.organization_id = @Organization AND r.episode_id = @EpisodeId AND r.response_id > @After ORDER BY r.response_id LIMIT @Limit",
        new { Organization = organization, EpisodeId = episodeId, After = after ?? "", Limit = limit }));

    /// <summary>Every state that a response of an episode had and has, by response and revision.</summary>
    public static List<ResponseRow> History(Session session, string organization, string episodeId) =>
    Opened(session, organization,
    [
        .. session.All<ResponseRow>($"SELECT {Current} FROM responses r WHERE r.organization_id = @Organization AND r.episode_id = @EpisodeId", new { Organization = organization, EpisodeId = episodeId })
            .Concat(session.All<ResponseRow>($"SELECT {Earlier} FROM response_revisions r WHERE r.organization_id = @Organization AND r.episode_id = @EpisodeId", new { Organization = organization, EpisodeId = episodeId }))
            .OrderBy(r => r.ResponseId, StringComparer.Ordinal)
            .ThenBy(r => r.Revision),
    ]);

    public static void Insert(Session session, string organization, ResponseRow row) => session.RunOne(InsertCurrent, CurrentValues(session, organization, row));

    public static void Insert(Session session, string organization, IReadOnlyList<ResponseRow> rows) => session.RunEach(InsertCurrent, rows, r => CurrentValues(session, organization, r));

    /// <summary>The responses of one series that count, from a session number on and below another, each with the number of its session.</summary>
    public static List<(int Number, FiledForm Form)> OfSeries(Session session, string organization, SeriesKey key, int from, int below) => session.Rows(
        "SELECT number, means, flags FROM responses WHERE organization_id = @Organization AND episode_id = @EpisodeId AND instrument = @Instrument " +
        "AND version = @Version AND rater = @Rater AND number >= @From AND number < @Below ORDER BY number",
        [organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, from, below],
        r => ((int)r.Number(0), new FiledForm(r.Bytes(1), r.Number(2), New: null)));

    /// <summary>The forms of one series that count, below a session number, as trends take them.</summary>
    public static List<SeriesForm> FormsBefore(Session session, string organization, SeriesKey key, int number) => session.Rows(
        "SELECT r.number, r.means, r.flags, s.held_at, s.offset_minutes " +
        "FROM responses r JOIN sessions s ON s.organization_id = r.organization_id AND s.episode_id = r.episode_id AND s.number = r.number " +
        "WHERE r.organization_id = @Organization AND r.episode_id = @EpisodeId AND r.instrument = @Instrument AND r.version = @Version AND r.rater = @Rater " +
        "AND r.number < @Number ORDER BY r.number",
        [organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, number],
        r => SeriesMember.Form(r.Number(0), Instant.FromStore(r.Number(3), r.Number(4)), r.BytesInPlace(1), r.Number(2)));

    /// <summary>Keeps a state of a response that no longer counts.</summary>
    public static void Keep(Session session, string organization, ResponseRow row) => session.Run(InsertEarlier, Values(organization, row with { Answers = Sealed(session, organization, row) }));

    public static void Remove(Session session, string organization, ResponseRow row) => session.Run(
        "DELETE FROM responses WHERE organization_id = @Organization AND episode_id = @EpisodeId AND instrument = @Instrument AND version = @Version AND rater = @Rater AND number = @Number",
        new { Organization = organization, row.EpisodeId, row.Instrument, row.Version, row.Rater, row.Number });

    private static byte[] Sealed(Session session, string organization, ResponseRow row) =>
        session.SealAnswers(organization, row.ClientId, row.ResponseId, row.Revision, row.Answers);

    private static ResponseRow? Opened(Session session, string organization, ResponseRow? row) =>
        row is null ? null : row with { Answers = session.OpenAnswers(organization, row.ResponseId, row.Revision, row.Answers) };

    private static List<ResponseRow> Opened(Session session, string organization, List<ResponseRow> rows) => rows.ConvertAll(r => Opened(session, organization, r)!);

    private static ResponseRow Read(IStoredRow row) => new()
    {
        EpisodeId = row.Text(0)!,
        Instrument = row.Text(1)!,
        Version = row.Text(2)!,
        Rater = row.Text(3)!,
        Number = row.Number(4),
        ResponseId = row.Text(5)!,
        Revision = row.Number(6),
        Answers = row.Bytes(7),
        Means = row.Bytes(8),
        Flags = row.Number(9),
        DurationSeconds = row.RealOrNull(10),
        Setting = row.Text(11),
        CompletedAt = row.NumberOrNull(12),
        ReceivedAt = row.Number(13),
        RecordedAt = row.Number(14),
        RecordedBy = row.Text(15)!,
        Reason = row.Text(16),
        Promise = row.Number(17),
    };

    private static string Scope(Caller caller, IReadOnlyList<string>? clinicians) => clinicians is null && caller.OnlyClient is null
        ? ""
        : " JOIN episodes e ON e.organization_id = r.organization_id AND e.episode_id = r.episode_id" +
            (clinicians is null ? "" : " AND e.clinician_id IN @Clinicians") + (caller.OnlyClient is null ? "" : " AND e.client_id = @OnlyClient");

    private static object?[] CurrentValues(Session session, string organization, ResponseRow row) =>
    [
        organization, row.EpisodeId, row.Instrument, row.Version, row.Rater, row.Number, row.ResponseId, row.Revision, Sealed(session, organization, row), row.Means, row.Flags,
        row.DurationSeconds, row.Setting, row.CompletedAt, row.ReceivedAt, row.RecordedAt, row.RecordedBy, row.Reason, row.Promise,
    ];

    private static object Values(string organization, ResponseRow row) => new
    {
        Organization = organization,
        row.EpisodeId,
        row.Instrument,
        row.Version,
        row.Rater,
        row.Number,
        row.ResponseId,
        row.Revision,
        row.Status,
        row.Answers,
        row.Means,
        row.Flags,
        row.DurationSeconds,
        row.Setting,
        row.CompletedAt,
        row.ReceivedAt,
        row.RecordedAt,
        row.RecordedBy,
        row.Reason,
        row.SupersededAt,
        row.Promise,
    };
}
