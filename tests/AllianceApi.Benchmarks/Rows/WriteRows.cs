using System.Globalization;
using System.Text.RegularExpressions;
using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>One durable response a request, 64 connections; then at half of that rate, against the store's own commits.</summary>
internal static partial class WriteRows
{
    public static async Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        await using var clinic = await bench.Open();
        await using var empty = await bench.Empty();
        await Task.Delay(TimeSpan.FromSeconds(5));
        var atRest = clinic.Process.Megabytes("VmRSS");
        Poster ours = await Poster.Prepare(clinic), theirs = await Poster.Prepare(clinic);
        Task<Load> Ours(TimeSpan length, double rate = 0) => ours.Post(clinic.Port, length, bench.Options.ByWrk, rate);
        Task<Load> Theirs(TimeSpan length) => theirs.Post(empty.Port, length, bench.Options.ByWrk);
        await Ours(TimeSpan.FromSeconds(2));
        await Theirs(TimeSpan.FromSeconds(2));
        var (mine, other, spread, last) = await Measured.ByTurns(bench.Options.Rounds, () => Ours(bench.Stretch), () => Theirs(bench.Stretch));
        var before = await Commits(clinic);
        var half = await Ours(bench.Stretch * 2, mine / 2);
        var after = await Commits(clinic);
        var commit = (after.Seconds - before.Seconds) / (after.Count - before.Count) * 1000;
        var peak = clinic.Process.Megabytes("VmHWM");
        return
        [
            new("`POST` one response, 64 connections", $"{Text.Count(mine)}/s, p99 {Text.Of(last.Within(0.99), "0")} ms", $"{Text.Count(other)}/s", $"{Text.Of(mine / other, "0.00")} ({spread})", ">= 0.30", mine / other >= 0.30),
            new(
                $"the same at half of that load ({Text.Count(half.Rate)}/s)", $"p50 {Text.Of(half.Within(0.5), "0.0")}, p99 {Text.Of(half.Within(0.99), "0.0")} ms", $"a commit: {Text.Of(commit, "0.0")} ms (mean)",
                $"{Text.Of(half.Within(0.99) / commit, "0.0")} x", "<= 5 x", half.Within(0.99) / commit <= 5),
            new("Memory at rest", $"{Text.Of(atRest, "0")} MB", "-", $"{Text.Of(atRest, "0")} MB", "<= 120 MB", atRest <= 120),
            new("Memory under load of the rows above (most)", $"{Text.Of(peak, "0")} MB", "-", $"{Text.Of(peak, "0")} MB", "<= 300 MB", peak <= 300),
        ];
    }

    // Sum and count of the histogram, from the page for Prometheus; over the stretch between two looks.
    private static async Task<(double Seconds, double Count)> Commits(Clinic clinic)
    {
        var page = await clinic.Read("/metrics");
        double Of(string what) => CommitMetric().Matches(page).Where(m => m.Groups["what"].Value == what).Sum(m => double.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture));
        return (Of("sum"), Of("count"));
    }

    [GeneratedRegex(@"^alliance_store_commit_duration_seconds_(?<what>sum|count)\S*\s(?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommitMetric();
}
