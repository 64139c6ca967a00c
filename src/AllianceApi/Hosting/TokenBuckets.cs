using System.Collections.Concurrent;

namespace AllianceApi.Hosting;

/// <summary>
/// A bucket of tokens for each credential. It fills by itself as time goes by, and a full one tells nothing that no bucket would
/// not: full ones are dropped, so that what is kept does not grow with the credentials that ever called.
/// </summary>
/// <param name="rate">Tokens a second; a bucket holds twice as many.</param>
/// <param name="clock">Whose time it goes by.</param>
internal sealed class TokenBuckets(int rate, TimeProvider clock)
{
    private const int FewestLookedAt = 1024;

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Lock _sweeping = new();
    private int _sweepAt = FewestLookedAt;

    /// <summary>Most tokens of a bucket.</summary>
    public int Burst => rate * 2;

    /// <summary>How many buckets are kept.</summary>
    public int Count => _buckets.Count;

    /// <summary>Takes a token, where there is one, and tells how many whole ones are left.</summary>
    public (bool IsTaken, int Left) Take(string credential)
    {
        var now = clock.GetTimestamp();
        while (true)
        {
            var bucket = _buckets.GetOrAdd(credential, static (_, made) => new Bucket(made.Owner, made.Now), (Owner: this, Now: now));
            if (bucket.Take(now) is { } taken)
            {
                SweepWhereMany(now);
                return taken;
            }
        }
    }

    private double Filled(double tokens, long since, long now) => Math.Min(Burst, tokens + (rate * clock.GetElapsedTime(since, now).TotalSeconds));

    // As often as the number of buckets has doubled, so that each call pays for a few of them only.
    private void SweepWhereMany(long now)
    {
        if (_buckets.Count < _sweepAt || !_sweeping.TryEnter())
        {
            return;
        }

        try
        {
            foreach (var (credential, bucket) in _buckets)
            {
                if (bucket.EndIfFull(now))
                {
                    _buckets.TryRemove(KeyValuePair.Create(credential, bucket));
                }
            }

            _sweepAt = Math.Max(FewestLookedAt, _buckets.Count * 2);
        }
        finally
        {
            _sweeping.Exit();
        }
    }

    private sealed class Bucket(TokenBuckets owner, long at)
    {
        private readonly Lock _lock = new();
        private double _tokens = owner.Burst;
        private long _at = at;
        private bool _isOver;

        // Null where the bucket was dropped meanwhile.
        public (bool IsTaken, int Left)? Take(long now)
        {
            lock (_lock)
            {
                if (_isOver)
                {
                    return null;
                }

                Fill(now);
                var isTaken = _tokens >= 1;
                _tokens -= isTaken ? 1 : 0;
                return (isTaken, (int)_tokens);
            }
        }

        public bool EndIfFull(long now)
        {
            lock (_lock)
            {
                Fill(now);
                return _isOver = _tokens >= owner.Burst;
            }
        }

        // Of two that come together the later may be here first: time never runs back.
        private void Fill(long now)
        {
            if (now > _at)
            {
                (_tokens, _at) = (owner.Filled(_tokens, _at, now), now);
            }
        }
    }
}
