using System.Globalization;
using System.Text.RegularExpressions;
using AllianceApi.Benchmarks.Rows;

namespace AllianceApi.Benchmarks.Service;

/// <summary>The same closed loop by wrk and load.lua, for who wants figures by a generator that others know.</summary>
internal static partial class Wrk
{
    public static async Task<Load> Run(int port, TimeSpan length, params string[] arguments)
    {
        var (_, output) = await Commands.Run(
            "wrk", ["-t2", $"-c{Text.Of(Poster.Connections)}", $"-d{Text.Of(length.TotalSeconds, "0")}s", "--timeout", "10s", "-s", "load.lua", $"http://127.0.0.1:{Text.Of(port)}", "--", .. arguments], AppContext.BaseDirectory);
        var told = Figures().Match(output);
        if (!told.Success) throw new InvalidOperationException("wrk: " + output);
        double Figure(string name) => double.Parse(told.Groups[name].Value, CultureInfo.InvariantCulture);
        return new Load((Figure("requests") - Figure("bad")) / (Figure("microseconds") / 1e6), (int)Figure("bad"), [Figure("p99") / 1000]);
    }

    [GeneratedRegex(@"FIGURES (?<requests>[0-9]+) (?<microseconds>[0-9]+) (?<bad>[0-9]+) (?<p99>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Figures();
}
