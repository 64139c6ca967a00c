using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>The two stores have one schema, and it can be partitioned by organization.</summary>
internal sealed class SchemaTests
{
    [Test]
    public void Migrations_have_the_same_names_in_both_folders_and_numbers_without_a_gap()
    {
        var sqlite = Migration.For("sqlite");
        Assert.That(Migration.For("postgres").Select(m => m.Name), Is.EqualTo(sqlite.Select(m => m.Name)));
        Assert.That(sqlite.Select(m => m.Number), Is.EqualTo(Enumerable.Range(1, sqlite.Count)));
    }

    [Test]
    [NeedsPostgres]
    public async Task Tables_and_columns_are_the_same()
    {
        var sqlite = await Ask(
            Store.Sqlite,
            "SELECT t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' " +
            "AND t.name NOT IN ('audit_by_client', 'audit_indexed')"); // an index in all but name: the server keeps its own
        var postgres = await Ask(Store.Postgres, "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'");
        Assert.That(postgres, Is.EquivalentTo(sqlite));
    }

    [Test]
    [NeedsPostgres]
    public async Task Every_unique_key_begins_with_the_organization()
    {
        var other = await Ask(
            Store.Postgres,
            "SELECT i.indrelid::regclass::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] JOIN pg_class c ON c.oid = i.indrelid " +
            "WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace AND a.attname <> 'organization_id'");
        Assert.That(other, Is.EquivalentTo(new[] { "schema_migrations", "store_secrets", "master_keys", "sealing" }));
    }

    private static async Task<List<string>> Ask(Store kind, string sql)
    {
        using var store = TestStore.Make(kind);
        await using var service = await RunningService.Start(store);
        return await service.Services.GetRequiredService<Database>().Read(s => s.All<string>(sql), default);
    }
}
