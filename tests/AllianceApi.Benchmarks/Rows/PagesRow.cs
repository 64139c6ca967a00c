using System.Text.Json;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>
/// The dashboard's first screen with 40 clients in Chromium, each time with nothing in its cache: from the address to forty rows that
/// can be searched, and what went over the wire until then. Needs Node with npm, and Chromium (or CHROMIUM with its path).
/// </summary>
internal static class PagesRow
{
    private const double MostMilliseconds = 1000;
    private const double MostKilobytes = 150;

    public static async Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        await using var clinic = await bench.Open();
        await ReadRows.Fill(bench, clinic);
        var folder = Path.Combine(Commands.Root(), "tests", "AllianceApi.Tests", "Browser");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "playwright-core")) &&
            await Commands.Run("npm", ["install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"], folder) is { Code: not 0 } failed)
        {
            throw new InvalidOperationException("npm: " + failed.Output);
        }

        var (code, told) = await Commands.Run("node", ["measure.mjs"], folder, [("ALLIANCE_BASE", $"http://127.0.0.1:{Text.Of(clinic.Port)}"), ("ALLIANCE_KEY", clinic.Key), ("ROUNDS", Text.Of(Math.Max(5, bench.Options.Rounds)))]);
        using var measured = JsonDocument.Parse(code == 0 ? told : throw new InvalidOperationException("measure.mjs: " + told));
        var (times, bytes) = (Values(measured, "milliseconds"), Values(measured, "bytes"));
        var (time, kilobytes) = (Measured.Median(times), bytes.Max() / 1000);
        return
        [
            new("First screen of 40 clients, cold cache, until it can be used", $"{Text.Of(time, "0")} ms ({Text.Of(times.Min(), "0")} to {Text.Of(times.Max(), "0")})", "-", $"{Text.Of(time, "0")} ms", "< 1000 ms", time < MostMilliseconds),
            new("Sent for it", $"{Text.Of(kilobytes, "0.0")} kB", "-", $"{Text.Of(kilobytes, "0.0")} kB", "< 150 kB", kilobytes < MostKilobytes),
        ];
    }

    private static double[] Values(JsonDocument document, string name) => [.. document.RootElement.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
