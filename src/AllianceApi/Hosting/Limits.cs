using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using AllianceApi.Access;

namespace AllianceApi.Hosting;

/// <summary>
/// The rate limit of each credential: a bucket that fills with <c>RateLimit:RequestsPerSecond</c> tokens a second up to twice
/// as many; 0 turns it off. Counted by each instance for itself.
/// </summary>
internal static class Limits
{
    private const int DefaultRate = 100;
    private const int HighestRate = 1_000_000;

    public static void UseRateLimits(this WebApplication app)
    {
        var rate = Rate(app.Configuration["RateLimit:RequestsPerSecond"]);
        if (rate == 0)
        {
            return;
        }

        var buckets = new ConcurrentDictionary<string, TokenBucketRateLimiter>(StringComparer.Ordinal);
        app.Lifetime.ApplicationStopped.Register(() =>
        {
            foreach (var bucket in buckets.Values)
            {
                bucket.Dispose();
            }
        });
        app.Use(async (http, next) =>
        {
            if (http.Features.Get<Caller>() is { } caller)
            {
                var bucket = buckets.GetOrAdd(caller.KeyId, _ => Bucket(rate));
                using var lease = bucket.AttemptAcquire();
                Describe(http.Response, bucket, rate);
                if (!lease.IsAcquired)
                {
                    http.Response.Headers.RetryAfter = "1";
                    await Reply.Refuse(http, new Refusal(ProblemType.TooManyRequests, $"This credential may send {rate} requests a second."));
                    return;
                }
            }

            await next(http);
        });
    }

    private static int Rate(string? setting)
    {
        if (string.IsNullOrEmpty(setting))
        {
            return DefaultRate;
        }

        return int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate <= HighestRate
            ? rate
            : throw new ConfigurationException($"RateLimit:RequestsPerSecond must be a whole number from 0 (off) to {HighestRate}.");
    }

    private static TokenBucketRateLimiter Bucket(int rate) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = rate * 2,
        TokensPerPeriod = Math.Max(1, rate / 10),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, rate / 10) / (double)rate),
        QueueLimit = 0,
        AutoReplenishment = true,
    });

    private static void Describe(HttpResponse response, TokenBucketRateLimiter bucket, int rate)
    {
        var left = bucket.GetStatistics()?.CurrentAvailablePermits ?? 0;
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={rate * 2};w=2");
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";r={left};t=1");
        response.Headers["RateLimit-Limit"] = (rate * 2).ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Reset"] = "1";
    }
}
