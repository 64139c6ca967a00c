using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// Brings the write-ahead log into the database file, on a thread and a connection of its own. By itself SQLite does it within the
/// commit that makes the log long enough, and whoever waits for the writer waits for all of it. The log begins anew only where all
/// of it was brought over and nothing came after; so the writer does the short rest, between two groups.
/// </summary>
internal sealed class SqliteCheckpoint : IDisposable
{
    // In pages. A page that many works touch meanwhile is brought over once for all of them.
    private const int Many = 8_000;
    private const int Few = 300;

    // How long the log gets before it begins anew: 144 MB. The rest that the writer brings over waits for the disk twice, however short it is.
    private const int Long = 36_000;

    private readonly SqliteFile _file;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _due = new(0);
    private volatile bool _isStopping;
    private volatile bool _isNearlyDone;
    private int _pages;
    private bool _isUnderWay;

    public SqliteCheckpoint(SqliteFile file, ILogger log)
    {
        (_file, _log) = (file, log);
        _thread = new Thread(RunForEver) { IsBackground = true, Name = "store checkpoint" };
        _thread.Start();
    }

    /// <summary>Whether so little is left that the writer can bring it over between two groups, after which the log begins anew.</summary>
    public bool IsNearlyDone => _isNearlyDone;

    /// <summary>Notes how many pages a commit added to the log.</summary>
    public void Added(int pages)
    {
        lock (_lock)
        {
            _pages += pages;
            if (_isUnderWay || _pages < Many)
            {
                return;
            }

            _isUnderWay = true;
        }

        _due.Release();
    }

    /// <summary>Brings the rest over, on the connection of the writer and outside of a transaction.</summary>
    public void Finish(PreparedConnection writer)
    {
        _isNearlyDone = false;
        try
        {
            if (Bring(writer).IsAll)
            {
                _ = TakeCount();
            }
        }
        catch (SqliteException e)
        {
            // The log grows on, and it is tried again. A disk that takes no more is told to who writes.
            StoreLog.CheckpointFailed(_log, e);
        }
    }

    public void Dispose()
    {
        _isStopping = true;
        _due.Release();
        _thread.Join();
        _due.Dispose();
    }

    private void RunForEver()
    {
        PreparedConnection? connection = null;
        while (true)
        {
            _due.Wait();
            if (_isStopping)
            {
                break;
            }

            try
            {
                BringNearlyAll(connection ??= _file.OpenForCheckpoints());
            }
            catch (SqliteException e)
            {
                StoreLog.CheckpointFailed(_log, e);
                connection?.Dispose();
                connection = null;
            }

            StopOrGoOn();
        }

        connection?.Dispose();
    }

    // As many as make a bunch may have come while another was under way, and nobody may write for long after them.
    private void StopOrGoOn()
    {
        lock (_lock)
        {
            _isUnderWay = _pages >= Many;
            if (!_isUnderWay)
            {
                return;
            }
        }

        _due.Release();
    }

    // What comes in meanwhile is less each time, unless the writer is nearly as fast as this is; then it takes over what there is.
    private void BringNearlyAll(PreparedConnection connection)
    {
        int before, came;
        bool isLong;
        do
        {
            before = TakeCount();
            var (isAll, length) = Bring(connection);
            if (!isAll)
            {
                return;
            }

            (isLong, came) = (length >= Long, Count());
        }
        while (isLong && came > Few && came < before * 3 / 4 && !_isStopping);
        _isNearlyDone = isLong;
    }

    // Whether all that was in the log when it began is in the file now, and how long the log is. Where somebody still reads an
    // earlier state it is not all, and another round comes when there are many pages again. The length is SQLite's own word: a log
    // that somebody still read when the writer had finished it did not begin anew, and is finished again after the next bunch.
    private static (bool IsAll, long Length) Bring(PreparedConnection connection) =>
        connection.Repeated("PRAGMA wal_checkpoint(PASSIVE)")
            .Read([], r => (r.Number(0) == 0 && r.Number(1) == r.Number(2), r.Number(1)))[0];

    private int Count()
    {
        lock (_lock)
        {
            return _pages;
        }
    }

    private int TakeCount()
    {
        lock (_lock)
        {
            (var pages, _pages) = (_pages, 0);
            return pages;
        }
    }
}
