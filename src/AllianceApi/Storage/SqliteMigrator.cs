using Dapper;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// Brings a database file to the newest schema: each step in a transaction of its own that also records it, begun with the
/// write lock so that two starters never run one step twice. A step that was applied and has changed since stops the start.
/// </summary>
internal sealed class SqliteMigrator(SqliteFile file, TimeProvider clock, ILogger<SqliteMigrator> log)
{
    private const string Ledger =
        "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT";

    /// <summary>The steps that are still to be taken.</summary>
    public IReadOnlyList<Migration> Pending()
    {
        if (!File.Exists(file.Path))
        {
            return Migration.For("sqlite");
        }

        using var connection = file.OpenWriter();
        return Pending(connection, Migration.For("sqlite"));
    }

    /// <summary>Takes them.</summary>
    /// <exception cref="MigrationException">An applied step has changed, or the file is from a newer program.</exception>
    public void Migrate() => Migrate(Migration.For("sqlite"));

    public void Migrate(IReadOnlyList<Migration> all)
    {
        using var connection = file.OpenWriter();
        foreach (var migration in Pending(connection, all))
        {
            Apply(connection, migration);
        }
    }

    private static List<Migration> Pending(PreparedConnection connection, IReadOnlyList<Migration> all)
    {
        if (connection.QueryFirst<long>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'") == 0)
        {
            return [.. all];
        }

        var applied = connection.Query<Applied>("SELECT number AS Number, name AS Name, hash AS Hash FROM schema_migrations ORDER BY number").AsList();
        foreach (var step in applied)
        {
            var known = all.FirstOrDefault(m => m.Number == step.Number)
                ?? throw new MigrationException($"The database has migration {step.Name}, which this program does not know: it is from a newer version.");
            if (known.Hash != step.Hash)
            {
                throw new MigrationException($"Migration {known.Name} was applied with other content. An applied migration never changes; add a new one.");
            }
        }

        return [.. all.Where(m => applied.TrueForAll(a => a.Number != m.Number))];
    }

    private void Apply(PreparedConnection connection, Migration migration)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute(Ledger);
            if (connection.QueryFirst<long>("SELECT COUNT(*) FROM schema_migrations WHERE number = @Number", new { migration.Number }) == 0)
            {
                using (var script = connection.Inner.CreateCommand())
                {
                    script.CommandText = migration.Sql;
                    script.ExecuteNonQuery();
                }

                Dapper.SqlMapper.Execute(
                    connection,
                    "INSERT INTO schema_migrations (number, name, hash, applied_at) VALUES (@Number, @Name, @Hash, @Now)",
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

    private sealed class Applied
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public string Hash { get; init; } = "";
    }
}

/// <summary>The schema of the store and this program do not fit.</summary>
internal sealed class MigrationException(string message) : Exception(message);
