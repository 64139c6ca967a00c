using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Episodes;

/// <summary>The SQL of episodes.</summary>
internal static class EpisodeStore
{
    private const string Columns =
        "e.episode_id AS EpisodeId, e.client_id AS ClientId, e.clinician_id AS ClinicianId, e.instrument AS Instrument, e.started_on AS StartedOn, " +
        "e.ended_on AS EndedOn, e.revision AS Revision, e.created_at AS CreatedAt";

    private const string FindAny =
        "SELECT episode_id, client_id, clinician_id, instrument, started_on, ended_on, revision, created_at FROM episodes WHERE organization_id = @Organization AND episode_id = @EpisodeId";

    private const string FindOf = FindAny + " AND clinician_id = @Clinician";

    /// <summary>
    /// The episode within the reach of <paramref name="operation"/> for the caller; null for what is outside and what does not
    /// exist. A work that writes holds it from here on: read what is filed under it after this, not before.
    /// </summary>
    public static EpisodeRow? Find(Session session, Caller caller, Operation operation, string episodeId)
    {
        var clinicians = caller.Clinicians(operation);
        if (session.Memory?.Find(Remembered.Episode, caller.Organization, episodeId) is EpisodeRow known && IsWithin(known, caller, clinicians))
        {
            return known;
        }

        // What is there and outside is asked for as what is not there, so that the time tells nothing.
        var row = Ask(session, caller, clinicians, episodeId);
        if (row is not null)
        {
            session.Memory?.Keep(Remembered.Episode, caller.Organization, episodeId, row);
        }

        return row;
    }

    public static bool Exists(Session session, string organization, string episodeId) =>
        session.One<long>("SELECT COUNT(*) FROM episodes WHERE organization_id = @Organization AND episode_id = @EpisodeId", new { Organization = organization, EpisodeId = episodeId }) > 0;

    public static List<EpisodeRow> List(Session session, Caller caller, EpisodeFilter filter, string? after, int limit)
    {
        var clinicians = caller.Clinicians(Operation.ReadEpisode);
        return session.All<EpisodeRow>(
            $"SELECT {Columns} FROM episodes e WHERE e.organization_id = @Organization AND e.episode_id > @After{Within(clinicians)}" +
            (filter.ClinicianId is null ? "" : " AND e.clinician_id = @ClinicianId") +
            (filter.ClientId is null ? "" : " AND e.client_id = @ClientId") +
            (caller.OnlyClient is null ? "" : " AND e.client_id = @OnlyClient") +
            filter.Status switch { "open" => " AND e.ended_on IS NULL", "closed" => " AND e.ended_on IS NOT NULL", _ => "" } +
            " ORDER BY e.episode_id LIMIT @Limit",
            new { caller.Organization, After = after ?? "", Clinicians = clinicians, filter.ClinicianId, filter.ClientId, caller.OnlyClient, Limit = limit });
    }

    public static void Insert(Session session, string organization, EpisodeRow row)
    {
        PublicIds.Note(session, organization, PublicKind.Episode, row.EpisodeId);
        session.Run(
            "INSERT INTO episodes (organization_id, episode_id, client_id, clinician_id, instrument, started_on, ended_on, revision, created_at) " +
            "VALUES (@Organization, @EpisodeId, @ClientId, @ClinicianId, @Instrument, @StartedOn, @EndedOn, 1, @CreatedAt)",
            new { Organization = organization, row.EpisodeId, row.ClientId, row.ClinicianId, row.Instrument, row.StartedOn, row.EndedOn, row.CreatedAt });
    }

    public static void Update(Session session, string organization, EpisodeRow row) => session.Run(
        "UPDATE episodes SET instrument = @Instrument, started_on = @StartedOn, ended_on = @EndedOn, revision = @Revision WHERE organization_id = @Organization AND episode_id = @EpisodeId",
        new { Organization = organization, row.EpisodeId, row.Instrument, row.StartedOn, row.EndedOn, row.Revision });

    private static EpisodeRow? Ask(Session session, Caller caller, string[]? clinicians, string episodeId)
    {
        return clinicians switch
        {
            var some when caller.OnlyClient is { } client => session.One<EpisodeRow>(
                $"SELECT {Columns} FROM episodes e WHERE e.organization_id = @Organization AND e.episode_id = @EpisodeId AND e.client_id = @OnlyClient{Within(some)}{session.ForUpdate}",
                new { caller.Organization, EpisodeId = episodeId, Clinicians = some, OnlyClient = client }),
            null => session.First(FindAny + session.ForUpdate, [caller.Organization, episodeId], Read),
            [var one] => session.First(FindOf + session.ForUpdate, [caller.Organization, episodeId, one], Read),
            var many => session.One<EpisodeRow>(
                $"SELECT {Columns} FROM episodes e WHERE e.organization_id = @Organization AND e.episode_id = @EpisodeId{Within(many)}{session.ForUpdate}",
                new { caller.Organization, EpisodeId = episodeId, Clinicians = many }),
        };
    }

    private static bool IsWithin(EpisodeRow row, Caller caller, string[]? clinicians) =>
        (clinicians is null || clinicians.Contains(row.ClinicianId)) && (caller.OnlyClient is not { } client || client == row.ClientId);

    private static EpisodeRow Read(IStoredRow row) => new()
    {
        EpisodeId = row.Text(0)!,
        ClientId = row.Text(1)!,
        ClinicianId = row.Text(2)!,
        Instrument = row.Text(3)!,
        StartedOn = row.Text(4)!,
        EndedOn = row.Text(5),
        Revision = row.Number(6),
        CreatedAt = row.Number(7),
    };

    private static string Within(IReadOnlyList<string>? clinicians) => clinicians is null ? "" : " AND e.clinician_id IN @Clinicians";
}

/// <summary>An episode as it is stored.</summary>
internal sealed record EpisodeRow
{
    public string EpisodeId { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string ClinicianId { get; init; } = "";

    public string Instrument { get; init; } = "";

    public string StartedOn { get; init; } = "";

    public string? EndedOn { get; init; }

    public long Revision { get; init; }

    public long CreatedAt { get; init; }

    public string Path => $"/v1/episodes/{EpisodeId}";

    public string TrendPath(Trends.SeriesKey key) => $"/v1/episodes/{EpisodeId}/trend?instrument={key.Instrument}&version={key.Version}&rater={key.Rater}";

    public EpisodeResource ToResource() => new(
        EpisodeId, ClientId, ClinicianId, Instrument, DateOf(StartedOn)!.Value, DateOf(EndedOn), EndedOn is null ? "open" : "closed", Hosting.Instant.FromStore(CreatedAt));

    public static string? Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? DateOf(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Which episodes are asked for.</summary>
internal sealed record EpisodeFilter(string? ClinicianId, string? ClientId, string? Status);
