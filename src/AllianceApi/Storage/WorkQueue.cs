namespace AllianceApi.Storage;

/// <summary>
/// The works that wait for the one writer of the embedded store: as many as there is room for, in the order in which they came. The
/// writer waits here for whatever lets it go on, be it a work or an event that <see cref="Wake"/> tells of.
/// </summary>
/// <param name="most">How many may wait.</param>
internal sealed class WorkQueue(int most)
{
    private readonly Lock _lock = new();
    private readonly SoleWaiter _writer = new(looks: 35);
    private readonly Queue<WriteWork> _works = new();
    private volatile int _count;
    private volatile bool _isClosed;

    // How many must wait for the writer to be told: while it waits for something else besides, it need not be woken for each single one.
    private volatile int _worthwhile = 1;

    /// <summary>How many wait.</summary>
    public int Count => _count;

    /// <summary>Whether no further work is taken.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Adds a work, from any thread.</summary>
    /// <exception cref="StoreUnavailableException">There is no room, or the queue is closed.</exception>
    public void Add(WriteWork work)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                throw new StoreUnavailableException("The service is stopping.");
            }

            if (_count >= most)
            {
                throw new StoreUnavailableException("The queue of writes is full.");
            }

            _works.Enqueue(work);
            _count++;
        }

        Interlocked.MemoryBarrier(); // either the writer sees this one, or its wish is seen here
        if (_count >= _worthwhile)
        {
            Wake();
        }
    }

    /// <summary>Takes no more works; those that are here stay.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        Wake();
    }

    /// <summary>The next work, where there is one.</summary>
    public WriteWork? TryTake()
    {
        if (_count == 0)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_works.TryDequeue(out var work))
            {
                return null;
            }

            _count--;
            return work;
        }
    }

    /// <summary>Waits for the next work; null where something else came first, or the queue is closed and empty.</summary>
    /// <param name="isOver">Whether that something came; <see cref="Wake"/> has it asked again.</param>
    /// <param name="worthwhile">How many works must have come together to go on with them before it.</param>
    public WriteWork? Take(Func<bool> isOver, int worthwhile = 1)
    {
        _worthwhile = worthwhile;
        WaitUntil(() => _count >= worthwhile || _isClosed || isOver());
        return TryTake();
    }

    /// <inheritdoc cref="SoleWaiter.WaitUntil"/>
    public void WaitUntil(Func<bool> holds) => _writer.WaitUntil(holds);

    /// <summary>Tells the writer that something may hold now.</summary>
    public void Wake() => _writer.Wake();
}
