using Dapper;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// Brings a database file to the newest schema by itself at the start: each step in a transaction of its own that also records
/// it, begun with the write lock so that two starters never run one step twice.
/// </summary>
internal sealed class SqliteMigrator(SqliteFile file, TimeProvider clock, ILogger<SqliteMigrator> log) : Migrator("sqlite")
{
    private const string Ledger =
        "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT";

    public override void Prepare() => Migrate();

    public override IReadOnlyList<Migration> Pending(IReadOnlyList<Migration> all)
    {
        if (!File.Exists(file.Path))
        {
            return all;
        }

        using var connection = file.OpenWriter();
        return Pending(connection, all);
    }

    public override void Migrate(IReadOnlyList<Migration> all)
    {
        using var connection = file.OpenWriter();
        foreach (var migration in Pending(connection, all))
        {
            Apply(connection, migration);
        }
    }

    private static List<Migration> Pending(PreparedConnection connection, IReadOnlyList<Migration> all) =>
        connection.QueryFirst<long>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'") == 0
            ? [.. all]
            : Pending(connection.Query<Applied>(ReadLedger).AsList(), all);

    private void Apply(PreparedConnection connection, Migration migration)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute(Ledger);
            if (connection.QueryFirst<long>(CountStep, new { migration.Number }) == 0)
            {
                using (var script = connection.Inner.CreateCommand())
                {
                    script.CommandText = migration.Sql;
                    script.ExecuteNonQuery();
                }

                Dapper.SqlMapper.Execute(
                    connection,
                    WriteLedger,
                    new { migration.Number, migration.Name, migration.Hash, Now = Hosting.Instant.ToStore(clock.GetUtcNow()) });
            }

            connection.Execute("COMMIT");
            StoreLog.Migrated(log, migration.Name);
        }
        catch (SqliteException)
        {
            connection.Execute("ROLLBACK");
            throw;
        }
    }
}
