using System.Collections.Immutable;
using Alliance.Measurement.Charts;
using Alliance.Measurement.Congruence;
using Alliance.Measurement.Distributions;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Reliability;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Tests.Trends;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests;

/// <summary>What is no input is refused by an argument exception whose message names the value, at every door of the library.</summary>
public class BadInputTests
{
    private const double NaN = double.NaN;
    private const double Infinite = double.PositiveInfinity;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    private static TestCaseData Case(string name, string told, Func<object?> call) => new TestCaseData(call, told).SetArgDisplayNames(name);

    private static IEnumerable<TestCaseData> Cases() =>
    [
        // Not finite.
        Case("least squares NaN", "y[1]", () => LeastSquares.Of([1, 2], [1, NaN])),
        Case("Theil-Sen infinite", "x[0]", () => TheilSen.Of([-Infinite, 2], [1, 1])),
        Case("Mann-Kendall NaN", "y[0]", () => MannKendall.Of([NaN])),
        Case("shape infinite", "y[2]", () => Shape.Of([1, 2, 3], [1, 2, Infinite], 0.25)),
        Case("XmR NaN", "y[0]", () => XmrChart.Of([NaN, 1])),
        Case("CUSUM NaN", "y[1]", () => Cusum.Of([1, NaN], 3, 1)),
        Case("CUSUM centre", "centre", () => Cusum.Of([1], NaN, 1)),
        Case("CUSUM sigma", "sigma", () => Cusum.Of([1], 3, 0)),
        Case("alpha NaN", "answers[1]", () => CronbachAlpha.Of([1, NaN], 2)),
        Case("SEM of a reliability above 1", "1.5", () => StandardErrorOfMeasurement.Of(1, 1.5)),
        Case("dyad NaN", "pairs[0]", () => DyadCongruence.Of([new RatingPair(1, NaN, 3)])),
        Case("score NaN", "NaN", () => ScaleTrend.Of(Wai.Total, Wai.Weekly(4, NaN))),
        Case("baseline NaN", "NaN", () => Baseline.Of(Wai.Total, Wai.Weekly(4, 4, NaN))),
        Case("reliable change NaN", "NaN", () => ReliableChange.Of(Wai.Total, Wai.Weekly(4, NaN))),
        Case("difference of NaN", "earlier", () => ReliableDifference.Of(NaN, 1, 3, 0.1, 1, 5)),
        Case("difference to infinity", "score", () => ReliableDifference.Of(3, 1, Infinite, 0.1, 1, 5)),
        Case("difference with SEM NaN", "standardError", () => ReliableDifference.Of(3, 1, 3, NaN, 1, 5)),
        Case("difference with range NaN", "range[1]", () => ReliableDifference.Of(3, 1, 3, 0.1, 1, NaN)),
        Case("difference with range falling", "maximum", () => ReliableDifference.Of(3, 1, 3, 0.1, 5, 1)),
        Case("filter infinite", "at 2", () => KalmanFilter.LogLikelihood(Wai.Total.Growth, [new Observation(1, 3, 0.1), new Observation(2, Infinite, 0.1)])),
        Case("filter variance infinite", "not Infinity", () => KalmanFilter.LogLikelihood(Wai.Total.Growth, [new Observation(1, 3, Infinite)])),
        Case("filter position NaN", "NaN", () => KalmanFilter.LogLikelihood(Wai.Total.Growth, [new Observation(NaN, 3, 1)])),
        Case("filter position infinite", "row at Infinity", () => KalmanFilter.LogLikelihood(Wai.Total.Growth, [new Observation(Infinite, 3, 1)])),
        Case("prior infinite", "prior", () => LocalLinearTrend.LocalLevel(Infinite, 1, 0.1)),
        Case("prior variance NaN", "prior", () => LocalLinearTrend.LocalLevel(3, NaN, 0.1)),
        Case("q too large", "levelVariance", () => LocalLinearTrend.LocalLevel(3, 1, 1e13)),
        Case("time back", "elapsed", () => Wai.Total.Growth.Advance(Wai.Total.Growth.Prior, -1)),
        Case("usual q", "usual", () => ProcessVariance.MaximumAPosteriori(Wai.Total.Growth, [], NaN)),
        Case("unit of MAP", "unit", () => ProcessVariance.MaximumAPosteriori(Wai.Total.Growth, [], 0.1, unit: 0)),
        Case("unit of likelihood", "unit", () => ProcessVariance.MaximumLikelihood(Wai.Total.Growth, [], unit: -1)),
        Case("estimate NaN", "mean", () => Estimate.Normal(NaN, 1)),
        Case("estimate variance", "variance", () => Estimate.Normal(1, Infinite)),
        Case("estimate factor", "factor", () => Estimate.Normal(1, 1, 0)),
        Case("sentence NaN", "expected", () => Statements.Strain(1, 3, NaN, Wai.Total)),
        Case("sentence infinite", "score", () => Statements.Strain(1, Infinite, 3, Wai.Total)),
        Case("normal NaN", "NaN", () => Normal.Cdf(NaN)),

        // Out of range.
        Case("answer out of range", "Item 3 takes 1 to 5", () => Answers.Of(Wai.Instrument.Items, new Dictionary<int, double> { [3] = 6 })),
        Case("answer between the steps", "not 3.5", () => Answers.Of(Wai.Instrument.Items, new Dictionary<int, double> { [1] = 3.5 })),
        Case("unknown item", "13", () => Answers.Of(Wai.Instrument.Items, new Dictionary<int, double> { [13] = 3 })),
        Case("negative duration", "-1", () => ResponseScore.Of(Wai.Instrument, Answers.Of(Wai.Instrument.Items, new Dictionary<int, double>()), -1)),
        Case("score above the scale", "5.5 of session 2 is outside 1 to 5", () => ScaleTrend.Of(Wai.Total, Wai.Weekly(4, 5.5))),
        Case("score below the scale", "0.5 of session 1", () => ScaleTrend.Of(Wai.Total, Wai.Weekly(0.5))),
        Case("session 0", "Session numbers begin at 1; 0", () => Series((0, 0))),
        Case("session beyond the last", "10001", () => Series((10_001, 0))),
        Case("size beyond 1e12", "y[0]", () => MannKendall.Of([1.1e12])),
        Case("too long", "10000", () => MannKendall.Of(new double[10_001])),
        Case("range too wide", "0 to 10000000", () => new ItemFormat(1, 0, 1e7, 1, [])),
        Case("range too narrow", "0 to 1E-07", () => new ItemFormat(1, 0, 1e-7, 1e-7, [])),
        Case("range NaN", "NaN", () => new ItemFormat(1, NaN, 5, 1, [])),
        Case("SEM too great", "standardError", () => new ScaleParameters(1e7, null, "x")),
        Case("SEM NaN", "standardError", () => new ScaleParameters(NaN, null, "x")),
        Case("R too great", "observationVariance", () => new ScaleParameters(1, 1e13, "x")),
        Case("R below SEM squared", "observationVariance", () => new ScaleParameters(1, 0.5, "x")),

        // Unsorted, doubled, of other lengths.
        Case("x falls", "x[1] = 1 follows 2", () => LeastSquares.Of([2, 1], [1, 1])),
        Case("lengths differ", "x has 2 values and y has 1", () => Shape.Of([1, 2], [1], 0.25)),
        Case("scored sessions fall", "1 follows 2", () => ScaleTrend.Of(Wai.Total, [.. Wai.Weekly(4, 4).Reverse()])),
        Case("scored session twice", "1 follows 1", () => ScaleTrend.Of(Wai.Total, [Wai.Weekly(4)[0], Wai.Weekly(4)[0]])),
        Case("baseline falls", "1 follows 2", () => Baseline.Of(Wai.Total, [.. Wai.Weekly(4, 4).Reverse()])),
        Case("session twice", "Session 2 comes twice", () => Series((2, 0), (2, 0))),
        Case("dates against numbers", "Session 2 was held before session 1", () => Series((1, 7), (2, 0))),
        Case("pairs fall", "Session 1 follows session 2", () => DyadCongruence.Of([new RatingPair(2, 3, 3), new RatingPair(1, 3, 3)])),
        Case("rows fall", "at least 2", () => KalmanFilter.LogLikelihood(Wai.Total.Growth, [new Observation(2, 3, 1), new Observation(1, 3, 1)])),
        Case("means of another form", "needs 4 means", () => SeriesTrend.Of(Wai.Instrument, [new SeriesForm(1, Start, [4.0], ResponseFlags.None)])),
        Case("one id, two submissions", "a comes twice", () => CountableSubmissions.Of([Submission("a", 1), Submission("a", 2)])),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Is_refused_and_named(Func<object?> call, string told)
    {
        var refusal = Assert.Catch<ArgumentException>(() => call());
        Assert.That(refusal!.Message, Does.Contain(told));
        Assert.That(refusal.ParamName, Is.Not.Null.And.Not.Empty);
        Assert.That(refusal.Message.Split("(Parameter")[0].Trim(), Does.EndWith("."), "a sentence says why, whatever the parameter is called");
    }

    private static SeriesTrend Series(params (int Session, int Day)[] forms) =>
        SeriesTrend.Of(Wai.Instrument, [.. forms.Select(f => new SeriesForm(f.Session, Start.AddDays(f.Day), ImmutableArray.Create<double?>(4, 4, 4, 4), ResponseFlags.None))]);

    private static Submission Submission(string id, int session) => new(id, new MeasurementKey("s", Rater.Client, session), Start, true);
}
