using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AllianceApi.Storage;

/// <summary>The database file: how its connections are opened, and what the codes of SQLite mean for a work.</summary>
internal sealed class SqliteFile(string connectionString)
{
    private const int Busy = 5;
    private const int Constraint = 19;
    private const int Misuse = 21;
    private const int Mismatch = 20;
    private const int LogicError = 1;
    private const int TooBig = 18;
    private const int Range = 25;

    // In KiB. There are as many readers as requests that read at once, and what they miss is in the memory of the system.
    private const int CacheOfWriter = 16_000;
    private const int CacheOfReader = 2_000;

    // In pages: 240 MB.
    private const int LongestLog = 60_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // A connection is never used by two threads at once, so SQLite need not lock it at every call; nor count its memory.
    static SqliteFile()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    /// <summary>Path of the write-ahead log beside it.</summary>
    public string LogPath => Path + "-wal";

    /// <summary>Brings all that is committed into the database file and to disk.</summary>
    /// <exception cref="StoreUnavailableException">It is not all there.</exception>
    public void BringToDisk(PreparedConnection connection)
    {
        if (connection.Repeated("PRAGMA wal_checkpoint(TRUNCATE)").Read([], r => r.Number(0))[0] != 0)
        {
            throw new StoreUnavailableException("The store can not be written.");
        }
    }

    public PreparedConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        UseLog(connection);
        connection.Execute("PRAGMA secure_delete = ON");
        connection.Execute("PRAGMA synchronous = NORMAL"); // the wait for the disk at a commit is the flusher's
        connection.Execute($"PRAGMA wal_autocheckpoint = {LongestLog}"); // where nothing brings it into the file before
        return connection;
    }

    /// <summary>A connection that brings the log into the file, beside the writer.</summary>
    public PreparedConnection OpenForCheckpoints()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA synchronous = NORMAL");
        return connection;
    }

    /// <summary>How many pages the connection has added to the log since it was asked before.</summary>
    public static int PagesWritten(PreparedConnection connection)
    {
        _ = raw.sqlite3_db_status(connection.Inner.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    public PreparedConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA query_only = ON");
        return connection;
    }

    /// <summary>Whether an error is the work's own (a broken constraint, a wrong statement) and no sign that the file is in trouble.</summary>
    public static bool IsFaultOfOneWork(SqliteException e) => e.SqliteErrorCode is Constraint or Misuse or Mismatch or LogicError or TooBig or Range;

    // The first change of a new file to its log takes the whole file. SQLite does not wait for that as it waits for other locks, and
    // two starters may meet here.
    private static void UseLog(PreparedConnection connection)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                connection.Execute("PRAGMA journal_mode = WAL");
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Busy && Stopwatch.GetElapsedTime(began) < LongestWait)
            {
                // For a turn to write it does wait.
                connection.Execute("BEGIN IMMEDIATE");
                connection.Execute("COMMIT");
            }
        }
    }

    private PreparedConnection Open(SqliteOpenMode mode)
    {
        if (mode == SqliteOpenMode.ReadWriteCreate)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        }

        var text = new SqliteConnectionStringBuilder(connectionString) { Mode = mode, Pooling = false, ForeignKeys = true, DefaultTimeout = (int)LongestWait.TotalSeconds };
        var inner = new SqliteConnection(text.ToString());
        inner.Open();
        var connection = new PreparedConnection(inner);
        connection.Execute($"PRAGMA busy_timeout = {(int)LongestWait.TotalMilliseconds}");
        connection.Execute($"PRAGMA cache_size = -{(mode == SqliteOpenMode.ReadWriteCreate ? CacheOfWriter : CacheOfReader)}");
        return connection;
    }
}
