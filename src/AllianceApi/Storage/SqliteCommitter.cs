using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// Runs and commits the statements of one group on a thread of its own, while the writer runs the works of the next: what is
/// computed for a form and what SQLite does for it take about as long. It has the one connection that writes. Where the works of a
/// group have to ask the database, the writer uses that connection itself, while nothing is done here.
/// </summary>
internal sealed class SqliteCommitter : IDisposable
{
    private readonly SqliteFile _file;
    private readonly WorkQueue _queue;
    private readonly SqliteFlusher _flusher;
    private readonly SqliteCheckpoint _checkpoint;
    private readonly Thread _thread;
    private readonly SoleWaiter _own = new(looks: 10);
    private PreparedConnection? _connection;
    private long _version;
    private long _state;
    private long _others;
    private volatile WorkGroup? _given;
    private volatile FailedGroup? _failed;
    private volatile bool _isStopping;

    public SqliteCommitter(SqliteFile file, WorkQueue queue, TimeProvider clock, StoreMetrics metrics, ILogger log)
    {
        (_file, _queue) = (file, queue);
        _flusher = new SqliteFlusher(file.LogPath, clock, metrics, log);
        _checkpoint = new SqliteCheckpoint(file, log);
        _thread = new Thread(CommitForEver) { IsBackground = true, Name = "store committer" };
        _thread.Start();
    }

    /// <summary>Another number than before whenever something but audit rows and their like was, or may have been, written.</summary>
    public long State => Volatile.Read(ref _state);

    /// <summary>Another number than before whenever another process wrote; up to date in what a group that is committed has seen.</summary>
    public long Others => Volatile.Read(ref _others);

    /// <summary>Whether no group is being committed here.</summary>
    public bool IsIdle => _given is null;

    /// <summary>Whether the group that was given last came to nothing; it waits to be taken back by <see cref="TakeFailed"/>.</summary>
    public bool HasFailed => _failed is not null;

    /// <summary>Whether no group can be committed right now, because as many as can be are on their way to disk.</summary>
    public bool IsDiskBusy => _flusher.IsBusy;

    /// <summary>Waits until there is room on the way to disk.</summary>
    public void WaitForDisk() => _flusher.Wait();

    /// <summary>Takes over a group whose works have run, once the one before is committed.</summary>
    /// <exception cref="GroupStaleException">The group before it came to nothing.</exception>
    public void Give(WorkGroup group)
    {
        WaitForTurn();
        _given = group;
        _own.Wake();
    }

    /// <summary>The group that came to nothing, once; null where all went well.</summary>
    public FailedGroup? TakeFailed()
    {
        _queue.WaitUntil(() => IsIdle);
        (var failed, _failed) = (_failed, null);
        return failed;
    }

    /// <summary>Opens the transaction of a group for the writer's own use, once the group before is committed.</summary>
    /// <exception cref="GroupStaleException">The group before came to nothing, or another process wrote.</exception>
    public PreparedConnection Begin()
    {
        WaitForTurn();
        var connection = _connection ??= Open();
        BeginOn(connection);
        return connection;
    }

    /// <summary>Commits a group that the writer ran itself.</summary>
    public void Commit(WorkGroup group) => CommitOn(group.Connection(), group);

    /// <summary>Takes back what is not committed; where the disk may be in trouble the connection is given up with it.</summary>
    public void TakeBack(Exception cause)
    {
        if (IsTroubleOfStore(cause))
        {
            Interlocked.Increment(ref _state);
            _connection?.Dispose();
            _connection = null;
        }
        else if (_connection is { } connection && SQLitePCL.raw.sqlite3_get_autocommit(connection.Inner.Handle) == 0)
        {
            connection.Execute("ROLLBACK");
        }
    }

    /// <summary>Whether an error is a sign that the file or the disk is in trouble, and no fault of a work.</summary>
    public static bool IsTroubleOfStore(Exception e) =>
        e is StoreUnavailableException or IOException or UnauthorizedAccessException || (e is SqliteException sqlite && !SqliteFile.IsFaultOfOneWork(sqlite));

    public void Dispose()
    {
        _isStopping = true;
        _own.Wake();
        _thread.Join();
        _flusher.Dispose(); // before the connection, with which the log goes
        _checkpoint.Dispose();
        _connection?.Dispose();
    }

    private void WaitForTurn()
    {
        _queue.WaitUntil(() => IsIdle);
        if (HasFailed)
        {
            throw new GroupStaleException();
        }
    }

    private void CommitForEver()
    {
        while (true)
        {
            _own.WaitUntil(() => _given is not null || _isStopping);
            if (_given is not { } given)
            {
                return;
            }

            CommitGiven(given);
            _given = null;
            _queue.Wake();
        }
    }

    // Whatever goes wrong is the writer's to mend: it knows how to run the works again, or whom to tell.
    private void CommitGiven(WorkGroup group)
    {
        try
        {
            var connection = _connection ?? throw new GroupStaleException();
            BeginOn(connection);
            group.RunNoted(connection);
            CommitOn(connection, group);
        }
        catch (Exception e)
        {
            TakeBack(e);
            _failed = new FailedGroup(group.Works, e);
        }
    }

    // Another process (a command of the shell, a second instance) may have written meanwhile: what is remembered then no longer
    // holds. SQLite says so for the price of one look at the header of the file.
    private void BeginOn(PreparedConnection connection)
    {
        if (_checkpoint.IsNearlyDone)
        {
            _checkpoint.Finish(connection);
        }

        connection.Execute("BEGIN IMMEDIATE");
        var version = Version(connection);
        if (version != _version)
        {
            _version = version;
            NoteOthers();
            throw new GroupStaleException();
        }
    }

    private void CommitOn(PreparedConnection connection, WorkGroup group)
    {
        _flusher.Wait();
        if (_flusher.HasFailed)
        {
            throw new StoreUnavailableException("The store can not be written.");
        }

        connection.Execute("COMMIT");
        _checkpoint.Added(SqliteFile.PagesWritten(connection));

        // After the commit, so that nobody takes what was read before it for the new state; before any caller is answered.
        if (group.Wrote)
        {
            Interlocked.Increment(ref _state);
        }

        group.Works.ForEach(w => w.Committed());
        _flusher.Give(group.Works, group.Started);
    }

    private PreparedConnection Open()
    {
        var connection = _file.OpenWriter();
        _flusher.WaitForAll();
        if (_flusher.HasFailed)
        {
            _file.BringToDisk(connection);
        }

        _flusher.Renew();
        _version = Version(connection);
        NoteOthers(); // what its version counts begins anew with a connection
        return connection;
    }

    private static long Version(PreparedConnection connection) => connection.Repeated("PRAGMA data_version").Read([], r => r.Number(0))[0];

    // In this order: who reads the count of others first and the state after it never takes an old state for one in which they are counted.
    private void NoteOthers()
    {
        Interlocked.Increment(ref _state);
        Interlocked.Increment(ref _others);
    }
}

/// <summary>Works whose group came to nothing, and why.</summary>
internal sealed record FailedGroup(List<WriteWork> Works, Exception Cause);
