using Dapper;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>Numbers and chains the audit rows that wait, in the order of their queue. Only the sealer calls it.</summary>
internal static class AuditSeal
{
    private const int Most = 5000;

    private const string Waiting = $"SELECT {StoredAuditRow.Columns} FROM audit WHERE sequence < 0 ORDER BY sequence DESC LIMIT @Most";

    private const string Heads =
        "SELECT o.organization AS Organization, a.sequence AS Sequence, a.hash AS Hash FROM unnest(@Organizations) AS o (organization) CROSS JOIN LATERAL " +
        "(SELECT sequence, hash FROM audit WHERE organization_id = o.organization AND sequence > 0 ORDER BY sequence DESC LIMIT 1) AS a";

    private const string Number =
        "UPDATE audit AS a SET sequence = s.sequence, hash = s.hash FROM unnest($1, $2, $3, $4) AS s (organization_id, place, sequence, hash) " +
        "WHERE a.organization_id = s.organization_id AND a.sequence = s.place";

    /// <summary>Seals as many as go into one transaction; whether more may wait.</summary>
    public static bool Some(NpgsqlConnection connection)
    {
        var rows = connection.Query<StoredAuditRow>(Waiting, new { Most }).AsList();
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
        LogRows.Column(command, rows, r => r.Sequence);
        LogRows.Column(command, sealedRows, h => h.Sequence);
        LogRows.Column(command, sealedRows, h => h.Hash);
        batch.BatchCommands.Add(command);
        batch.ExecuteNonQuery();
        return rows.Count == Most;
    }

    private static Head Next(Head? newest, StoredAuditRow row)
    {
        var sequence = (newest?.Sequence ?? 0) + 1;
        return new Head { Organization = row.Organization, Sequence = sequence, Hash = AuditChain.Next(newest?.Hash ?? AuditChain.Start, sequence, row.ToEntry()) };
    }

    private sealed class Head
    {
        public string Organization { get; init; } = "";

        public long Sequence { get; init; }

        public byte[] Hash { get; init; } = [];
    }
}
