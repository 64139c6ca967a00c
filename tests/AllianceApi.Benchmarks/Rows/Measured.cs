using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>One line of the table.</summary>
internal sealed record Measured(string Work, string Ours, string Against, string Result, string Goal, bool? Holds)
{
    public override string ToString() => $"| {Work} | {Ours} | {Against} | **{Result}** | {Goal} | {Holds switch { true => "yes", false => "**no**", null => "-" }} |";

    /// <summary>Ours and the measure by turns, so that a machine that drifts drifts for both; the ratio is of all rounds together.</summary>
    public static async Task<(double Ours, double Theirs, string Spread, Load Last)> ByTurns(int rounds, Func<Task<Load>> ours, Func<Task<Load>> theirs)
    {
        List<Load> mine = [], others = [];
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 1) others.Add(Whole(await theirs()));
            mine.Add(Whole(await ours()));
            if (round % 2 == 0) others.Add(Whole(await theirs()));
        }

        var ratios = mine.Zip(others, (a, b) => a.Rate / b.Rate).Order().ToList();
        return (mine.Average(l => l.Rate), others.Average(l => l.Rate), $"{Text.Of(ratios[0], "0.00")} to {Text.Of(ratios[^1], "0.00")}", mine[^1]);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static Load Whole(Load load) => load.Bad == 0 ? load : throw new InvalidOperationException($"{Text.Of(load.Bad)} answers were not what they had to be: a ratio over them says nothing.");
}
