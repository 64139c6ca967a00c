using System.Collections.Concurrent;

namespace AllianceApi.Trends;

/// <summary>
/// Trends as they were last sent, kept ready as bytes. The key holds the revision of the series, which is read from the store
/// each time, and the hash of the instrument, which may be replaced before its first response; so what is given is never stale. Emptied when it has grown too large.
/// </summary>
internal sealed class TrendShelf
{
    private const long MostBytes = 48 * 1024 * 1024;
    private readonly ConcurrentDictionary<ShelfKey, TrendDocument> _ready = new();
    private long _bytes;

    public TrendDocument Get(ShelfKey key, Func<TrendDocument> make)
    {
        if (_ready.TryGetValue(key, out var ready))
        {
            return ready;
        }

        var made = make();
        if (Interlocked.Add(ref _bytes, made.Bytes.Length) > MostBytes)
        {
            _ready.Clear();
            Interlocked.Exchange(ref _bytes, made.Bytes.Length);
        }

        _ready[key] = made;
        return made;
    }
}

/// <summary>What one kept trend was made from.</summary>
internal sealed record ShelfKey(string Organization, SeriesKey Key, string InstrumentSha256, long Revision, TrendFormat Format, bool ScoresVisible);
