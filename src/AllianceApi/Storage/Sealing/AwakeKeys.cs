using System.Collections.Concurrent;

namespace AllianceApi.Storage.Sealing;

/// <summary>
/// The keys whose cipher is set up. A cipher takes some 1.5 kB that the collector does not see, so only so many are kept; the key
/// that was woken first goes to rest first. It keeps no key from being forgotten.
/// </summary>
internal sealed class AwakeKeys(int most = AwakeKeys.UsualMost)
{
    private const int UsualMost = 4_000;

    private readonly ConcurrentQueue<WeakReference<DataKey>> _keys = new();
    private int _count;

    /// <summary>Notes a key that woke; another one may have to rest for it.</summary>
    public void Note(DataKey key)
    {
        _keys.Enqueue(new WeakReference<DataKey>(key));
        if (Interlocked.Increment(ref _count) > most && _keys.TryDequeue(out var first))
        {
            Interlocked.Decrement(ref _count);
            if (first.TryGetTarget(out var tired))
            {
                tired.Rest();
            }
        }
    }
}
