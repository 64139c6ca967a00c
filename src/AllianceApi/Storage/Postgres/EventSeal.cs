using Dapper;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>Numbers the events that wait, in the order of their queue. Only the sealer calls it.</summary>
internal static class EventSeal
{
    private const int Most = 5000;

    private const string Waiting =
        "SELECT organization_id AS Organization, sequence AS Place FROM events WHERE sequence < 0 ORDER BY sequence DESC LIMIT @Most";

    private const string Heads = "SELECT organization_id AS Organization, sequence AS Sequence FROM event_heads WHERE organization_id = ANY(@Organizations)";

    private const string Number =
        "UPDATE events AS e SET sequence = s.sequence FROM unnest($1, $2, $3) AS s (organization_id, place, sequence) " +
        "WHERE e.organization_id = s.organization_id AND e.sequence = s.place";

    private const string Keep =
        "INSERT INTO event_heads (organization_id, sequence) SELECT h.organization_id, h.sequence FROM unnest($1, $2) AS h (organization_id, sequence) " +
        "ON CONFLICT (organization_id) DO UPDATE SET sequence = excluded.sequence";

    /// <summary>Seals as many as go into one transaction; whether more may wait.</summary>
    public static bool Some(NpgsqlConnection connection)
    {
        var rows = connection.Query<WaitingRow>(Waiting, new { Most }).AsList();
        if (rows.Count == 0)
        {
            return false;
        }

        var organizations = rows.Select(r => r.Organization).Distinct(StringComparer.Ordinal).ToArray();
        var heads = connection.Query<Head>(Heads, new { Organizations = organizations }).ToDictionary(h => h.Organization, h => h.Sequence, StringComparer.Ordinal);
        var numbers = rows.ConvertAll(r => heads[r.Organization] = heads.GetValueOrDefault(r.Organization) + 1);
        using var batch = new NpgsqlBatch(connection);
        var number = new NpgsqlBatchCommand(Number);
        LogRows.Column(number, rows, r => r.Organization);
        LogRows.Column(number, rows, r => r.Place);
        LogRows.Column(number, numbers, n => n);
        batch.BatchCommands.Add(number);
        var keep = new NpgsqlBatchCommand(Keep);
        LogRows.Column(keep, organizations, o => o);
        LogRows.Column(keep, organizations, o => heads[o]);
        batch.BatchCommands.Add(keep);
        batch.ExecuteNonQuery();
        return rows.Count == Most;
    }

    private sealed class Head
    {
        public string Organization { get; init; } = "";

        public long Sequence { get; init; }
    }

    private sealed class WaitingRow
    {
        public string Organization { get; init; } = "";

        public long Place { get; init; }
    }
}
