using System.Globalization;
using AllianceApi.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AllianceApi.Tests.Hosting;

/// <summary>The buckets of the rate limit: what they give, and that they do not pile up.</summary>
internal sealed class TokenBucketsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void ABurstOfTwiceTheRateIsTakenAndThenAsMuchAsTimeBrings()
    {
        var buckets = new TokenBuckets(5, _clock);
        Assert.That(Enumerable.Range(0, 11).Select(_ => buckets.Take("k")), Is.EqualTo(Enumerable.Range(0, 10).Select(i => (true, 9 - i)).Append((false, 0))));
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        Assert.That(Enumerable.Range(0, 4).Select(_ => buckets.Take("k").IsTaken), Is.EqualTo((bool[])[true, true, true, false]));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(buckets.Take("k"), Is.EqualTo((true, 9)), "no more than the burst is saved up");
        Assert.That(buckets.Take("another"), Is.EqualTo((true, 9)));
    }

    [Test]
    public void BucketsOfCredentialsThatCallNoMoreAreDropped()
    {
        var buckets = new TokenBuckets(100, _clock);
        for (var i = 0; i < 200_000; i++)
        {
            buckets.Take(i.ToString(CultureInfo.InvariantCulture));
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.That(buckets.Count, Is.LessThanOrEqualTo(1024), "a hundred a second, each full again after ten milliseconds");
    }

    [Test]
    public void ABucketThatIsNotFullIsKeptHoweverManyThereAre()
    {
        var buckets = new TokenBuckets(1, _clock);
        Assert.That((buckets.Take("k").IsTaken, buckets.Take("k").IsTaken, buckets.Take("k").IsTaken), Is.EqualTo((true, true, false)));
        for (var i = 0; i < 50_000; i++)
        {
            buckets.Take(i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.That(buckets.Take("k").IsTaken, Is.False);
    }

    [Test]
    public async Task WhoComesFromManyThreadsGetsWhatOneWouldGet()
    {
        var buckets = new TokenBuckets(500, _clock);
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                Interlocked.Add(ref taken, buckets.Take("k").IsTaken ? 1 : 0);
            }
        })));
        Assert.That(taken, Is.EqualTo(1_000));
    }
}
