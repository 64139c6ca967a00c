using System.Net.Sockets;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>What an error of PostgreSQL means for the work that met it.</summary>
internal enum PostgresFault
{
    /// <summary>The work itself is at fault; it would fail again.</summary>
    OfTheWork,

    /// <summary>Others worked on the same rows at the same time. Run again, the work sees what they did.</summary>
    Race,

    /// <summary>The server is gone, restarting, or out of something. Later it may go.</summary>
    Unavailable,
}

/// <summary>Tells the faults apart.</summary>
internal static class PostgresFaults
{
    private const string UniqueViolation = PostgresErrorCodes.UniqueViolation;
    private const string ForeignKeyViolation = PostgresErrorCodes.ForeignKeyViolation;

    public static PostgresFault Of(Exception e) => e switch
    {
        RaceLostException => PostgresFault.Race,
        PostgresException p => Of(p.SqlState),
        NpgsqlException or SocketException or IOException or TimeoutException => PostgresFault.Unavailable,
        _ => PostgresFault.OfTheWork,
    };

    /// <summary>Whether a key was violated: a race that was lost, or, if it happens each time, a fault of the work.</summary>
    public static bool IsKey(Exception e) => e is PostgresException { SqlState: UniqueViolation or ForeignKeyViolation };

    /// <summary>Whether the server may have committed although it reported this: it is going down, or did not answer at all.</summary>
    public static bool LeavesOpen(Exception e) => e is not PostgresException p || p.InvariantSeverity is "FATAL" or "PANIC";

    // Classes 08 connection, 25006 read-only server (a standby since a failover), 53 resources, 57 operator, 58 system, XX internal.
    private static PostgresFault Of(string state) => state switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or UniqueViolation or ForeignKeyViolation => PostgresFault.Race,
        PostgresErrorCodes.ReadOnlySqlTransaction => PostgresFault.Unavailable,
        _ when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57", StringComparison.Ordinal)
            || state.StartsWith("58", StringComparison.Ordinal) || state.StartsWith("XX", StringComparison.Ordinal) => PostgresFault.Unavailable,
        _ => PostgresFault.OfTheWork,
    };
}
