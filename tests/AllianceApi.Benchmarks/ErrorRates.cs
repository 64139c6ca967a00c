using System.Globalization;
using Alliance.Measurement.Charts;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Trends;

namespace AllianceApi.Benchmarks;

/// <summary>
/// How often each rule marks a strain where there is none, and how often it finds one that is there, in simulated clients: the
/// table of docs/method.md. Forms of twelve items from 1 to 5; the generator is that of
/// tests/Alliance.Measurement.Tests/Reference/golden/scripts/70_operating_characteristics.R, with another source of chance.
/// </summary>
internal sealed class ErrorRates(int clients)
{
    private const double ReferenceError = 0.18;
    private const double Z95 = 1.959963984540054;

    private static readonly ScaleModel Model = ScaleModel.For(SeriesBenchmarks.Form, SeriesBenchmarks.Form.Primary);
    private static readonly double D2 = 2 / Math.Sqrt(Math.PI);

    private static readonly (string Name, Func<double[], int[]> Marks)[] Rules =
    [
        ("surprise/1 (default)", y => Surprise(y, RuptureRule.Standard)),
        ("surprise-strict/1", y => Surprise(y, RuptureRule.Strict)),
        ("surprise-sensitive/1", y => Surprise(y, RuptureRule.Sensitive)),
        ("falling/1 (recent change)", Falls),
        ("XmR, 3 sigma, running from form 6", RunningChart),
        ("XmR, 3 sigma, over all data", y => BelowLimits(y, XmrChart.Of(y))),
        ("reliable change, previous form", y => [.. Enumerable.Range(2, y.Length - 1).Where(k => y[k - 1] - y[k - 2] <= -Z95 * ReferenceError * Math.Sqrt(2))]),
        ("reliable change, baseline", y => [.. Enumerable.Range(6, y.Length - 5).Where(k => y[k - 1] - y[2..5].Average() <= -Z95 * ReferenceError * Math.Sqrt(4 / 3.0))]),
    ];

    private static readonly (string Name, SimulatedCourse Course)[] Cells =
    [
        ("false", new SimulatedCourse()),
        ("false, 20 sessions", new SimulatedCourse { Sessions = 20 }),
        ("false, steep", new SimulatedCourse { SlopeSd = 0.05 }),
        ("false, volatile", new SimulatedCourse { WithinSd = 0.40 }),
        ("hit .6", new SimulatedCourse { Depth = 0.6, Onset = 7 }),
        ("hit .9", new SimulatedCourse { Depth = 0.9, Onset = 7 }),
        ("hit 1.2", new SimulatedCourse { Depth = 1.2, Onset = 7 }),
        ("hit .9 at 3", new SimulatedCourse { Depth = 0.9, Onset = 3 }),
    ];

    /// <summary>Simulates and writes the table; the same numbers at every run.</summary>
    public void Write(TextWriter told)
    {
        told.WriteLine($"{clients} simulated clients per column. false: at least one mark without a strain. hit: a mark at the onset or one session later.");
        told.WriteLine($"| Rule | {string.Join(" | ", Cells.Select(c => c.Name))} |");
        var courses = Cells.Select((c, i) => c.Course.Simulate(new Random(4242 + i), clients)).ToArray();
        foreach (var (name, marks) in Rules)
        {
            var shares = Cells.Select((c, i) => courses[i].Count(y => c.Course.Onset is { } onset ? marks(y).Any(k => k == onset || k == onset + 1) : marks(y).Length > 0) / (double)clients);
            told.WriteLine($"| {name} | {string.Join(" | ", shares.Select(Share))} |");
        }

        told.WriteLine($"One-step 95 % interval of the model covers {Share(Covered(courses[0]))} of ordinary and {Share(Covered(courses[3]))} of volatile clients' scores.");
    }

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);

    private static int[] Surprise(double[] y, RuptureRule rule) => [.. ScaleTrend.Of(Model, Sessions(y), rule).Ruptures.Select(e => e.OnsetSession)];

    private static int[] Falls(double[] y) => [.. Enumerable.Range(3, y.Length - 2).Where(k => ScaleTrend.Of(Model, Sessions(y[..k])).RecentChange.Label == TrendLabel.Falling)];

    private static int[] RunningChart(double[] y) => [.. Enumerable.Range(6, y.Length - 5).Where(k => y[k - 1] < XmrChart.Of(y.AsSpan(0, k - 1)).Low)];

    private static int[] BelowLimits(double[] y, XmrChart chart) => [.. Enumerable.Range(1, y.Length).Where(k => y[k - 1] < chart.Low)];

    private static double Covered(double[][] courses) =>
        courses.SelectMany(y => ScaleTrendDetail.Of(Model, Sessions(y)).Points.Select(p => Math.Abs(p.Surprise) < Z95 ? 1.0 : 0)).Average();

    private static ScoredSession[] Sessions(double[] y) => [.. y.Select((score, i) => new ScoredSession(i + 1, new DateOnly(2026, 1, 5).AddDays(7 * i), score))];
}
