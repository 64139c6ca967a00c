using System.Globalization;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>Which rows of the table are measured, and how.</summary>
/// <param name="Rows">Names of rows; empty: all that need no option.</param>
/// <param name="App">Folder of the published service; null: publish it now.</param>
/// <param name="Seconds">Length of one stretch of load.</param>
/// <param name="Rounds">How often ours and the measure take turns.</param>
/// <param name="BatchRows">Responses of the batch.</param>
/// <param name="Stored">Stored responses between which latency is compared.</param>
/// <param name="ByWrk">Load by wrk instead of the generator here, for requests a second.</param>
/// <param name="Postgres">Connection string of an empty database for the row of two instances.</param>
internal sealed record TableOptions(IReadOnlyList<string> Rows, string? App, int Seconds, int Rounds, int BatchRows, IReadOnlyList<int> Stored, bool ByWrk, string? Postgres)
{
    public static TableOptions Of(IReadOnlyList<string> arguments)
    {
        var options = new TableOptions([], null, 5, 3, 100_000, [1_000, 100_000], false, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--app" => options with { App = Path.GetFullPath(arguments[++i]) },
                "--seconds" => options with { Seconds = Number(arguments[++i]) },
                "--rounds" => options with { Rounds = Number(arguments[++i]) },
                "--batch-rows" => options with { BatchRows = Number(arguments[++i]) },
                "--stored" => options with { Stored = [.. arguments[++i].Split(',').Select(Number)] },
                "--wrk" => options with { ByWrk = true },
                "--postgres" => options with { Postgres = arguments[++i] },
                var row when PerformanceTable.Names.Contains(row) => options with { Rows = [.. options.Rows, row] },
                var other => throw new ArgumentException($"There is no row or option {other}. Rows: {string.Join(", ", PerformanceTable.Names)}."),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
