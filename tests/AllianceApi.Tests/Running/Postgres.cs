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
    private static readonly Lazy<PostgresServer> Server = new(() => new PostgresServer());

    /// <summary>Why there is no PostgreSQL to test on; null where there is one, or must be.</summary>
    public static string? Lacking { get; } =
        Given is null && PostgresServer.Programs() is null && Environment.GetEnvironmentVariable("REQUIRE_POSTGRES") != "1"
            ? "PostgreSQL is not installed here (Debian: postgresql), and ALLIANCE_TEST_POSTGRES names none."
            : null;

    /// <summary>Connection string; <c>{db}</c> stands for the name of the database.</summary>
    public static string Text => Given ?? Server.Value.Text;

    public static void Stop()
    {
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
