using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Episodes;

/// <summary>The SQL of sessions.</summary>
internal static class SessionStore
{
    private const string Columns =
        "number AS Number, number_given AS NumberGiven, held_at AS HeldAt, offset_minutes AS OffsetMinutes, modality AS Modality, revision AS Revision, " +
        "created_at AS CreatedAt, recorded_at AS RecordedAt, discussed_at AS DiscussedAt";

    private const string Places = "number, number_given, held_at, offset_minutes, modality, revision, created_at, recorded_at, discussed_at";

    // Whatever is filed under a session's number, with the column that holds it. An alert keeps to its session, so that what was
    // closed is known again after an earlier session arrived late.
    private static readonly (string Table, string Number)[] Numbered =
        [("sessions", "number"), ("session_revisions", "number"), ("responses", "number"), ("response_revisions", "number"), ("alerts", "session")];

    private const string InsertNew =
        "INSERT INTO sessions (organization_id, episode_id, number, number_given, held_at, offset_minutes, modality, revision, created_at, recorded_at) " +
        "VALUES (@Organization, @EpisodeId, @Number, @Given, @HeldAt, @OffsetMinutes, @Modality, 1, @CreatedAt, @RecordedAt)";

    private const string OfEpisode = "WHERE organization_id = @Organization AND episode_id = @EpisodeId";

    public static List<SessionRow> All(Session session, string organization, string episodeId) => session.Rows(
        $"SELECT {Places} FROM sessions {OfEpisode} ORDER BY number", [organization, episodeId], Read);

    /// <summary>The sessions with a number or a higher one, and the last one before it, by number.</summary>
    public static List<SessionRow> AllFrom(Session session, string organization, string episodeId, int number) => session.Rows(
        $"SELECT {Places} FROM sessions {OfEpisode} AND number >= COALESCE((SELECT MAX(number) FROM sessions {OfEpisode} AND number < @Number), 1) ORDER BY number",
        [organization, episodeId, number],
        Read);

    /// <summary>The sessions with a lower number, by number.</summary>
    public static List<SessionRow> AllBefore(Session session, string organization, string episodeId, int number) => session.Rows(
        $"SELECT {Places} FROM sessions {OfEpisode} AND number < @Number ORDER BY number", [organization, episodeId, number], Read);

    public static List<SessionRow> Page(Session session, string organization, string episodeId, int after, int limit) => session.All<SessionRow>(
        $"SELECT {Columns} FROM sessions {OfEpisode} AND number > @After ORDER BY number LIMIT @Limit",
        new { Organization = organization, EpisodeId = episodeId, After = after, Limit = limit });

    public static SessionRow? Find(Session session, string organization, string episodeId, int number) => session.First(
        $"SELECT {Places} FROM sessions {OfEpisode} AND number = @Number", [organization, episodeId, number], Read);

    public static SessionRow? Before(Session session, string organization, string episodeId, int number) => session.First(
        $"SELECT {Places} FROM sessions {OfEpisode} AND number < @Number ORDER BY number DESC LIMIT 1", [organization, episodeId, number], Read);

    public static SessionRow? Last(Session session, string organization, string episodeId) => Before(session, organization, episodeId, int.MaxValue);

    /// <summary>The session with a number, or the first after it.</summary>
    public static SessionRow? From(Session session, string organization, string episodeId, int number) => session.First(
        $"SELECT {Places} FROM sessions {OfEpisode} AND number >= @Number ORDER BY number LIMIT 1", [organization, episodeId, number], Read);

    public static void Insert(Session session, string organization, string episodeId, SessionRow row) => session.RunOne(InsertNew, Values(organization, episodeId, row));

    public static void Insert(Session session, string organization, IReadOnlyList<(string EpisodeId, SessionRow Row)> rows) =>
        session.RunEach(InsertNew, rows, r => Values(organization, r.EpisodeId, r.Row));

    /// <summary>Saves what a later submission added to a session: that its number was given, or its modality. What is known stays known.</summary>
    public static void Complete(Session session, string organization, string episodeId, SessionRow row) => session.Run(
        $"UPDATE sessions SET number_given = CASE WHEN number_given = 1 THEN 1 ELSE @NumberGiven END, modality = COALESCE(modality, @Modality) {OfEpisode} AND number = @Number",
        new { Organization = organization, EpisodeId = episodeId, row.Number, row.NumberGiven, row.Modality });

    /// <summary>Notes that a session was discussed with the client; the first time stands.</summary>
    public static void Discuss(Session session, string organization, string episodeId, long number) => session.Run(
        $"UPDATE sessions SET discussed_at = COALESCE(discussed_at, @Now) {OfEpisode} AND number = @Number",
        new { Organization = organization, EpisodeId = episodeId, Number = number, session.Now });

