using System.Collections.Concurrent;

namespace AllianceApi.Storage.Postgres;

/// <summary>
/// A few threads with a connection each, which take works from one bounded queue. Works wait for the network and for locks: they
/// do so here, and never on the threads that serve requests.
/// </summary>
internal sealed class PostgresLanes : IDisposable
{
    private const int QueueLength = 4096;
    private readonly BlockingCollection<Action<PostgresLink>> _queue = new(QueueLength);
    private readonly Thread[] _threads;

    public PostgresLanes(string name, int count, Func<PostgresLink> link)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(() => WorkForEver(link())) { IsBackground = true, Name = $"store {name} {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>How many works wait.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Whether works are taken.</summary>
    public bool IsOpen => !_queue.IsAddingCompleted;

    /// <summary>Puts a work into the queue. It must tell its caller how it ended, whatever happens, and throw nothing.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full, or the service stops.</exception>
    public void Add(Action<PostgresLink> work)
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

        throw new StoreUnavailableException("The queue of the store is full.");
    }

    /// <summary>Takes no more works, and waits for those that were taken.</summary>
    public void Finish()
    {
        _queue.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    public void Dispose()
    {
        Finish();
        _queue.Dispose();
    }

    private void WorkForEver(PostgresLink link)
    {
        using (link)
        {
            foreach (var work in _queue.GetConsumingEnumerable())
            {
                work(link);
            }
        }
    }
}
