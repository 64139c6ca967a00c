using System.Collections.Immutable;
using Alliance.Measurement.Charts;
using Alliance.Measurement.Trends;

namespace AllianceApi.Trends;

/// <summary>Draws the control charts of a scale, in the metric of its instrument.</summary>
internal static class ControlCharts
{
    /// <summary>Forms that the limits and the centre come from.</summary>
    public const int LimitsFrom = 6;

    /// <summary>Forms from which an individuals chart has limits.</summary>
    public const int XmrForms = 8;

    /// <summary>Forms from which cumulative sums are given.</summary>
    public const int CusumForms = 12;

    private const double K = 0.5;
    private const double H = 4;

    public static XmrResource Xmr(ScaleTrendDetail detail)
    {
        if (detail.Points.Length < XmrForms)
        {
            return new XmrResource(LimitsFrom, null, null, null, null, null, []);
        }

        var chart = XmrChart.Of(Scores(detail), LimitsFrom);
        return new XmrResource(LimitsFrom, chart.Centre, chart.Sigma, chart.Low, chart.High, chart.MovingRangeLimit, Signals(
            detail, (chart.Beyond3Sigma, "beyondLimits"), (chart.TwoOfThreeBeyond2Sigma, "twoOfThree"), (chart.MovingRangesAbove, "movingRange")));
    }

    /// <summary>
    /// The spread is that of the model, sqrt(R): one estimated from a few forms of one client would leave the rate of false signals
    /// to chance.
    /// </summary>
    public static CusumResource Cusum(ScaleTrendDetail detail, bool scoresVisible)
    {
        if (detail.Points.Length < CusumForms)
        {
            return new CusumResource(null, null, K, H, [], []);
        }

        var (scores, model) = (Scores(detail), detail.Trend.Model);
        var (centre, sigma) = (scores[..LimitsFrom].Average(), Math.Sqrt(model.ObservationVariance) * model.Factor);
        var sums = Alliance.Measurement.Charts.Cusum.Of(scores, centre, sigma, K, H);
        CusumPointResource[] points = scoresVisible ? [.. detail.Points.Select((p, i) => new CusumPointResource(p.Session, sums.Upper[i], sums.Lower[i]))] : [];
        return new CusumResource(centre, sigma, K, H, points, Signals(detail, (sums.UpperSignals, "up"), (sums.LowerSignals, "down")));
    }

    private static double[] Scores(ScaleTrendDetail detail) => [.. detail.Points.Select(p => p.Score.Value)];

    // Positions count the forms from 1; people count sessions.
    private static ChartSignalResource[] Signals(ScaleTrendDetail detail, params (ImmutableArray<int> Positions, string Rule)[] found) =>
        [.. found.SelectMany(f => f.Positions.Select(p => new ChartSignalResource(detail.Points[p - 1].Session, f.Rule))).OrderBy(s => s.Session)];
}
