using System.Collections.Immutable;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Charts;

/// <summary>An individuals and moving-range (XmR) control chart with run rules.</summary>
/// <remarks>
/// Centre = mean, sigma = mean moving range / d2, limits = centre ± 3 sigma, limit of the moving range = (d2 + 3 d3) sigma, with
/// the exact constants d2 = 2 / sqrt(pi) and d3 = sqrt(2 - 4 / pi) and not their table values. It supposes a stable mean and
/// independent scores: a slow decline lights up half of its points. Show it from eight scores, with limits from the first six.
/// Positions count the scores from 1, missing forms closed up. A point on a line (to 1e-12) is not beyond it. Where the scores
/// behind the limits do not move, sigma is 0 and any other score is beyond every line.
/// </remarks>
public sealed class XmrChart
{
    private static readonly double D2 = 2 / Math.Sqrt(Math.PI);
    private static readonly double D3 = Math.Sqrt(2 - (4 / Math.PI));
    private static readonly double MedianDivisor = Math.Sqrt(2) * 0.6744897501960817; // of the 0.75 quantile of the normal

    private XmrChart(ImmutableArray<double> movingRanges)
    {
        MovingRanges = movingRanges;
        MovingRangesAbove = Beyond3Sigma = TwoOfThreeBeyond2Sigma = FourOfFiveBeyond1Sigma = EightOnOneSide = NineOnOneSide = [];
    }

    private XmrChart(ReadOnlySpan<double> y, ImmutableArray<double> movingRanges, int limitsFrom, SigmaSource source)
        : this(movingRanges)
    {
        var centre = Mean(y[..limitsFrom]);
        var ranges = movingRanges.AsSpan()[..(limitsFrom - 1)];
        var mean = Mean(ranges);
        var median = Median(ranges);
        var sigma = source == SigmaSource.MeanMovingRange ? mean / D2 : median / MedianDivisor;
        if (sigma <= Ties.Tolerance) sigma = 0;
        var limit = (D2 + (3 * D3)) * sigma;
        (Centre, MeanMovingRange, SigmaFromMedian, Sigma) = (centre, mean, median / MedianDivisor, sigma);
        (Low, High, MovingRangeLimit) = (centre - (3 * sigma), centre + (3 * sigma), limit);

        var runs = new RunRules(y, centre, sigma);
        Beyond3Sigma = runs.Of(1, 1, 3);
        TwoOfThreeBeyond2Sigma = runs.Of(3, 2, 2);
        FourOfFiveBeyond1Sigma = runs.Of(5, 4, 1);
        EightOnOneSide = runs.Of(8, 8, 0);
        NineOnOneSide = runs.Of(9, 9, 0);
        MovingRangesAbove = [.. Enumerable.Range(2, movingRanges.Length).Where(p => movingRanges[p - 2] > limit + Ties.Tolerance)];
    }

    /// <summary>Distance of each score from the one before it; shape (n - 1), of all scores.</summary>
    public ImmutableArray<double> MovingRanges { get; }

    /// <summary>Mean of the scores that the limits come from; null where there are too few.</summary>
    public double? Centre { get; }

    /// <summary>Mean of their moving ranges; null where <see cref="Centre"/> is.</summary>
    public double? MeanMovingRange { get; }

    /// <summary>Spread used for the limits, in score points; null where <see cref="Centre"/> is.</summary>
    public double? Sigma { get; }

    /// <summary>Spread by the median moving range, whichever is used; null where <see cref="Centre"/> is.</summary>
    public double? SigmaFromMedian { get; }

    /// <summary>Lower limit, centre - 3 sigma, not clipped to the scale; null where <see cref="Centre"/> is.</summary>
    public double? Low { get; }

    /// <summary>Upper limit, centre + 3 sigma, not clipped to the scale; null where <see cref="Centre"/> is.</summary>
    public double? High { get; }

    /// <summary>Upper limit of the moving range; null where <see cref="Centre"/> is.</summary>
    public double? MovingRangeLimit { get; }

    /// <summary>Positions whose moving range (from the score before) is above its limit.</summary>
    public ImmutableArray<int> MovingRangesAbove { get; }

    /// <summary>Rule 1: positions beyond a limit.</summary>
    public ImmutableArray<int> Beyond3Sigma { get; }

    /// <summary>Rule 2: positions beyond 2 sigma, as is one of the two before on the same side.</summary>
    public ImmutableArray<int> TwoOfThreeBeyond2Sigma { get; }

    /// <summary>Rule 3: positions beyond 1 sigma, as are three of the four before on the same side.</summary>
    public ImmutableArray<int> FourOfFiveBeyond1Sigma { get; }

    /// <summary>Rule 4: positions that end eight on one side of the centre. Fires on any growth.</summary>
    public ImmutableArray<int> EightOnOneSide { get; }

    /// <summary>Nelson's form of rule 4: nine on one side.</summary>
    public ImmutableArray<int> NineOnOneSide { get; }

    /// <summary>Draws the chart of a series.</summary>
    /// <param name="y">Scores in the order of the sessions; shape (n), n from 0 to 10,000.</param>
    /// <param name="limitsFrom">
    /// Take the limits from the first so many scores only, 2 or more, and freeze them; null for all. Fewer scores than that, or
    /// than 2, give a chart without limits.
    /// </param>
    /// <param name="source">What sigma is estimated from.</param>
    /// <exception cref="ArgumentException">A score is no number of size up to 1e12, <paramref name="limitsFrom"/> is below 2, or the source is unknown.</exception>
    public static XmrChart Of(ReadOnlySpan<double> y, int? limitsFrom = null, SigmaSource source = SigmaSource.MeanMovingRange)
    {
        Require.Finite(y);
        if (limitsFrom < 2) throw new ArgumentOutOfRangeException(nameof(limitsFrom), limitsFrom, "Limits need 2 scores or more.");
        if (!Enum.IsDefined(source)) throw new ArgumentOutOfRangeException(nameof(source), source, "Sigma comes from the mean or the median moving range.");
        var ranges = ImmutableArray.CreateBuilder<double>(Math.Max(0, y.Length - 1));
        for (var i = 1; i < y.Length; i++) ranges.Add(Math.Abs(y[i] - y[i - 1]));
        var count = limitsFrom ?? Math.Max(2, y.Length);
        return y.Length < count ? new XmrChart(ranges.MoveToImmutable()) : new XmrChart(y, ranges.MoveToImmutable(), count, source);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static double Median(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
