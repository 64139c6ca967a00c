namespace AllianceApi.Storage;

/// <summary>
/// Numbers and chains the audit rows of one commit. There is one per writer: it remembers the newest row of each organization,
/// and forgets them all when a commit fails.
/// </summary>
internal sealed class AuditLog
{
    private const string FindHead = "SELECT sequence AS Sequence, hash AS Hash FROM audit WHERE organization_id = @Organization ORDER BY sequence DESC LIMIT 1";

    private const string Append =
        "INSERT INTO audit (organization_id, sequence, at, key_id, name, role, action, resource, client_id, outcome, reason, origin, break_glass, hash) " +
        "VALUES (@Organization, @Sequence, @At, @KeyId, @Name, @Role, @Action, @Resource, @ClientId, @Outcome, @Reason, @Origin, @BreakGlass, @Hash)";

    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);

    public void Seal(Session session, IReadOnlyList<AuditEntry> entries) => session.RunEach(Append, entries, e =>
    {
        if (!_heads.TryGetValue(e.Organization, out var head))
        {
            head = session.One<Head>(FindHead, new { e.Organization }) ?? new Head { Hash = AuditChain.Start };
        }

        var sequence = head.Sequence + 1;
        var hash = AuditChain.Next(head.Hash, sequence, e);
        _heads[e.Organization] = new Head { Sequence = sequence, Hash = hash };
        return [e.Organization, sequence, e.At, e.KeyId, e.Name, e.Role, e.Action, e.Resource, e.ClientId, e.Outcome, e.Reason, e.Origin, e.BreakGlass, hash];
    });

    public void Forget() => _heads.Clear();

    private sealed class Head
    {
        public long Sequence { get; init; }

        public byte[] Hash { get; init; } = [];
    }
}
