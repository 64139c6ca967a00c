using Dapper;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>
/// Brings a PostgreSQL database to the newest schema: each step in a transaction of its own, under a lock, so that two never run
/// one step twice. It runs by command, not by itself: instances of the version before may still be at work.
/// </summary>
internal sealed class PostgresMigrator(PostgresSource source, TimeProvider clock, ILogger<PostgresMigrator> log) : Migrator("postgres")
{
    private const long Lock = 0x0A11_1A4C_E000_0001;

    private const string Ledger =
        "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)";

    /// <summary>Refuses the start where steps are pending.</summary>
    public override void Prepare()
    {
        if (Pending() is { Count: > 0 } pending)
        {
            throw new MigrationException($"The store lacks {string.Join(", ", pending.Select(m => m.Name))}. Run: AllianceApi migrate");
        }
    }

    public override void PrepareReading() => Prepare();

    public override IReadOnlyList<Migration> Pending(IReadOnlyList<Migration> all) => Connected(connection => Pending(connection, all));

    public override void Migrate(IReadOnlyList<Migration> all) => Connected(connection =>
    {
        foreach (var migration in Pending(connection, all))
        {
            Apply(connection, migration);
        }

        return true;
    });

    private static List<Migration> Pending(NpgsqlConnection connection, IReadOnlyList<Migration> all) =>
        connection.ExecuteScalar<bool>("SELECT to_regclass('schema_migrations') IS NOT NULL")
            ? Pending(connection.Query<Applied>(ReadLedger).AsList(), all)
            : [.. all];

    private void Apply(NpgsqlConnection connection, Migration migration)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("SELECT pg_advisory_xact_lock(@Lock)", new { Lock });
        connection.Execute(Ledger);
        if (connection.ExecuteScalar<long>(CountStep, new { migration.Number }) == 0)
        {
            connection.Execute(migration.Sql);
            connection.Execute(WriteLedger, new { migration.Number, migration.Name, migration.Hash, Now = Hosting.Instant.ToStore(clock.GetUtcNow()) });
        }

        transaction.Commit();
        StoreLog.Migrated(log, migration.Name);
    }

    private T Connected<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            using var connection = source.Open();
            return work(connection);
        }
        catch (NpgsqlException e)
        {
            throw new StoreUnavailableException($"PostgreSQL at {source.Place}: {e.Message}", e);
        }
    }
}
