using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Caseload;

/// <summary>The SQL of a caseload: open episodes with the headlines of their series.</summary>
internal static class CaseloadStore
{
    /// <summary>
    /// A text that changes whenever anything changes that a caseload shows: every row in it counts its revisions, and a row that
    /// goes or comes changes the sums of creation times (of a remainder of each: whole ones would outgrow 64 bits at 5000 episodes).
    /// </summary>
    public static string Fingerprint(Session session, Caller caller, string? clinicianId)
    {
        var (scope, values) = Scoped(caller, clinicianId);
        return string.Join(' ', session.Rows(
            "SELECT COUNT(*), COALESCE(SUM(e.revision + c.revision), 0), COALESCE(SUM(e.created_at % 1000000007), 0) " + Joined("clients c", "c.client_id = e.client_id") + scope +
            " UNION ALL SELECT COUNT(*), COALESCE(SUM(s.revision), 0), COALESCE(SUM(s.recorded_at % 1000000007), 0) " + Joined("series s", "s.episode_id = e.episode_id") + scope +
            " UNION ALL SELECT COUNT(*), COALESCE(SUM(a.revision), 0), 0 " + Joined("alerts a", "a.episode_id = e.episode_id") + scope +
            " UNION ALL SELECT COUNT(*), COALESCE(SUM(revision), 0), 0 FROM instruments WHERE organization_id = @Organization",
            values,
            Sums));
    }

    /// <summary>The scores of the open episodes within reach, by episode and session.</summary>
    public static List<SparklineRow> Sparklines(Session session, Caller caller, string? clinicianId)
    {
        var clinicians = caller.Clinicians(Operation.ReadCaseload);
        return session.All<SparklineRow>(
            "SELECT r.episode_id AS EpisodeId, r.instrument AS Instrument, r.version AS Version, r.rater AS Rater, r.number AS Number, r.means AS Means, r.promise AS Promise " +
            Joined("responses r", "r.episode_id = e.episode_id") + Scope(clinicians, clinicianId) + " ORDER BY r.episode_id, r.number",
            new { caller.Organization, Clinicians = clinicians, ClinicianId = clinicianId });
    }

    /// <summary>A row for each series of each open episode within reach; one without series for an episode that has none.</summary>
    public static List<CaseloadRow> Rows(Session session, Caller caller, Operation operation, string? clinicianId)
    {
        var clinicians = caller.Clinicians(operation);
        return session.All<CaseloadRow>(
            "SELECT e.episode_id AS EpisodeId, e.client_id AS ClientId, c.label AS ClientLabel, e.clinician_id AS ClinicianId, e.instrument AS UsualInstrument, " +
            "s.instrument AS Instrument, s.version AS Version, s.rater AS Rater, s.forms AS Forms, s.last_number AS LastNumber, s.last_held_at AS LastHeldAt, s.headline AS Headline " +
            "FROM episodes e JOIN clients c ON c.organization_id = e.organization_id AND c.client_id = e.client_id " +
            "LEFT JOIN series s ON s.organization_id = e.organization_id AND s.episode_id = e.episode_id " +
            "WHERE e.organization_id = @Organization AND e.ended_on IS NULL" + Scope(clinicians, clinicianId) + " ORDER BY e.episode_id",
            new { caller.Organization, Clinicians = clinicians, ClinicianId = clinicianId }).ConvertAll(r => r with { ClientLabel = session.OpenLabel(caller.Organization, r.ClientId, r.ClientLabel) });
    }

    private static string Joined(string table, string on) =>
        $"FROM episodes e JOIN {table} ON {table[^1]}.organization_id = e.organization_id AND {on} WHERE e.organization_id = @Organization AND e.ended_on IS NULL";

    private static string Scope(IReadOnlyList<string>? clinicians, string? clinicianId) =>
        (clinicians is null ? "" : " AND e.clinician_id IN @Clinicians") + (clinicianId is null ? "" : " AND e.clinician_id = @ClinicianId");

    // The same as Scope, with a name for each value: this is asked for every look at a caseload, and need not spell out a list anew.
    private static (string Scope, object?[] Values) Scoped(Caller caller, string? clinicianId)
    {
        var reach = caller.Clinicians(Operation.ReadCaseload);
        IReadOnlyList<string>? clinicians = clinicianId is null ? reach : reach is null || reach.Contains(clinicianId) ? [clinicianId] : [];
        var scope = clinicians switch
        {
            null => "",
            [] => " AND 1 = 0",
            _ => $" AND e.clinician_id IN ({string.Join(", ", clinicians.Select((_, i) => $"@Clinician{(char)('A' + (i % 26))}{new string('x', i / 26)}"))})",
        };
        return (scope, [caller.Organization, .. clinicians ?? []]);
    }

    private static string Sums(IStoredRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.Number(0)}.{row.Number(1)}.{row.Number(2)}");
}

/// <summary>One score of a series, for a sparkline.</summary>
internal sealed class SparklineRow
{
    public string EpisodeId { get; init; } = "";

    public string Instrument { get; init; } = "";

    public string Version { get; init; } = "";

    public string Rater { get; init; } = "";

    public long Number { get; init; }

    public byte[] Means { get; init; } = [];

    public long Promise { get; init; }

    public SeriesKey Key => new(EpisodeId, Instrument, Version, Rater);

    public PromisedForm Promised => new(Key, Number, new Promise(Promise));
}

/// <summary>An open episode with one of its series, if it has any.</summary>
internal sealed record CaseloadRow
{
    public string EpisodeId { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string? ClientLabel { get; init; }

    public string ClinicianId { get; init; } = "";

    public string UsualInstrument { get; init; } = "";

    public string? Instrument { get; init; }

    public string? Version { get; init; }

    public string? Rater { get; init; }

    public long? Forms { get; init; }

    public long? LastNumber { get; init; }

    public long? LastHeldAt { get; init; }

    public byte[]? Headline { get; init; }

    /// <summary>The instrument to show: at the version of the series, where there is one.</summary>
    public string Reference => IsUsual ? $"{Instrument}@{Version}" : UsualInstrument;

    /// <summary>Whether this is a series of the episode's usual instrument that has forms.</summary>
    public bool IsUsual => Forms > 0 && (UsualInstrument == Instrument || UsualInstrument == $"{Instrument}@{Version}");

    /// <summary>Which of an episode's series is shown: the usual instrument as the client filled it in last; where there is none, the episode without a series.</summary>
    public static CaseloadRow Shown(IEnumerable<CaseloadRow> rows) => rows
        .OrderByDescending(r => r.IsUsual)
        .ThenByDescending(r => r.Rater == "client")
        .ThenByDescending(r => r.LastHeldAt)
        .First();
}
