using Dapper;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>Numbers and chains the audit rows that wait, in the order of their queue. Only the sealer calls it.</summary>
internal static class AuditSeal
{
    private const int Most = 5000;

    private const string Waiting =
        "SELECT organization_id AS Organization, sequence AS Place, at AS At, key_id AS KeyId, name AS Name, role AS Role, action AS Action, resource AS Resource, " +
        "client_id AS ClientId, outcome AS Outcome, reason AS Reason, origin AS Origin, break_glass AS BreakGlass FROM audit WHERE sequence < 0 ORDER BY sequence DESC LIMIT @Most";

    private const string Heads =
        "SELECT o.organization AS Organization, a.sequence AS Sequence, a.hash AS Hash FROM unnest(@Organizations) AS o (organization) CROSS JOIN LATERAL " +
        "(SELECT sequence, hash FROM audit WHERE organization_id = o.organization AND sequence > 0 ORDER BY sequence DESC LIMIT 1) AS a";

    private const string Number =
        "UPDATE audit AS a SET sequence = s.sequence, hash = s.hash FROM unnest($1, $2, $3, $4) AS s (organization_id, place, sequence, hash) " +
        "WHERE a.organization_id = s.organization_id AND a.sequence = s.place";

    /// <summary>Seals as many as go into one transaction; whether more may wait.</summary>
    public static bool Some(NpgsqlConnection connection)
    {
        var rows = connection.Query<WaitingRow>(Waiting, new { Most }).AsList();
        if (rows.Count == 0)
        {
            return false;
        }

        var organizations = rows.Select(r => r.Organization).Distinct(StringComparer.Ordinal).ToArray();
        var heads = connection.Query<Head>(Heads, new { Organizations = organizations }).ToDictionary(h => h.Organization, StringComparer.Ordinal);
        var sealedRows = rows.ConvertAll(r => heads[r.Organization] = Next(heads.GetValueOrDefault(r.Organization), r));
        using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand(Number);
        LogRows.Column(command, rows, r => r.Organization);
        LogRows.Column(command, rows, r => r.Place);
        LogRows.Column(command, sealedRows, h => h.Sequence);
        LogRows.Column(command, sealedRows, h => h.Hash);
        batch.BatchCommands.Add(command);
        batch.ExecuteNonQuery();
        return rows.Count == Most;
    }

    private static Head Next(Head? newest, WaitingRow row)
    {
        var sequence = (newest?.Sequence ?? 0) + 1;
        var entry = new AuditEntry(row.Organization, row.At, row.KeyId, row.Name, row.Role, row.Action, row.Resource, row.ClientId, row.Outcome, row.Reason, row.Origin, row.BreakGlass);
        return new Head { Organization = row.Organization, Sequence = sequence, Hash = AuditChain.Next(newest?.Hash ?? AuditChain.Start, sequence, entry) };
    }

    private sealed class Head
    {
        public string Organization { get; init; } = "";

        public long Sequence { get; init; }

        public byte[] Hash { get; init; } = [];
    }

    private sealed class WaitingRow
    {
        public string Organization { get; init; } = "";

        public long Place { get; init; }

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
    }
}
