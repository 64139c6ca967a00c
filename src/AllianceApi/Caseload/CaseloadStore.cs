using AllianceApi.Access;
using AllianceApi.Storage;

namespace AllianceApi.Caseload;

/// <summary>The SQL of a caseload: open episodes with the headlines of their series.</summary>
internal static class CaseloadStore
{
    /// <summary>A row for each series of each open episode within reach; one without series for an episode that has none.</summary>
    public static List<CaseloadRow> Rows(Session session, Caller caller, string? clinicianId)
    {
        var clinicians = caller.Clinicians(Operation.ReadCaseload);
        return session.All<CaseloadRow>(
            "SELECT e.episode_id AS EpisodeId, e.client_id AS ClientId, c.label AS ClientLabel, e.clinician_id AS ClinicianId, e.instrument AS UsualInstrument, " +
            "s.instrument AS Instrument, s.version AS Version, s.rater AS Rater, s.forms AS Forms, s.last_number AS LastNumber, s.last_held_at AS LastHeldAt, s.headline AS Headline " +
            "FROM episodes e JOIN clients c ON c.organization_id = e.organization_id AND c.client_id = e.client_id " +
            "LEFT JOIN series s ON s.organization_id = e.organization_id AND s.episode_id = e.episode_id " +
            "WHERE e.organization_id = @Organization AND e.ended_on IS NULL" +
            (clinicians is null ? "" : " AND e.clinician_id IN @Clinicians") +
            (clinicianId is null ? "" : " AND e.clinician_id = @ClinicianId") +
            " ORDER BY e.episode_id",
            new { caller.Organization, Clinicians = clinicians, ClinicianId = clinicianId });
    }
}

/// <summary>An open episode with one of its series, if it has any.</summary>
internal sealed class CaseloadRow
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

    /// <summary>Whether this is a series of the episode's usual instrument that has forms.</summary>
    public bool IsUsual => Forms > 0 && (UsualInstrument == Instrument || UsualInstrument == $"{Instrument}@{Version}");
}
