using AllianceApi.Storage;

namespace AllianceApi.Events;

/// <summary>The SQL that reads events. Rows are written and numbered by the store itself, in the commit of what they tell.</summary>
internal static class EventStore
{
    /// <summary>The newest events of an organization after a number, oldest first; of some clinicians' episodes where they are named.</summary>
    public static List<EventRow> After(Session session, string organization, string[]? clinicians, long after, int limit) => session.All<EventRow>(
        "SELECT sequence AS Sequence, event_id AS EventId, type AS Type, at AS At, episode_id AS EpisodeId, clinician_id AS ClinicianId, resource AS Resource " +
        "FROM events WHERE organization_id = @Organization AND sequence > @After" + (clinicians is null ? "" : " AND clinician_id IN @Clinicians") + " ORDER BY sequence LIMIT @Limit",
        new { Organization = organization, After = after, Clinicians = clinicians, Limit = limit });

    /// <summary>The highest number that was ever given to an event of an organization; 0 before the first.</summary>
    public static long Head(Session session, string organization) =>
        session.One<long>("SELECT sequence FROM event_heads WHERE organization_id = @Organization", new { Organization = organization });
}

/// <summary>An event as it is stored.</summary>
internal sealed class EventRow
{
    public long Sequence { get; init; }

    public string EventId { get; init; } = "";

    public string Type { get; init; } = "";

    public long At { get; init; }

    public string EpisodeId { get; init; } = "";

    public string ClinicianId { get; init; } = "";

    public string Resource { get; init; } = "";
}
