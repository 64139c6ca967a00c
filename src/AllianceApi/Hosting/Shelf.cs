using System.Collections.Concurrent;

namespace AllianceApi.Hosting;

/// <summary>Something ready to be sent.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Tag">Its entity tag, without quotes.</param>
/// <param name="NextPage">Path of the next page, for a list that goes on.</param>
internal sealed record Rendered(byte[] Bytes, string Tag, string? NextPage = null)
{
    /// <summary>Its entity tag as a header shows it.</summary>
    public string QuotedTag { get; } = EntityTag.Quoted(Tag);
}

/// <summary>
/// Answers as they were last sent, kept ready as bytes. The key must hold what the answer depends on, read from the store each
/// time, so that what is given is never stale. Emptied when it has grown too large.
/// </summary>
internal sealed class Shelf<TKey>(long mostBytes)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Rendered> _ready = new();
    private long _bytes;

    public Rendered Get(TKey key, Func<Rendered> make) => Get(key, () => (make(), true));

    /// <summary>The same for what may turn out, when it is made, to hold for this moment only.</summary>
    public Rendered Get(TKey key, Func<(Rendered Made, bool MayBeKept)> make)
    {
        if (_ready.TryGetValue(key, out var ready))
        {
            return ready;
        }

        var (made, mayBeKept) = make();
        if (!mayBeKept)
        {
            return made;
        }

        if (Interlocked.Add(ref _bytes, made.Bytes.Length) > mostBytes)
        {
            _ready.Clear();
            Interlocked.Exchange(ref _bytes, made.Bytes.Length);
        }

        _ready[key] = made;
        return made;
    }
}
