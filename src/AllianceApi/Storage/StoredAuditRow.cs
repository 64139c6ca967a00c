namespace AllianceApi.Storage;

/// <summary>A row of the audit log as it lies in the store; its hash is empty as long as it is not chained.</summary>
internal sealed class StoredAuditRow
{
    /// <summary>What a query selects to fill a row; the hash is named apart by those who need it.</summary>
    public const string Columns =
        "organization_id AS Organization, sequence AS Sequence, at AS At, key_id AS KeyId, name AS Name, role AS Role, action AS Action, resource AS Resource, " +
        "client_id AS ClientId, outcome AS Outcome, reason AS Reason, origin AS Origin, break_glass AS BreakGlass";

    public string Organization { get; init; } = "";

    public long Sequence { get; init; }

    public long At { get; init; }

    public string KeyId { get; init; } = "";

    public string Name { get; init; } = "";

    public string Role { get; init; } = "";

    public string Action { get; init; } = "";

    public string Resource { get; init; } = "";

    public string? ClientId { get; init; }

    public string Outcome { get; init; } = "";

    public string? Reason { get; init; }

    public string Origin { get; init; } = "";

    public string? BreakGlass { get; init; }

    public byte[] Hash { get; init; } = [];

    public AuditEntry ToEntry() => new(Organization, At, KeyId, Name, Role, Action, Resource, ClientId, Outcome, Reason, Origin, BreakGlass);
}
