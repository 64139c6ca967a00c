using System.Globalization;
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

        var buckets = new TokenBuckets(rate, app.Services.GetRequiredService<TimeProvider>());
        app.Use(async (http, next) =>
        {
            if (http.Features.Get<Caller>() is { } caller)
            {
                var (isTaken, left) = buckets.Take(caller.KeyId);
                Describe(http.Response, buckets.Burst, left);
                if (!isTaken)
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

    private static void Describe(HttpResponse response, int burst, int left)
    {
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";q={burst};w=2");
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";r={left};t=1");
        response.Headers["RateLimit-Limit"] = burst.ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Reset"] = "1";
    }
}
