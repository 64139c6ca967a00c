using System.Diagnostics;

namespace AllianceApi.Benchmarks.Service;

/// <summary>What a stretch of load gave: good answers a second, bad ones, and the sorted times of all in milliseconds.</summary>
internal sealed record Load(double Rate, int Bad, double[] Milliseconds)
{
    /// <summary>The time within which this share of the answers came.</summary>
    public double Within(double share) => Milliseconds.Length == 0 ? double.NaN : Milliseconds[(int)Math.Min(Milliseconds.Length - 1, Milliseconds.Length * share)];

    /// <summary>
    /// A closed loop: each connection sends its next request when the answer to the last is there; with <paramref name="rate"/> not
    /// before its turn, and the time counts from the turn, so that waiting behind a late answer is not hidden.
    /// </summary>
    public static async Task<Load> Run(int port, int connections, TimeSpan length, Func<int, ReadOnlyMemory<byte>> next, int good, double rate = 0)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Connection.Open(port)));
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(open.Select((c, i) => Task.Run(() => One(c, i))));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double[] times = [.. all.SelectMany(a => a.Times).Order()];
        return new Load((times.Length - all.Sum(a => a.Bad)) / took, all.Sum(a => a.Bad), times);

        async Task<(List<double> Times, int Bad)> One(Connection connection, int number)
        {
            using var mine = connection;
            var (times, bad) = (new List<double>(16_384), 0);
            var between = rate > 0 ? connections / rate * Stopwatch.Frequency : 0;
            for (var turn = began + (between * number / connections); Stopwatch.GetElapsedTime(began) < length; turn += between)
            {
                var wait = rate > 0 ? TimeSpan.FromSeconds((turn - Stopwatch.GetTimestamp()) / Stopwatch.Frequency) : TimeSpan.Zero;
                if (wait > TimeSpan.FromMilliseconds(1)) await Task.Delay(wait);
                var request = next(number);
                // A timer that wakes late is the generator's fault, a connection that is still busy the service's.
                var from = rate > 0 && wait < TimeSpan.Zero ? (long)turn : Stopwatch.GetTimestamp();
                var (status, _, _) = await mine.Exchange(request);
                times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                if (status != good) bad++;
            }

            return (times, bad);
        }
    }
}
