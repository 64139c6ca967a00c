using System.Globalization;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>The table of docs/performance.md: every row as a ratio in one run on one machine.</summary>
internal static class PerformanceTable
{
    private static readonly (string Name, Func<Bench, Task<IReadOnlyList<Measured>>> Measure)[] Rows =
    [
        ("post", WriteRows.Run),
        ("reads", ReadRows.Run),
        ("batch", BatchRow.Run),
        ("library", LibraryRows.Run),
        ("start", StartRow.Run),
        ("growth", GrowthRows.Run),
        ("instances", InstancesRow.Run),
        ("pages", PagesRow.Run),
        ("listeners", ListenersRow.Run),
    ];

    // They need another program or an empty database, or are told of in another guide.
    private static readonly string[] OnlyWhenNamed = ["instances", "pages", "listeners"];

    public static IEnumerable<string> Names => Rows.Select(r => r.Name);

    public static async Task<int> Run(TableOptions options, TextWriter told)
    {
        using var bench = new Bench(options, await Commands.Publish(options.App));
        var asked = options.Rows is { Count: > 0 } ? options.Rows : [.. Names.Where(n => !OnlyWhenNamed.Contains(n) || (n == "instances" && options.Postgres is not null))];
        told.WriteLine($"Commit {await Commands.Commit()}, {TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {Text.Of(Environment.ProcessorCount)} cores, load of the machine at the start {Busy()}");
        told.WriteLine();
        told.WriteLine("| Work | Ours | Measured against | Result | Goal | Holds |");
        told.WriteLine("|---|---|---|---|---|---|");
        foreach (var (_, measure) in Rows.Where(r => asked.Contains(r.Name)))
        {
            foreach (var row in await measure(bench)) told.WriteLine(row);
            await told.FlushAsync();
        }

        told.WriteLine();
        told.WriteLine($"Load of the machine at the end {Busy()}.");
        return 0;
    }

    // The average of processes that want to run in the last minute: more than the cores, and the figures are noisy.
    private static string Busy() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
