using System.Data;
using Dapper;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>
/// Numbers and chains what was committed, at most a second behind. It runs in every instance; a lock of the database lets one
/// work at a time. What another transaction commits later gets a higher number, so that who reads on from a number misses nothing.
/// </summary>
internal sealed class Sealer : IDisposable
{
    /// <summary>The advisory lock of whoever seals; migrations have the number before.</summary>
    private const long Lock = 0x0A11_1A4C_E000_0002;

    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

    private readonly AutoResetEvent _nudge = new(false);
    private readonly AutoResetEvent _asked = new(false);
    private readonly System.Threading.Lock _door = new();
    private readonly PostgresLink _link;
    private readonly ILogger _log;
    private readonly Lazy<Thread> _thread;
    private List<TaskCompletionSource> _waiting = [];
    private volatile bool _stop;
    private bool _failing;

    public Sealer(PostgresLink link, ILogger log)
    {
        (_link, _log) = (link, log);
        _thread = new Lazy<Thread>(Start);
    }

    /// <summary>Says that something was committed. The first time it begins to seal, for then the tables are there.</summary>
    public void Nudge()
    {
        _ = _thread.Value;
        _nudge.Set();
    }

    /// <summary>Ends when all that is committed by now is sealed, or after a second where that can not be.</summary>
    public Task Settle()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_door)
        {
            if (_stop)
            {
                return Task.CompletedTask;
            }

            _waiting.Add(settled);
        }

        _ = _thread.Value;
        _asked.Set();
        return settled.Task;
    }

    /// <summary>Seals once more and ends.</summary>
    public void Finish()
    {
        _stop = true;
        _asked.Set();
        if (_thread.IsValueCreated)
        {
            _thread.Value.Join();
        }
    }

    public void Dispose()
    {
        Finish();
        _asked.Dispose();
        _nudge.Dispose();
    }

    private Thread Start()
    {
        var thread = new Thread(SealForEver) { IsBackground = true, Name = "store sealer" };
        thread.Start();
        return thread;
    }

    private void SealForEver()
    {
        using (_link)
        {
            while (!_stop)
            {
                WaitHandle.WaitAny([_asked, _nudge], Idle);
                do
                {
                    SealAll();
                }
                while (_asked.WaitOne(Busy) && !_stop); // many commits share one pass; who asks is not kept waiting
            }

            SealAll();
        }
    }

    private void SealAll()
    {
        List<TaskCompletionSource> told;
        lock (_door)
        {
            (told, _waiting) = (_waiting, []);
        }

        try
        {
            while (SealOnce(_link.Open(), wait: told.Count > 0))
            {
                // until nothing waits
            }

            _failing = false;
        }
        catch (Exception e)
        {
            _link.Drop();
            Tell(e);
        }

        told.ForEach(t => t.TrySetResult());
    }

    // Once for each time that it begins to fail, and never for a lock that another instance held on to.
    private void Tell(Exception e)
    {
        if (!_failing && PostgresFaults.Of(e) != PostgresFault.Race)
        {
            StoreLog.SealFailed(_log, e);
            _failing = true;
        }
    }

    /// <summary>Seals some; whether more may wait.</summary>
    private static bool SealOnce(NpgsqlConnection connection, bool wait)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        if (!Enter(connection, wait))
        {
            return false;
        }

        var more = AuditSeal.Some(connection) | EventSeal.Some(connection);
        transaction.Commit();
        return more;
    }

    private static bool Enter(NpgsqlConnection connection, bool wait)
    {
        if (!wait)
        {
            return connection.ExecuteScalar<bool>("SELECT pg_try_advisory_xact_lock(@Lock)", new { Lock });
        }

        connection.Execute("SET LOCAL lock_timeout = '1s'; SELECT pg_advisory_xact_lock(@Lock)", new { Lock });
        return true;
    }
}
