using AllianceApi.Hosting;
using AllianceApi.Storage.Sealing;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// The one writer of the embedded store: a thread that runs the works of many callers in one transaction. While one group is being
/// committed and others are on their way to disk the next one gathers; so the slower the disk, the more works share one wait for
/// it. A savepoint for each work would cost as much as the work itself, because SQLite then copies every page that it touches; so
/// the works of a group share their part of the transaction, and only where one of them has to be taken back, which is rare, the
/// group is run again with each in its own savepoint.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int QueueLength = 4096;
    private const int MostWorksInOneCommit = 512;

    // As many as it takes to go on with them while the group before is being committed: to be woken is a change of threads.
    private const int Several = 8;

    private const string Newest =
        "SELECT MAX(newest) FROM (SELECT (SELECT MAX(recorded_at) FROM responses r WHERE r.organization_id = o.organization_id) AS newest FROM organizations o)";

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(1);

    private readonly WorkQueue _queue = new(QueueLength);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AuditLog _audit = new();
    private readonly EventLog _events = new();
    private readonly WriterMemory _memory = new();
    private readonly Vault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SqliteCommitter _committer;

    // Whether others may have written since the newest instant of the store was looked for.
    private bool _isUnsure = true;
    private DateTimeOffset _newest;

    public SqliteWriter(SqliteFile file, Vault vault, TimeProvider clock, StoreMetrics metrics, ILogger log)
    {
        (_vault, _clock, _log) = (vault, clock, log);
        _committer = new SqliteCommitter(file, _queue, clock, metrics, log);
        metrics.ObserveQueue(() => _queue.Count);
        new Thread(WriteForEver) { IsBackground = true, Name = "store writer" }.Start();
    }

    /// <summary>Ends when every work that was accepted is answered.</summary>
    public Task Stopped => _stopped.Task;

    /// <inheritdoc cref="SqliteCommitter.State"/>
    public long State => _committer.State;

    /// <inheritdoc cref="SqliteCommitter.Others"/>
    public long Others => _committer.Others;

    public bool IsStopping => _queue.IsClosed;

    /// <summary>Queues a work.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full, or the store is stopping.</exception>
    public void Add(WriteWork work) => _queue.Add(work);

    public void Stop() => _queue.Close();

    /// <summary>Where nobody called <see cref="Stop"/>, what was accepted is finished all the same.</summary>
    public void Dispose()
    {
        Stop();
        Stopped.Wait(LongestFarewell);
    }

    private void WriteForEver()
    {
        while (true)
        {
            var first = _queue.Take(() => _committer.HasFailed);
            if (first is not null)
            {
                Write([first], apart: false, isNew: true);
                continue;
            }

            Mend(_committer.TakeFailed(), apart: false);
            if (_queue is { IsClosed: true, Count: 0 } && _committer.IsIdle)
            {
                break;
            }
        }

        _committer.Dispose();
        _stopped.TrySetResult();
    }

    // New works, which others may join and which build on what is remembered, or such as are run again.
    private void Write(List<WriteWork> works, bool apart, bool isNew)
    {
        var group = new WorkGroup(_committer, works, _clock.GetTimestamp());
        try
        {
            if (!isNew || _isUnsure)
            {
                LookAfresh(group);
            }

            RunAll(group, apart ? RunApart : RunTogether, mayGrow: isNew);
            Seal(group);
            if (group.StaysWithWriter && _committer.IsIdle)
            {
                _committer.Commit(group);
            }
            else
            {
                _committer.Give(group);
            }
        }
        catch (Exception e) when (e is NotApartException or GroupStaleException or SqliteException || SqliteCommitter.IsTroubleOfStore(e))
        {
            var before = _committer.TakeFailed();
            _committer.TakeBack(e);
            Mend(before, apart: false);
            Mend(new FailedGroup(works, e), apart);
        }
    }

    private void RunAll(WorkGroup group, Action<WorkGroup, WriteWork> run, bool mayGrow)
    {
        for (var next = 0; next < group.Works.Count; next++)
        {
            run(group, group.Works[next]);
            if (mayGrow && next == group.Works.Count - 1 && group.Works.Count < MostWorksInOneCommit && More(group) is { } more)
            {
                group.Works.Add(more);
            }
        }
    }

    // The next work of this group: one that waits already, or that comes before the group can be committed. To wait for each single
    // one would cost a change of threads for each. Where nothing is in its way a group does not go on for long, or all callers
    // would wait for the writer together and then all leave it idle together.
    private WriteWork? More(WorkGroup group)
    {
        if (!group.IsOpen && !_committer.IsIdle)
        {
            return _queue.TryTake() ?? _queue.Take(() => _committer.IsIdle, Several);
        }

        var waits = group.StaysWithWriter && _committer.IsDiskBusy;
        if (!waits && _clock.GetElapsedTime(group.Started) > LongEnough)
        {
            return null;
        }

        if (_queue.TryTake() is { } more)
        {
            return more;
        }

        if (waits)
        {
            _committer.WaitForDisk();
        }

        return waits ? _queue.TryTake() : null;
    }

    private void RunTogether(WorkGroup group, WriteWork work)
    {
        var session = new Session(null, Now(), isApart: false, vault: _vault, memory: _memory, group: group);
        _memory.Begin();
        try
        {
            work.Run(session);
            group.Wrote |= session.Wrote;
        }
        catch (Exception e) when (IsFaultOfWork(e))
        {
            if (session.Wrote)
            {
                throw new NotApartException();
            }

            work.Fail(e);
        }
    }

    private void RunApart(WorkGroup group, WriteWork work)
    {
        var connection = group.Connection();
        connection.Execute(Database.BeginWorkText);
        group.Wrote = true;
        try
        {
            _memory.Begin();
            work.Run(new Session(connection, Now(), vault: _vault, memory: _memory));
        }
        catch (Exception e) when (IsFaultOfWork(e))
        {
            connection.Execute(Database.UndoText);
            _memory.Forget();
            work.Fail(e);
        }

        connection.Execute(Database.EndWorkText);
    }

    private static bool IsFaultOfWork(Exception e) =>
        e is not (NotApartException or GroupStaleException or StoreUnavailableException) && (e is not SqliteException sqlite || SqliteFile.IsFaultOfOneWork(sqlite));

    private void Seal(WorkGroup group)
    {
        var session = new Session(null, _clock.GetUtcNow(), group: group);
        foreach (var work in group.Works)
        {
            _audit.Seal(session, work.Audits);
            _events.Seal(session, work.Events);
        }

        _audit.Keep(session);
        _events.Keep(session);
    }

    // Nothing is remembered, and what is recorded from here on has a later instant than all that is stored.
    private void LookAfresh(WorkGroup group)
    {
        Forget();
        var newest = Instant.FromStore(new Session(group.Connection(), _clock.GetUtcNow()).One<long?>(Newest) ?? 0);
        _newest = newest > _newest ? newest : _newest;
        _isUnsure = false;
    }

    // What is recorded later never has an earlier instant, also where the clock was put back: readers follow changes by it.
    private DateTimeOffset Now()
    {
        var now = _clock.GetUtcNow();
        return _newest = now >= _newest ? now : _newest.AddMicroseconds(1);
    }

    private void Forget()
    {
        _audit.Forget();
        _events.Forget();
        _memory.Forget();
    }

    // Where the disk is full, locked or broken nothing of a group is kept, everyone is told, and the next group tries afresh on a new
    // connection, so that the service recovers by itself; so it is where no work of its own is at fault. Else its works are run again:
    // as they were, where they had built on what is no longer so, and otherwise each for itself.
    private void Mend(FailedGroup? failed, bool apart)
    {
        if (failed is not (var works, var cause))
        {
            return;
        }

        if (cause is GroupStaleException)
        {
            Write(works, apart, isNew: false);
        }
        else if (apart || SqliteCommitter.IsTroubleOfStore(cause))
        {
            GiveUp(works, cause);
        }
        else
        {
            Write(works, apart: true, isNew: false);
        }
    }

    private void GiveUp(List<WriteWork> works, Exception cause)
    {
        StoreLog.CommitFailed(_log, cause, works.Count);
        Forget();
        _isUnsure = true;
        var told = cause as StoreUnavailableException ?? new StoreUnavailableException("The store can not be written.", cause);
        foreach (var work in works)
        {
            work.Fail(told);
            work.Answer();
        }
    }
}