    /// <summary>Keeps the time that a session had, and gives it another.</summary>
    public static void Correct(Session session, string organization, string episodeId, SessionRow row, DateTimeOffset heldAt, string? modality)
    {
        session.Run(
            "INSERT INTO session_revisions (organization_id, episode_id, number, revision, held_at, offset_minutes, modality, recorded_at, superseded_at) " +
            "VALUES (@Organization, @EpisodeId, @Number, @Revision, @HeldAt, @OffsetMinutes, @Modality, @RecordedAt, @Now)",
            new { Organization = organization, EpisodeId = episodeId, row.Number, row.Revision, row.HeldAt, row.OffsetMinutes, row.Modality, row.RecordedAt, session.Now });
        session.Run(
            $"UPDATE sessions SET held_at = @HeldAt, offset_minutes = @OffsetMinutes, modality = @Modality, revision = revision + 1, recorded_at = @Now {OfEpisode} AND number = @Number",
            new { Organization = organization, EpisodeId = episodeId, row.Number, HeldAt = heldAt.ToStore(), OffsetMinutes = (long)heldAt.Offset.TotalMinutes, Modality = modality, session.Now });
    }

    /// <summary>What the sessions of an episode were before they were corrected.</summary>
    public static List<SessionRevisionRow> Revisions(Session session, string organization, string episodeId) => session.All<SessionRevisionRow>(
        "SELECT number AS Number, revision AS Revision, held_at AS HeldAt, offset_minutes AS OffsetMinutes, recorded_at AS RecordedAt, superseded_at AS SupersededAt " +
        $"FROM session_revisions {OfEpisode} ORDER BY number, revision",
        new { Organization = organization, EpisodeId = episodeId });

    private static object?[] Values(string organization, string episodeId, SessionRow row) =>
        [organization, episodeId, row.Number, row.NumberGiven, row.HeldAt, row.OffsetMinutes, row.Modality, row.CreatedAt, row.RecordedAt];

    private static SessionRow Read(IStoredRow row) => new()
    {
        Number = row.Number(0),
        NumberGiven = row.Number(1),
        HeldAt = row.Number(2),
        OffsetMinutes = row.Number(3),
        Modality = row.Text(4),
        Revision = row.Number(5),
        CreatedAt = row.Number(6),
        RecordedAt = row.Number(7),
        DiscussedAt = row.NumberOrNull(8),
    };

    /// <summary>Gives sessions other numbers, and with them all that is filed under these numbers.</summary>
    public static void Move(Session session, string organization, string episodeId, IReadOnlyList<(int From, int To)> moves)
    {
        if (moves.Count == 0)
        {
            return;
        }

        foreach (var (table, number) in Numbered)
        {
            // In two steps by way of negative numbers, so that no two sessions ever share one.
            foreach (var (from, to) in moves)
            {
                session.Run(
                    $"UPDATE {table} SET {number} = @To {OfEpisode} AND {number} = @From",
                    new { Organization = organization, EpisodeId = episodeId, From = from, To = -to });
            }

            session.Run($"UPDATE {table} SET {number} = -{number} {OfEpisode} AND {number} < 0", new { Organization = organization, EpisodeId = episodeId });
        }
    }
}

/// <summary>A session as it is stored.</summary>
internal sealed record SessionRow
{
    public long Number { get; init; }

    public long NumberGiven { get; init; }

    public long HeldAt { get; init; }

    public long OffsetMinutes { get; init; }

    public string? Modality { get; init; }

    public long Revision { get; init; }

    public long CreatedAt { get; init; }

    public long RecordedAt { get; init; }

    public long? DiscussedAt { get; init; }

    public DateTimeOffset Time => Instant.FromStore(HeldAt, OffsetMinutes);

    /// <summary>
    /// The state that an If-Match names. Numbers pass from one session to another, so a count of changes would take a session for
    /// the one that had its number before; the instant of the last change does not.
    /// </summary>
    public long State => RecordedAt;

    public PlacedSession ToPlaced() => new((int)Number, NumberGiven != 0, Time);

    public SessionResource ToResource() => new((int)Number, Time, Modality, NumberGiven != 0, DiscussedAt is { } at ? Instant.FromStore(at) : null);
}

/// <summary>The time that a session had before it was corrected.</summary>
internal sealed record SessionRevisionRow
{
    public long Number { get; init; }

    public long Revision { get; init; }

    public long HeldAt { get; init; }

    public long OffsetMinutes { get; init; }

    public long RecordedAt { get; init; }

    public long SupersededAt { get; init; }

    public DateTimeOffset Time => Instant.FromStore(HeldAt, OffsetMinutes);
}
