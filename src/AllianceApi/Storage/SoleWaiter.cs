namespace AllianceApi.Storage;

/// <summary>
/// Where one thread waits until something holds that others bring about. They pay for waking it only while it sleeps; where it does
/// not, telling it costs next to nothing.
/// </summary>
/// <param name="looks">
/// How often it looks around before it sleeps. To be woken costs more than some looks; after the first ten each of them gives the
/// processor to others who want it.
/// </param>
internal sealed class SoleWaiter(int looks)
{
    private readonly object _bell = new();
    private volatile bool _sleeps;

    /// <summary>Waits until something holds; <see cref="Wake"/> has it asked again. For one thread at a time.</summary>
    public void WaitUntil(Func<bool> holds)
    {
        for (var spin = default(SpinWait); spin.Count < looks; spin.SpinOnce(sleep1Threshold: -1))
        {
            if (holds())
            {
                return;
            }
        }

        lock (_bell)
        {
            while (true)
            {
                _sleeps = true;
                Interlocked.MemoryBarrier(); // who brings something about either sees that this sleeps, or did it before it is asked for here
                if (holds())
                {
                    _sleeps = false;
                    return;
                }

                Monitor.Wait(_bell);
            }
        }
    }

    /// <summary>Has the thread that waits ask again, from any thread.</summary>
    public void Wake()
    {
        Interlocked.MemoryBarrier();
        if (!_sleeps)
        {
            return;
        }

        lock (_bell)
        {
            _sleeps = false;
            Monitor.Pulse(_bell);
        }
    }
}
