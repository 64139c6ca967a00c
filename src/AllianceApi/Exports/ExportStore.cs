using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Exports;

/// <summary>The SQL of exports: the responses that count, page by page in the order of their key.</summary>
internal static class ExportStore
{
    public const int PageLength = 500;

    /// <summary>The instrument versions that have responses.</summary>
    public static List<UsedInstrument> Instruments(Session session, string organization) => session.All<UsedInstrument>(
        "SELECT DISTINCT instrument AS Instrument, version AS Version FROM series WHERE organization_id = @Organization AND forms > 0 ORDER BY instrument, version",
        new { Organization = organization });

    /// <summary>The next responses after one, of sessions held within some time.</summary>
    public static List<ExportRow> Page(Session session, string organization, ExportFilter filter, ExportRow? after) => session.All<ExportRow>(
        "SELECT r.episode_id AS EpisodeId, r.instrument AS Instrument, r.version AS Version, r.rater AS Rater, r.number AS Number, r.response_id AS ResponseId, r.answers AS Answers, " +
        "r.duration_seconds AS DurationSeconds, s.held_at AS HeldAt, s.offset_minutes AS OffsetMinutes, e.client_id AS ClientId, e.clinician_id AS ClinicianId, r.promise AS Promise, r.revision AS Revision FROM responses r " +
        "JOIN sessions s ON s.organization_id = r.organization_id AND s.episode_id = r.episode_id AND s.number = r.number " +
        "JOIN episodes e ON e.organization_id = r.organization_id AND e.episode_id = r.episode_id " +
        "WHERE r.organization_id = @Organization AND (r.episode_id, r.instrument, r.version, r.rater, r.number) > (@EpisodeId, @Instrument, @Version, @Rater, @Number) " +
        "AND s.held_at >= @From AND s.held_at < @To ORDER BY r.episode_id, r.instrument, r.version, r.rater, r.number LIMIT @PageLength",
        new
        {
            Organization = organization,
            EpisodeId = after?.EpisodeId ?? "",
            Instrument = after?.Instrument ?? "",
            Version = after?.Version ?? "",
            Rater = after?.Rater ?? "",
            Number = after?.Number ?? 0,
            filter.From,
            filter.To,
            PageLength,
        }).ConvertAll(r => r with { Answers = session.OpenAnswers(organization, r.ResponseId, r.Revision, r.Answers) });

    internal sealed class UsedInstrument
    {
        public string Instrument { get; init; } = "";

        public string Version { get; init; } = "";
    }
}

/// <summary>Which responses are exported: those of sessions held at or after one instant and before another.</summary>
internal sealed record ExportFilter(long From, long To);

/// <summary>A response as it is read for an export.</summary>
internal sealed record ExportRow
{
    public string EpisodeId { get; init; } = "";

    public string Instrument { get; init; } = "";

    public string Version { get; init; } = "";

    public string Rater { get; init; } = "";

    public long Number { get; init; }

    public string ResponseId { get; init; } = "";

    public byte[] Answers { get; init; } = [];

    public double? DurationSeconds { get; init; }

    public long HeldAt { get; init; }

    public long OffsetMinutes { get; init; }

    public string ClientId { get; init; } = "";

    public string ClinicianId { get; init; } = "";

    public long Promise { get; init; }

    public long Revision { get; init; }
}
