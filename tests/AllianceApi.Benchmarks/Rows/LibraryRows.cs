using System.Diagnostics;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>The four scales of one series, in the library: what a write computes. The whole distribution is in BenchmarkDotNet.</summary>
internal static class LibraryRows
{
    private const double GoalMicroseconds = 60;

    public static Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        _ = bench;
        // The runtime compiles hot code anew in the background: what is measured first must not pay for it.
        var warm = new SeriesBenchmarks { Sessions = 40 };
        warm.Make();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(3);) _ = Time(() => warm.Headline(), 1000) + Time(() => warm.Detail(), 100);
        return Task.FromResult<IReadOnlyList<Measured>>([.. new[] { 12, 40, 200 }.Select(Of)]);
    }

    private static Measured Of(int sessions)
    {
        var series = new SeriesBenchmarks { Sessions = sessions };
        series.Make();
        _ = Time(() => series.Headline(), 2000);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var headline = Measured.Median(Enumerable.Range(0, 15).Select(_ => Time(() => series.Headline(), 1000)));
        bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / 15_000;
        var detail = Measured.Median(Enumerable.Range(0, 5).Select(_ => Time(() => series.Detail(), 300)));
        return new(
            $"Trend of {Text.Of(sessions)} sessions, all scales, in the library", $"{Text.Of(headline, "0.0")} us, {Text.Count(bytes)} bytes; with every point {Text.Of(detail, "0.0")} us", "-",
            $"{Text.Of(headline, "0")} us", sessions == 40 ? "<= 60 us" : "-", sessions == 40 ? headline <= GoalMicroseconds : null);
    }

    private static double Time(Func<object> work, int times)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++) work();
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / times;
    }
}
