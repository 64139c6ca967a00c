using Microsoft.Win32.SafeHandles;

namespace AllianceApi.Storage;

/// <summary>
/// Brings committed groups to disk and answers their callers, on threads of its own. SQLite commits to its write-ahead log without
/// waiting for the disk; the wait happens here, while the writer runs the works of the next group. Several groups are on their way
/// at once, each with a flush of its own, so that none waits first for the one before it and then as long again for itself. They
/// are answered in the order of their commits, because each builds on those before it.
/// </summary>
internal sealed class SqliteFlusher : IDisposable
{
    private const int Lanes = 4;

    private readonly string _logPath;
    private readonly TimeProvider _clock;
    private readonly StoreMetrics _metrics;
    private readonly ILogger _log;
    private readonly Thread[] _threads = new Thread[Lanes];

    // One for each lane: the system tells of a write that failed once for each opened file, and every lane has to hear of it.
    private readonly SafeFileHandle?[] _files = new SafeFileHandle?[Lanes];

    // Lanes wait for what is given; only the writer waits for what ends.
    private readonly Queue<Flight> _given = new();
    private readonly Queue<Flight> _unanswered = new();
    private bool _isAnswering;
    private bool _isStopping;
    private volatile int _flying;
    private volatile IOException? _failure;

    public SqliteFlusher(string logPath, TimeProvider clock, StoreMetrics metrics, ILogger log)
    {
        (_logPath, _clock, _metrics, _log) = (logPath, clock, metrics, log);
        for (var i = 0; i < Lanes; i++)
        {
            var lane = i;
            _threads[lane] = new Thread(() => FlushForEver(lane)) { IsBackground = true, Name = "store flusher" };
            _threads[lane].Start();
        }
    }

    /// <summary>Whether as many groups are on their way to disk as can be at once.</summary>
    public bool IsBusy => _flying == Lanes;

    /// <summary>
    /// Whether the disk refused a group. What SQLite then takes for committed may not be there after a loss of power, so nothing
    /// may build on it before all of the log was brought into the database file.
    /// </summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Waits until a further group can be given.</summary>
    public void Wait() => WaitUntil(() => !IsBusy);

    /// <summary>Takes over a committed group; the flusher must not be busy.</summary>
    public void Give(IReadOnlyList<WriteWork> group, long started)
    {
        var flight = new Flight(group, started);
        lock (_unanswered)
        {
            _unanswered.Enqueue(flight);
            _flying++;
        }

        lock (_given)
        {
            _given.Enqueue(flight);
            Monitor.Pulse(_given);
        }
    }

    /// <summary>Waits until every group that was given is answered.</summary>
    public void WaitForAll() => WaitUntil(() => _unanswered.Count == 0 && !_isAnswering);

    /// <summary>Begins afresh with the log of a newly opened database, whose content is on disk; no group may be on its way.</summary>
    public void Renew()
    {
        CloseFiles();
        _failure = null;
    }

    public void Dispose()
    {
        lock (_given)
        {
            _isStopping = true;
            Monitor.PulseAll(_given);
        }

        Array.ForEach(_threads, t => t.Join());
        CloseFiles();
    }

    private void CloseFiles()
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            _files[lane]?.Dispose();
            _files[lane] = null;
        }
    }

    private void WaitUntil(Func<bool> holds)
    {
        lock (_unanswered)
        {
            while (!holds())
            {
                Monitor.Wait(_unanswered);
            }
        }
    }

    private void FlushForEver(int lane)
    {
        while (Next() is { } flight)
        {
            var failure = Flush(lane);
            lock (_unanswered)
            {
                (flight.Failure, flight.HasEnded) = (failure, true);
                _flying--;
                Monitor.Pulse(_unanswered); // the writer goes on first: to answer takes it nothing
            }

            while (NextToAnswer() is { } ended)
            {
                Answer(ended);
            }
        }
    }

    // What to bring to disk next; null when nothing more will come.
    private Flight? Next()
    {
        lock (_given)
        {
            while (_given.Count == 0 && !_isStopping)
            {
                Monitor.Wait(_given);
            }

            return _given.TryDequeue(out var flight) ? flight : null;
        }
    }

    private IOException? Flush(int lane)
    {
        try
        {
            RandomAccess.FlushToDisk(_files[lane] ??= File.OpenHandle(_logPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e as IOException ?? new IOException("The log of the store can not be opened.", e);
        }
    }

    // The first group without an answer, once it is on disk. One thread answers at a time, also what ends meanwhile on others.
    private Flight? NextToAnswer()
    {
        lock (_unanswered)
        {
            if (_isAnswering || !_unanswered.TryPeek(out var flight) || !flight.HasEnded)
            {
                return null;
            }

            _unanswered.Dequeue();
            _isAnswering = true;
            if (_failure is null && flight.Failure is { } failure)
            {
                _failure = failure;
            }

            flight.Failure = _failure;
            return flight;
        }
    }

    private void Answer(Flight flight)
    {
        if (flight.Failure is null)
        {
            _metrics.Committed(flight.Group.Count, _clock.GetElapsedTime(flight.Started));
        }
        else
        {
            StoreLog.FlushFailed(_log, flight.Failure, flight.Group.Count);
        }

        foreach (var work in flight.Group)
        {
            if (flight.Failure is not null)
            {
                work.Fail(new StoreUnavailableException("The store can not be written.", flight.Failure));
            }

            work.Answer();
        }

        lock (_unanswered)
        {
            _isAnswering = false;
            Monitor.Pulse(_unanswered);
        }
    }

    /// <summary>A committed group on its way to disk.</summary>
    private sealed class Flight(IReadOnlyList<WriteWork> group, long started)
    {
        public IReadOnlyList<WriteWork> Group => group;

        public long Started => started;

        public bool HasEnded { get; set; }

        public IOException? Failure { get; set; }
    }
}
