using System.Data.Common;
using System.Text;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Hosting;

/// <summary>All that the store of a running service holds, but its log, what it keeps against keys of requests, secrets of its own that it makes when first asked, and how far its webhooks are, which moves by itself.</summary>
internal static class StoredContent
{
    private static readonly string[] NotLookedAt = ["audit", "idempotency", "store_secrets", "webhooks", "webhook_deliveries"];

    public static async Task<string> Of(RunningService service)
    {
        await service.Services.GetRequiredService<Database>().Settle(default); // events may wait for their numbers
        await using var connection = service.Connect();
        var text = new StringBuilder();
        var tables = await Rows(connection, service.Kind == Store.Sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        foreach (var table in tables.Except(NotLookedAt).Order(StringComparer.Ordinal))
        {
            text.Append(table).AppendLine().AppendJoin('\n', (await Rows(connection, $"SELECT * FROM {table}")).Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }

    private static async Task<List<string>> Rows(DbConnection connection, string sql)
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
