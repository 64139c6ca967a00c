using System.Globalization;
using System.Text.Json;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests.Trends;

/// <summary>The scale of the reference results (12 items from 1 to 5 in bond, goal and task) and their hand-made series.</summary>
internal static class Wai
{
    public static Instrument Instrument { get; } = new(
        "wai-sr",
        "2006",
        "WAI-SR",
        [Rater.Client],
        new ItemFormat(12, 1, 5, 1, []),
        [new Scale("bond", [3, 5, 7, 9]), new Scale("goal", [4, 6, 8, 11]), new Scale("task", [1, 2, 10, 12]), new Scale(Scale.TotalName, Enumerable.Range(1, 12))],
        0.75,
        Metric.Mean);

    public static ScaleModel Total { get; } = ScaleModel.For(Instrument, Instrument.Primary);

    public static IReadOnlyDictionary<string, ScoredSession[]> Series { get; } = ReferenceCases.Open("series").GetProperty("series").EnumerateArray()
        .ToDictionary(s => s.GetProperty("id").GetString()!, Sessions);

    public static IEnumerable<string> Ids => Series.Keys;

    /// <summary>A score for each session from 1 on, a week apart.</summary>
    public static ScoredSession[] Weekly(params double[] scores) =>
        [.. scores.Select((s, i) => new ScoredSession(i + 1, new DateOnly(2026, 1, 5).AddDays(7 * i), s))];

    private static ScoredSession[] Sessions(JsonElement series) =>
    [
        .. series.GetProperty("session").EnumerateArray().Zip(series.GetProperty("date").EnumerateArray(), series.GetProperty("score").EnumerateArray())
            .Select(f => new ScoredSession(f.First.GetInt32(), DateOnly.Parse(f.Second.GetString()!, CultureInfo.InvariantCulture), f.Third.GetDouble())),
    ];
}
