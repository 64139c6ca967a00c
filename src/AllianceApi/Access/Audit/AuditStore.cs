using AllianceApi.Access.Tokens;
using AllianceApi.Storage;

namespace AllianceApi.Access.Audit;

/// <summary>The SQL that reads the audit log. Rows are written by the store itself, in the commit of what they tell.</summary>
internal static class AuditStore
{
    public static List<StoredAuditRow> List(Session session, string organization, AuditFilter filter, long before, int limit) => session.All<StoredAuditRow>(
        $"SELECT {StoredAuditRow.Columns}, hash AS Hash FROM audit WHERE organization_id = @Organization AND sequence BETWEEN 1 AND @Newest" +
        Where(session, filter) +
        " ORDER BY sequence DESC LIMIT @Limit",
        Values(organization, filter, before, limit));

    /// <summary>How many rows a filter holds.</summary>
    public static long Count(Session session, string organization, AuditFilter filter) => session.One<long>(
        "SELECT COUNT(*) FROM audit WHERE organization_id = @Organization AND sequence BETWEEN 1 AND @Newest" + Where(session, filter), Values(organization, filter, long.MaxValue, 0));

    private static string Where(Session session, AuditFilter filter) =>
        (filter.ClientId is null ? "" : $" AND {session.AuditOfClient}") +
        (filter.Actor is null ? "" : " AND (key_id = @Actor OR name = @Actor OR substr(key_id, 1, @SubjectLength) = @Subject)") +
        (filter.BreakGlass ? " AND break_glass IS NOT NULL" : "") +
        (filter.From is null ? "" : " AND at >= @From") +
        (filter.To is null ? "" : " AND at < @To") +
        (filter.Sequences is null ? "" : " AND sequence IN @Sequences") +
        (filter.Resources is null ? "" : " AND resource IN @Resources");

    private static object Values(string organization, AuditFilter filter, long before, int limit) => new
    {
        Organization = organization,
        Newest = before - 1,
        filter.ClientId,
        filter.Actor,
        Subject = TokenSubject.Beginning(filter.Actor ?? ""),
        SubjectLength = TokenSubject.Beginning(filter.Actor ?? "").Length,
        filter.From,
        filter.To,
        filter.Sequences,
        filter.Resources,
        Limit = limit,
    };

    public static List<StoredAuditRow> Forward(Session session, string organization, long after, int limit) => session.All<StoredAuditRow>(
        $"SELECT {StoredAuditRow.Columns}, hash AS Hash FROM audit WHERE organization_id = @Organization AND sequence > @After ORDER BY sequence LIMIT @Limit",
        new { Organization = organization, After = after, Limit = limit });

    /// <summary>Rows that are committed and not yet in the chain.</summary>
    public static long Waiting(Session session, string organization) =>
        session.One<long>("SELECT COUNT(*) FROM audit WHERE organization_id = @Organization AND sequence < 0", new { Organization = organization });

    /// <summary>The newest row; null for an empty log.</summary>
    public static StoredAuditRow? Newest(Session session, string organization) => session.One<StoredAuditRow>(
        "SELECT sequence AS Sequence, at AS At, hash AS Hash FROM audit WHERE organization_id = @Organization AND sequence > 0 ORDER BY sequence DESC LIMIT 1", new { Organization = organization });
}

/// <summary>Which rows of the audit log are asked for.</summary>
internal sealed record AuditFilter(string? ClientId, string? Actor, long? From, long? To, bool BreakGlass = false)
{
    /// <summary>Only these rows; null for all.</summary>
    public IReadOnlyList<long>? Sequences { get; init; }

    /// <summary>Only rows about one of these paths; null for all.</summary>
    public IReadOnlyList<string>? Resources { get; init; }
}
