using Npgsql;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace AllianceApi.Tests.Running;

/// <summary>
/// The PostgreSQL that tests run on: the one that ALLIANCE_TEST_POSTGRES names (a connection string in which {db} stands for the
/// database), else one that is started for this run where PostgreSQL is installed. Where there is none its tests are skipped
/// aloud; with REQUIRE_POSTGRES=1 they fail.
/// </summary>
internal static class Postgres
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("ALLIANCE_TEST_POSTGRES");
    private static readonly Lazy<PostgresServer> Server = new(() => new PostgresServer(durable: false));
    private static readonly Lazy<string> Migrated = new(MakeTemplate);

    /// <summary>Why there is no PostgreSQL to test on; null where there is one, or must be.</summary>
    public static string? Lacking { get; } =
        Given is null && PostgresServer.Programs() is null && Environment.GetEnvironmentVariable("REQUIRE_POSTGRES") != "1"
            ? "PostgreSQL is not installed here (Debian: postgresql), and ALLIANCE_TEST_POSTGRES names none."
            : null;

    /// <summary>Connection string; <c>{db}</c> stands for the name of the database.</summary>
    public static string Text => Given ?? Server.Value.Text;

    /// <summary>A database with the newest schema and nothing in it, of which others are copied.</summary>
    public static string Template => Migrated.Value;

    /// <summary>Runs a statement outside all databases of tests.</summary>
    public static void Order(string server, string sql)
    {
        using var connection = new NpgsqlConnection(server.Replace("{db}", "postgres", StringComparison.Ordinal) + ";Pooling=false;Command Timeout=180");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names are made here
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Removes a database, where the server still answers.</summary>
    public static void Forget(string server, string database)
    {
        try
        {
            Order(server, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        }
        catch (NpgsqlException e)
        {
            TestContext.Out.WriteLine($"The database {database} was left behind: {e.Message}");
        }
    }

    private static string MakeTemplate()
    {
        var store = TestStore.OnPostgres(Text);
        store.Migrate();
        Directory.Delete(store.Folder, recursive: true);
        return new NpgsqlConnectionStringBuilder(store.Connection).Database!;
    }

    public static void Stop()
    {
        if (Given is not null && Migrated.IsValueCreated)
        {
            Forget(Given, Template);
        }

        if (Server.IsValueCreated)
        {
            Server.Value.Dispose();
        }
    }
}

/// <summary>Marks tests that need PostgreSQL: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsPostgresAttribute : NUnitAttribute, IApplyToTest
{
    public void ApplyToTest(Test test)
    {
        if (Postgres.Lacking is { } reason)
        {
            test.RunState = RunState.Ignored;
            test.Properties.Set(PropertyNames.SkipReason, reason);
        }
    }
}
