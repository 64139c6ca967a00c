using System.Collections.Concurrent;
using AllianceApi.Hosting;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// The embedded store. SQLite has one writer, so one thread runs the works of many callers in one transaction, each in its
/// savepoint, and answers them all after a single commit to disk. Reads go on beside it on connections of their own.
/// </summary>
internal sealed class SqliteDatabase : Database, IDisposable
{
    private const int QueueLength = 4096;
    private const int MostWorksInOneCommit = 512;
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(30);

    private const string Newest =
        "SELECT MAX(newest) FROM (SELECT (SELECT MAX(recorded_at) FROM responses r WHERE r.organization_id = o.organization_id) AS newest FROM organizations o)";

    private readonly ConcurrentBag<PreparedConnection> _readers = [];
    private readonly BlockingCollection<WriteWork> _queue = new(QueueLength);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AuditLog _audit = new();
    private readonly EventLog _events = new();
    private readonly SqliteFile _file;
    private readonly StoreMetrics _metrics;
    private readonly ILogger<SqliteDatabase> _log;
    private PreparedConnection? _writer;
    private long _version;
    private DateTimeOffset _newest;

    public SqliteDatabase(SqliteFile file, TimeProvider clock, StoreMetrics metrics, ILogger<SqliteDatabase> log)
        : base(clock)
    {
        (_file, _metrics, _log) = (file, metrics, log);
        metrics.ObserveQueue(() => _queue.Count);
        new Thread(WriteForEver) { IsBackground = true, Name = "store writer" }.Start();
    }

    public override async Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (result, audits) = ReadNow(work);
        if (audits.Count > 0)
        {
            await Enqueue(_ => true, audits, cancellationToken);
        }

        return result;
    }

    public override Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellationToken) => Enqueue(work, [], cancellationToken);

    public override Task<bool> IsReady(CancellationToken cancellationToken) =>
        Task.FromResult(!_queue.IsAddingCompleted && ReadNow(s => s.One<long>("SELECT COUNT(*) FROM schema_migrations")).Result > 0);

    public override async Task Stop(CancellationToken cancellationToken)
    {
        _queue.CompleteAdding();
        await _stopped.Task.WaitAsync(cancellationToken);
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    // The writer still looks at the queue while it leaves, so the queue goes after it; where nobody called Stop, too.
    public void Dispose()
    {
        _queue.CompleteAdding();
        if (_stopped.Task.Wait(LongestFarewell))
        {
            _queue.Dispose();
        }
    }

    private Task<T> Enqueue<T>(Func<Session, T> work, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var item = new WriteWork<T>(work, audits);
        try
        {
            if (_queue.TryAdd(item))
            {
                return item.Result;
            }
        }
        catch (InvalidOperationException)
        {
            throw new StoreUnavailableException("The service is stopping.");
        }

        throw new StoreUnavailableException("The queue of writes is full.");
    }

    private (T Result, IReadOnlyList<AuditEntry> Audits) ReadNow<T>(Func<Session, T> work)
    {
        var connection = _readers.TryTake(out var idle) ? idle : Open(() => _file.OpenReader());
        try
        {
            connection.Execute("BEGIN");
            var session = new Session(connection, Clock.GetUtcNow());
            var result = work(session);
            connection.Execute("COMMIT");
            _readers.Add(connection);
            return (result, session.Audits);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StoreUnavailableException("The store can not be read.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static PreparedConnection Open(Func<PreparedConnection> open)
    {
        try
        {
            return open();
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException("The store can not be opened.", e);
        }
    }

    private void WriteForEver()
    {
        var group = new List<WriteWork>(MostWorksInOneCommit);
        while (!_queue.IsCompleted)
        {
            if (!_queue.TryTake(out var first, Timeout.Infinite))
            {
                break;
            }

            group.Clear();
            group.Add(first);
            WriteGroup(group);
        }

        _writer?.Dispose();
        _stopped.TrySetResult();
    }

    private void WriteGroup(List<WriteWork> group)
    {
        var started = Clock.GetTimestamp();
        try
        {
            var writer = _writer ??= _file.OpenWriter();
            writer.Execute("BEGIN IMMEDIATE");
            NoticeOthers(writer);
            for (var next = 0; next < group.Count; next++)
            {
                RunOne(writer, group[next]);
                if (group.Count < MostWorksInOneCommit && _queue.TryTake(out var more))
                {
                    group.Add(more);
                }
            }

            var session = new Session(writer, Clock.GetUtcNow());
            foreach (var work in group)
            {
                _audit.Seal(session, work.Audits);
                _events.Seal(session, work.Events);
            }

            writer.Execute("COMMIT");
        }
        catch (Exception e) when (e is SqliteException or StoreUnavailableException)
        {
            GiveUp(group, e);
            return;
        }

        _metrics.Committed(group.Count, Clock.GetElapsedTime(started));
        foreach (var work in group)
        {
            work.Answer();
        }
    }

    // Another process (a command of the shell, a second instance) may have numbered rows meanwhile: what is remembered of the
    // newest ones then no longer holds. SQLite says so for the price of one look at the header of the file.
    private void NoticeOthers(PreparedConnection writer)
    {
        var version = new Session(writer, Clock.GetUtcNow()).One<long>("PRAGMA data_version");
        if (version != _version)
        {
            _version = version;
            _audit.Forget();
            _events.Forget();
            var newest = Instant.FromStore(new Session(writer, Clock.GetUtcNow()).One<long?>(Newest) ?? 0);
            _newest = newest > _newest ? newest : _newest;
        }
    }

    // What is recorded later never has an earlier instant, also where the clock was put back: readers follow changes by it.
    private DateTimeOffset Now()
    {
        var now = Clock.GetUtcNow();
        return _newest = now >= _newest ? now : _newest.AddMicroseconds(1);
    }

    private void RunOne(PreparedConnection writer, WriteWork work)
    {
        writer.Execute(BeginWorkText);
        try
        {
            work.Run(new Session(writer, Now()));
        }
        catch (Exception e) when (e is not SqliteException sqlite || SqliteFile.IsFaultOfOneWork(sqlite))
        {
            writer.Execute(UndoText);
            work.Fail(e);
        }

        writer.Execute(EndWorkText);
    }

    // The disk is full, locked or broken: nothing of the group is kept, everyone is told, and the next group tries afresh on a
    // new connection, so that the service recovers by itself.
    private void GiveUp(List<WriteWork> group, Exception cause)
    {
        StoreLog.CommitFailed(_log, cause, group.Count);
        _audit.Forget();
        _events.Forget();
        _writer?.Dispose();
        _writer = null;
        var told = cause as StoreUnavailableException ?? new StoreUnavailableException("The store can not be written.", cause);
        foreach (var work in group)
        {
            work.Fail(told);
            work.Answer();
        }
    }
}
