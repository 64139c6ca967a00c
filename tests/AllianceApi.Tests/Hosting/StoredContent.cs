using System.Text;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Tests.Hosting;

/// <summary>All that the file of a running service holds, but its log and what it keeps against keys of requests.</summary>
internal static class StoredContent
{
    public static async Task<string> Of(RunningService service)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(service.Folder, "alliance.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var text = new StringBuilder();
        var tables = await Rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('audit', 'idempotency') ORDER BY name");
        foreach (var table in tables)
        {
            text.Append(table).AppendLine().AppendJoin('\n', await Rows(connection, $"SELECT * FROM {table}")).AppendLine();
        }

        return text.ToString();
    }

    private static async Task<List<string>> Rows(SqliteConnection connection, string sql)
    {
        var rows = new List<string>();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names are the schema's own
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexStringLower(bytes) : $"{reader.GetValue(i)}")));
        }

        return rows;
    }
}
