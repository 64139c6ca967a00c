using Microsoft.Win32.SafeHandles;

namespace AllianceApi.Storage;

/// <summary>
/// Brings committed groups to disk and answers their callers, one group at a time, on a thread of its own. SQLite commits to its
/// write-ahead log without waiting for the disk; the wait happens here, while the writer runs the works of the next group.
/// </summary>
internal sealed class SqliteFlusher : IDisposable
{
    private readonly string _logPath;
    private readonly TimeProvider _clock;
    private readonly StoreMetrics _metrics;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly AutoResetEvent _given = new(false);
    private readonly ManualResetEventSlim _idle = new(true);
    private SafeFileHandle? _file;
    private IReadOnlyList<WriteWork> _group = [];
    private long _started;
    private volatile bool _isStopping;
    private volatile bool _hasFailed;

    public SqliteFlusher(string logPath, TimeProvider clock, StoreMetrics metrics, ILogger log)
    {
        (_logPath, _clock, _metrics, _log) = (logPath, clock, metrics, log);
        _thread = new Thread(FlushForEver) { IsBackground = true, Name = "store flusher" };
        _thread.Start();
    }

    /// <summary>Whether a group is on its way to disk.</summary>
    public bool IsBusy => !_idle.IsSet;

    /// <summary>
    /// Whether the disk refused a group. What SQLite then takes for committed may not be there after a loss of power, so nothing
    /// may build on it before all of the log was brought into the database file.
    /// </summary>
    public bool HasFailed => _hasFailed;

    public void Wait() => _idle.Wait();

    /// <summary>Takes over a committed group; the flusher must be idle.</summary>
    public void Give(IReadOnlyList<WriteWork> group, long started)
    {
        (_group, _started) = (group, started);
        _idle.Reset();
        _given.Set();
    }

    /// <summary>Begins afresh with the log of a newly opened database, whose content is on disk.</summary>
    public void Renew()
    {
        _idle.Wait();
        _file?.Dispose();
        _file = null;
        _hasFailed = false;
    }

    public void Dispose()
    {
        _idle.Wait();
        _isStopping = true;
        _given.Set();
        _thread.Join();
        _file?.Dispose();
        _given.Dispose();
        _idle.Dispose();
    }

    private void FlushForEver()
    {
        while (true)
        {
            _given.WaitOne();
            if (_isStopping)
            {
                return;
            }

            var (group, started) = (_group, _started);
            var failure = Flush();
            if (failure is null)
            {
                _metrics.Committed(group.Count, _clock.GetElapsedTime(started));
            }
            else
            {
                StoreLog.FlushFailed(_log, failure, group.Count);
                _hasFailed = true;
            }

            // The writer goes on first: to answer takes it nothing.
            _idle.Set();
            Answer(group, failure);
        }
    }

    private IOException? Flush()
    {
        try
        {
            _file ??= File.OpenHandle(_logPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(_file);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e as IOException ?? new IOException("The log of the store can not be opened.", e);
        }
    }

    private static void Answer(IReadOnlyList<WriteWork> group, IOException? failure)
    {
        foreach (var work in group)
        {
            if (failure is not null)
            {
                work.Fail(new StoreUnavailableException("The store can not be written.", failure));
            }

            work.Answer();
        }
    }
}
