using Dapper;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>
/// Numbers the events that wait, in the order of their queue. Where a work began before one whose changes were shown already, and
/// was committed after it, its changes get an instant of their own behind those. Only the sealer calls it.
/// </summary>
internal static class EventSeal
{
    private const int Most = 5000;

    private const string Waiting =
        "SELECT organization_id AS Organization, sequence AS Place, at AS At, episode_id AS EpisodeId, resource AS Resource FROM events WHERE sequence < 0 ORDER BY sequence DESC LIMIT @Most";

    private const string Heads = "SELECT organization_id AS Organization, sequence AS Sequence, changed_at AS ChangedAt FROM event_heads WHERE organization_id = ANY(@Organizations)";

    private const string Number =
        "UPDATE events AS e SET sequence = s.sequence FROM unnest($1, $2, $3) AS s (organization_id, place, sequence) " +
        "WHERE e.organization_id = s.organization_id AND e.sequence = s.place";

    private const string Keep =
        "INSERT INTO event_heads (organization_id, sequence, changed_at) SELECT h.organization_id, h.sequence, h.changed_at FROM unnest($1, $2, $3) AS h (organization_id, sequence, changed_at) " +
        "ON CONFLICT (organization_id) DO UPDATE SET sequence = excluded.sequence, changed_at = excluded.changed_at";

    private const string ResponsePath = "/v1/responses/";
    private const int SeriesPlace = 3;

    // What was recorded at the instant of the event by the work that the event tells of.
    private static readonly string[] Restamp =
    [
        Moved("responses", "response_id"),
        Moved("response_revisions", "response_id"),
        Moved("response_revisions", "response_id", "superseded_at"),
        Moved("series", "episode_id"),
    ];

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
        using var batch = new NpgsqlBatch(connection);
        AddLate(batch, [.. rows.Where(r => heads.TryGetValue(r.Organization, out var head) && r.At <= head.ChangedAt)], heads);
        var newest = organizations.ToDictionary(o => o, o => Next(heads.GetValueOrDefault(o), o, rows), StringComparer.Ordinal);
        var counted = organizations.ToDictionary(o => o, o => heads.GetValueOrDefault(o)?.Sequence ?? 0, StringComparer.Ordinal);
        var numbers = rows.ConvertAll(r => ++counted[r.Organization]);
        var number = new NpgsqlBatchCommand(Number);
        LogRows.Column(number, rows, r => r.Organization);
        LogRows.Column(number, rows, r => r.Place);
        LogRows.Column(number, numbers, n => n);
        batch.BatchCommands.Add(number);
        var keep = new NpgsqlBatchCommand(Keep);
        LogRows.Column(keep, organizations, o => o);
        LogRows.Column(keep, organizations, o => counted[o]);
        LogRows.Column(keep, organizations, o => newest[o]);
        batch.BatchCommands.Add(keep);
        batch.ExecuteNonQuery();
        return rows.Count == Most;
    }

    // All of one pass are shown at once, so that one instant will do for those that come late.
    private static void AddLate(NpgsqlBatch batch, IReadOnlyList<WaitingRow> late, Dictionary<string, Head> heads)
    {
        if (late.Count == 0)
        {
            return;
        }

        foreach (var (sql, i) in Restamp.Select((s, i) => (s, i)))
        {
            var named = i == SeriesPlace ? late : [.. late.Where(r => r.Resource.StartsWith(ResponsePath, StringComparison.Ordinal))];
            var command = new NpgsqlBatchCommand(sql);
            LogRows.Column(command, named, r => r.Organization);
            LogRows.Column(command, named, r => i == SeriesPlace ? r.EpisodeId : r.Resource[ResponsePath.Length..]);
            LogRows.Column(command, named, r => r.At);
            LogRows.Column(command, named, r => heads[r.Organization].ChangedAt + 1);
            batch.BatchCommands.Add(command);
        }
    }

    private static long Next(Head? head, string organization, List<WaitingRow> rows)
    {
        var shown = head?.ChangedAt ?? 0;
        return rows.Where(r => r.Organization == organization).Max(r => r.At <= shown ? shown + 1 : r.At);
    }

    private static string Moved(string table, string key, string instant = "recorded_at") =>
        $"UPDATE {table} AS t SET {instant} = l.stamp FROM (SELECT DISTINCT * FROM unnest($1, $2, $3, $4) AS u (organization_id, id, at, stamp)) AS l " +
        $"WHERE t.organization_id = l.organization_id AND t.{key} = l.id AND t.{instant} = l.at";

    private sealed class Head
    {
        public string Organization { get; init; } = "";

        public long Sequence { get; init; }

        public long ChangedAt { get; init; }
    }

    private sealed class WaitingRow
    {
        public string Organization { get; init; } = "";

        public long Place { get; init; }

        public long At { get; init; }

        public string EpisodeId { get; init; } = "";

        public string Resource { get; init; } = "";
    }
}
