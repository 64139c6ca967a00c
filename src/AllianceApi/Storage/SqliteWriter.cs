using System.Collections.Concurrent;
using AllianceApi.Hosting;
using AllianceApi.Storage.Sealing;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// The one writer of the embedded store: a thread that runs the works of many callers in one transaction. While some groups are on
/// their way to disk the next one gathers, and it commits as soon as there is room beside them; so the slower the disk, the more
/// works share one wait for it. A savepoint for each work would cost as much as the work itself, because SQLite then copies every page
/// that it touches; so the works of a group share their part of the transaction, and only where one of them has to be taken back,
/// which is rare, the group is run again with each in its own savepoint.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int QueueLength = 4096;
    private const int MostWorksInOneCommit = 512;
    private const string Newest =
        "SELECT MAX(newest) FROM (SELECT (SELECT MAX(recorded_at) FROM responses r WHERE r.organization_id = o.organization_id) AS newest FROM organizations o)";

    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(1);

    private readonly BlockingCollection<WriteWork> _queue = new(QueueLength);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AuditLog _audit = new();
    private readonly EventLog _events = new();
    private readonly WriterMemory _memory = new();
    private readonly SqliteFile _file;
    private readonly Vault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SqliteFlusher _flusher;
    private readonly SqliteCheckpoint _checkpoint;
    private PreparedConnection? _connection;
    private long _version;
    private long _state;
    private bool _wrote;
    private long _others;
    private DateTimeOffset _newest;

    public SqliteWriter(SqliteFile file, Vault vault, TimeProvider clock, StoreMetrics metrics, ILogger log)
    {
        (_file, _vault, _clock, _log) = (file, vault, clock, log);
        _flusher = new SqliteFlusher(file.LogPath, clock, metrics, log);
        _checkpoint = new SqliteCheckpoint(file, log);
        metrics.ObserveQueue(() => _queue.Count);
        new Thread(WriteForEver) { IsBackground = true, Name = "store writer" }.Start();
    }

    /// <summary>Ends when every work that was accepted is answered.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Another number than before whenever something but audit rows and their like was, or may have been, written.</summary>
    public long State => Volatile.Read(ref _state);

    /// <summary>Another number than before whenever another process wrote; up to date while a work has its turn.</summary>
    public long Others => Volatile.Read(ref _others);

    public bool IsStopping => _queue.IsAddingCompleted;

    /// <summary>Queues a work.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full, or the store is stopping.</exception>
    public void Add(WriteWork work)
    {
        try
        {
            if (_queue.TryAdd(work))
            {
                return;
            }
        }
        catch (InvalidOperationException)
        {
            throw new StoreUnavailableException("The service is stopping.");
        }

        throw new StoreUnavailableException("The queue of writes is full.");
    }

    public void Stop() => _queue.CompleteAdding();

    public void Dispose() => _queue.Dispose();

    private void WriteForEver()
    {
        while (_queue.TryTake(out var first, Timeout.Infinite))
        {
            WriteGroup([first]);
        }

        _flusher.Dispose();
        _checkpoint.Dispose();
        _connection?.Dispose();
        _stopped.TrySetResult();
    }

    private void WriteGroup(List<WriteWork> group)
    {
        var started = _clock.GetTimestamp();
        _wrote = false;
        try
        {
            var connection = _connection ??= Open();
            if (_checkpoint.IsNearlyDone)
            {
                _checkpoint.Finish(connection);
            }

            try
            {
                RunAll(connection, group, RunTogether);
            }
            catch (NotApartException)
            {
                connection.Execute("ROLLBACK");
                _memory.Forget();
                RunAll(connection, group, RunApart);
            }

            _flusher.Wait();
            if (_flusher.HasFailed)
            {
                throw new StoreUnavailableException("The store can not be written.");
            }

            connection.Execute("COMMIT");
            _checkpoint.Added(SqliteFile.PagesWritten(connection));
        }
        catch (Exception e) when (e is SqliteException or StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            Volatile.Write(ref _state, _state + 1);
            GiveUp(group, e);
            return;
        }

        // After the commit, so that nobody takes what was read before it for the new state; before any caller is answered.
        if (_wrote)
        {
            Volatile.Write(ref _state, _state + 1);
        }

        group.ForEach(w => w.Committed());
        _flusher.Give(group, started);
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
        NoteOthers(); // what its version counts begins anew with a connection
        return connection;
    }

    private void RunAll(PreparedConnection connection, List<WriteWork> group, Action<PreparedConnection, WriteWork> run)
    {
        var began = _clock.GetTimestamp();
        connection.Execute("BEGIN IMMEDIATE");
        NoticeOthers(connection);
        for (var next = 0; next < group.Count; next++)
        {
            run(connection, group[next]);
            if (next == group.Count - 1 && group.Count < MostWorksInOneCommit && More(began) is { } more)
            {
                group.Add(more);
            }
        }

        var session = new Session(connection, _clock.GetUtcNow());
        foreach (var work in group)
        {
            _audit.Seal(session, work.Audits);
            _events.Seal(session, work.Events);
        }

        _audit.Keep(session);
        _events.Keep(session);
    }

    // The next work of this group: one that waits already, or that came before the disk was free. To wait for each single one
    // would cost a change of threads for each. While the disk is free a group does not go on for long, or all callers would wait
    // for the writer together and then all leave it idle together.
    private WriteWork? More(long began)
    {
        if (!_flusher.IsBusy && _clock.GetElapsedTime(began) > LongEnough)
        {
            return null;
        }

        if (_queue.TryTake(out var more))
        {
            return more;
        }

        if (_flusher.IsBusy)
        {
            _flusher.Wait();
            _queue.TryTake(out more);
        }

        return more;
    }

    private void RunTogether(PreparedConnection connection, WriteWork work)
    {
        var session = new Session(connection, Now(), isApart: false, vault: _vault, memory: _memory);
        _memory.Begin();
        try
        {
            work.Run(session);
            _wrote |= session.Wrote;
        }
        catch (Exception e) when (e is not NotApartException && (e is not SqliteException sqlite || SqliteFile.IsFaultOfOneWork(sqlite)))
        {
            if (session.Wrote)
            {
                throw new NotApartException();
            }

            work.Fail(e);
        }
    }

    private void RunApart(PreparedConnection connection, WriteWork work)
    {
        connection.Execute(Database.BeginWorkText);
        _wrote = true;
        try
        {
            _memory.Begin();
            work.Run(new Session(connection, Now(), vault: _vault, memory: _memory));
        }
        catch (Exception e) when (e is not SqliteException sqlite || SqliteFile.IsFaultOfOneWork(sqlite))
        {
            connection.Execute(Database.UndoText);
            _memory.Forget();
            work.Fail(e);
        }

        connection.Execute(Database.EndWorkText);
    }

    // Another process (a command of the shell, a second instance) may have numbered rows meanwhile: what is remembered of the
    // newest ones then no longer holds. SQLite says so for the price of one look at the header of the file.
    private void NoticeOthers(PreparedConnection connection)
    {
        var version = connection.Repeated("PRAGMA data_version").Read([], r => r.Number(0))[0];
        if (version != _version)
        {
            _version = version;
            NoteOthers();
            _audit.Forget();
            _events.Forget();
            _memory.Forget();
            var newest = Instant.FromStore(new Session(connection, _clock.GetUtcNow()).One<long?>(Newest) ?? 0);
            _newest = newest > _newest ? newest : _newest;
        }
    }

    // In this order: who reads the count of others first and the state after it never takes an old state for one in which they are counted.
    private void NoteOthers()
    {
        Volatile.Write(ref _state, _state + 1);
        Volatile.Write(ref _others, _others + 1);
    }

    // What is recorded later never has an earlier instant, also where the clock was put back: readers follow changes by it.
    private DateTimeOffset Now()
    {
        var now = _clock.GetUtcNow();
        return _newest = now >= _newest ? now : _newest.AddMicroseconds(1);
    }

    // The disk is full, locked or broken: nothing of the group is kept, everyone is told, and the next group tries afresh on a
    // new connection, so that the service recovers by itself.
    private void GiveUp(List<WriteWork> group, Exception cause)
    {
        StoreLog.CommitFailed(_log, cause, group.Count);
        _audit.Forget();
        _events.Forget();
        _memory.Forget();
        _connection?.Dispose();
        _connection = null;
        var told = cause as StoreUnavailableException ?? new StoreUnavailableException("The store can not be written.", cause);
        foreach (var work in group)
        {
            work.Fail(told);
            work.Answer();
        }
    }
}
