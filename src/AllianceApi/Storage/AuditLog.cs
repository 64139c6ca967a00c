namespace AllianceApi.Storage;

/// <summary>
/// Numbers and chains the audit rows of one commit, and keeps the index of the log by client. There is one per writer: it remembers
/// the newest row of each organization, and forgets them all when a commit fails.
/// </summary>
internal sealed class AuditLog
{
    /// <summary>Which rows of <c>@Organization</c> are about <c>@ClientId</c>: those of the index, and those that came after it.</summary>
    public const string OfClient =
        "client_id = @ClientId AND sequence IN (SELECT sequence FROM audit_by_client WHERE organization_id = @Organization AND client_id = @ClientId " +
        "UNION ALL SELECT sequence FROM audit WHERE organization_id = @Organization AND client_id = @ClientId " +
        "AND sequence > COALESCE((SELECT sequence FROM audit_indexed WHERE organization_id = @Organization), 0))";

    /// <summary>
    /// How many rows join the index at a time. Rows of one client then share a page of it, and who asks has as many rows of the log
    /// to look through.
    /// </summary>
    private const int Bunch = 4096;

    private const string FindHead = "SELECT sequence AS Sequence, hash AS Hash FROM audit WHERE organization_id = @Organization ORDER BY sequence DESC LIMIT 1";

    private const string FindIndexed = "SELECT sequence FROM audit_indexed WHERE organization_id = @Organization";

    private const string Append =
        "INSERT INTO audit (organization_id, sequence, at, key_id, name, role, action, resource, client_id, outcome, reason, origin, break_glass, hash) " +
        "VALUES (@Organization, @Sequence, @At, @KeyId, @Name, @Role, @Action, @Resource, @ClientId, @Outcome, @Reason, @Origin, @BreakGlass, @Hash)";

    private const string Index =
        "INSERT INTO audit_by_client (organization_id, client_id, sequence) SELECT organization_id, client_id, sequence FROM audit " +
        "WHERE organization_id = @Organization AND sequence > @Indexed AND sequence <= @Sequence AND client_id IS NOT NULL ORDER BY client_id, sequence";

    private const string KeepIndexed =
        "INSERT INTO audit_indexed (organization_id, sequence) VALUES (@Organization, @Sequence) ON CONFLICT (organization_id) DO UPDATE SET sequence = excluded.sequence";

    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);

    public void Seal(Session session, IReadOnlyList<AuditEntry> entries) => session.RunEach(Append, entries, e =>
    {
        if (!_heads.TryGetValue(e.Organization, out var head))
        {
            _heads[e.Organization] = head = Find(session, e.Organization);
        }

        var hash = AuditChain.Next(head.Hash, head.Sequence + 1, e);
        (head.Sequence, head.Hash) = (head.Sequence + 1, hash);
        return [e.Organization, head.Sequence, e.At, e.KeyId, e.Name, e.Role, e.Action, e.Resource, e.ClientId, e.Outcome, e.Reason, e.Origin, e.BreakGlass, hash];
    });

    /// <summary>Brings the index by client up to date where a bunch has come together; once for each commit, after the last of its rows.</summary>
    public void Keep(Session session)
    {
        foreach (var (organization, head) in _heads)
        {
            if (head.Sequence - head.Indexed >= Bunch)
            {
                session.RunOne(Index, organization, head.Indexed, head.Sequence);
                session.RunOne(KeepIndexed, organization, head.Sequence);
                head.Indexed = head.Sequence;
            }
        }
    }

    public void Forget() => _heads.Clear();

    private static Head Find(Session session, string organization)
    {
        var head = session.One<Head>(FindHead, new { Organization = organization }) ?? new Head { Hash = AuditChain.Start };
        head.Indexed = session.One<long?>(FindIndexed, new { Organization = organization }) ?? 0;
        return head;
    }

    private sealed class Head
    {
        public long Sequence { get; set; }

        public byte[] Hash { get; set; } = [];

        public long Indexed { get; set; }
    }
}
