using System.Buffers;
using Alliance.Measurement.Distributions;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The Theil-Sen line: its slope is the median of the slopes of all pairs of points, so that one wild score cannot turn it.
/// </summary>
/// <remarks>
/// Slope = median of (y_j - y_i) / (x_j - x_i) over the pairs whose x differ (by more than 1e-12), the mean of the middle two
/// for an even number; the slope of a pair whose scores are within 1e-12 is exactly 0. Intercept = median(y) - slope median(x).
/// 95 % interval of Sen (JASA 63, 1968, 1379-1389): with N pairs and
/// sigma² = [n(n-1)(2n+5) - ties in x - ties in y] / 18, the sorted slopes at the places, from 0,
/// max(round((N - z sigma) / 2) - 1, 0) and min(round((N + z sigma) / 2), N - 1), half rounded to even as in scipy's
/// <c>theilslopes</c>. Below six points the interval cannot reach 95 %: it is the range of the slopes, or nearly; do not show it.
/// </remarks>
public sealed class TheilSen
{
    private TheilSen(int pairs, double? slope, double? low, double? high, double? intercept)
    {
        Pairs = pairs;
        Slope = slope;
        Low = low;
        High = high;
        Intercept = intercept;
    }

    /// <summary>Number of pairs of points whose x differ.</summary>
    public int Pairs { get; }

    /// <summary>Median slope in score points per unit of x; null without a pair whose x differ.</summary>
    public double? Slope { get; }

    /// <summary>
    /// Lower end of the 95 % interval of the slope; null where <see cref="Slope"/> is, and where ties in both x and y leave no
    /// variance (sigma² below 0).
    /// </summary>
    public double? Low { get; }

    /// <summary>Upper end of the 95 % interval of the slope; null where <see cref="Low"/> is.</summary>
    public double? High { get; }

    /// <summary>Score of the line at x = 0; null where <see cref="Slope"/> is.</summary>
    public double? Intercept { get; }

    /// <summary>Fits the line.</summary>
    /// <param name="x">Sessions, or weeks; shape (n), n from 0 to 10,000, never falling.</param>
    /// <param name="y">Scores; shape (n).</param>
    /// <exception cref="ArgumentException">The lengths differ, x falls, or a value is no number of size up to 1e12.</exception>
    public static TheilSen Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.Series(x, y);
        var n = x.Length;
        var scratch = ArrayPool<double>.Shared.Rent(Math.Max(n * (n - 1) / 2, n));
        try
        {
            var slopes = scratch.AsSpan(0, PairSlopes(x, y, scratch));
            if (slopes.IsEmpty) return new TheilSen(0, null, null, null, null);
            slopes.Sort();
            var pairs = slopes.Length;
            var slope = Middle(slopes);
            var (low, high) = Interval(x, y, slopes);
            return new TheilSen(pairs, slope, low, high, Median(y, scratch) - (slope * Median(x, scratch)));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scratch);
        }
    }

    /// <summary>
    /// Sign of the slope that <see cref="Of"/> gives, without memory of its own: the counts of rising and falling pairs decide,
    /// and where they are equal the flattest pair of either kind.
    /// </summary>
    /// <param name="x">Sessions, or weeks; shape (n), never falling.</param>
    /// <param name="y">Scores; shape (n).</param>
    /// <returns>-1, 0 or 1; 0 also where there is no slope.</returns>
    /// <exception cref="ArgumentException">The lengths differ, x falls, or a value is no number of size up to 1e12.</exception>
    public static int SlopeSign(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.Series(x, y);
        int rising = 0, falling = 0, flat = 0;
        double leastRise = double.PositiveInfinity, leastFall = double.NegativeInfinity;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                if (PairSlope(x, y, i, j) is not { } slope) continue;
                if (slope > 0) (rising, leastRise) = (rising + 1, Math.Min(leastRise, slope));
                else if (slope < 0) (falling, leastFall) = (falling + 1, Math.Max(leastFall, slope));
                else flat++;
            }
        }

        if (flat == 0 && rising == falling && rising > 0) return Math.Sign(leastRise + leastFall);
        if (rising >= falling + flat && rising > 0) return 1;
        return falling >= rising + flat && falling > 0 ? -1 : 0;
    }

    /// <summary>Writes the slopes of all pairs whose x differ and returns their number.</summary>
    private static int PairSlopes(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> slopes)
    {
        var count = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                if (PairSlope(x, y, i, j) is { } slope) slopes[count++] = slope;
            }
        }

        return count;
    }

    private static double? PairSlope(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int i, int j)
    {
        var run = x[j] - x[i];
        if (run <= Ties.Tolerance) return null;
        var rise = y[j] - y[i];
        return Math.Abs(rise) <= Ties.Tolerance ? 0 : rise / run;
    }

    private static (double? Low, double? High) Interval(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> slopes)
    {
        var variance = Ties.VarianceTerm(x.Length) - Ties.TiedTerm(x, Ties.Tolerance) - Ties.TiedTerm(y, Ties.Tolerance);
        if (variance < 0) return (null, null);
        var half = Normal.Z95 * Math.Sqrt(variance / 18);
        var low = (int)Math.Round((slopes.Length - half) / 2, MidpointRounding.ToEven) - 1;
        var high = (int)Math.Round((slopes.Length + half) / 2, MidpointRounding.ToEven);
        return (slopes[Math.Max(low, 0)], slopes[Math.Min(high, slopes.Length - 1)]);
    }

    private static double Median(ReadOnlySpan<double> values, double[] scratch)
    {
        var sorted = scratch.AsSpan(0, values.Length);
        values.CopyTo(sorted);
        sorted.Sort();
        return Middle(sorted);
    }

    private static double Middle(ReadOnlySpan<double> sorted)
    {
        var half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
