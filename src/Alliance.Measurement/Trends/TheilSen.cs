using System.Buffers;
using System.Numerics;
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
    // Pairs up to which speed may cost twice the memory: those of some seven hundred forms.
    private const int MostDealt = 250_000;

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
        var most = n * (n - 1) / 2;
        var room = most <= MostDealt ? most : 0;
        var scratch = ArrayPool<double>.Shared.Rent(most + room);
        try
        {
            var slopes = scratch.AsSpan(0, PairSlopes(x, y, scratch.AsSpan(0, most)));
            if (slopes.IsEmpty) return new TheilSen(0, null, null, null, null);
            Span<double> sorted = n <= Ties.OnStack ? stackalloc double[n] : new double[n];
            y.CopyTo(sorted);
            sorted.Sort();
            var (low, high) = IntervalRanks(Ties.VarianceTerm(n) - Ties.TiedTerm(x) - Ties.TiedTerm(sorted), slopes.Length);
            var half = slopes.Length / 2;
            var before = slopes.Length % 2 == 1 ? half : half - 1;
            Span<double> found = stackalloc double[4];
            OrderStatistic.AtRanks(slopes, scratch.AsSpan(most, Math.Min(room, slopes.Length)), [low ?? before, before, half, high ?? half], found);
            var slope = (found[1] + found[2]) / 2;
            return new TheilSen(slopes.Length, slope, low is null ? null : found[0], high is null ? null : found[3], Middle(sorted) - (slope * Middle(x)));
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
        var signs = default(PairSigns);
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                if (x[j] - x[i] > Ties.Tolerance) signs.Count(y[j] - y[i]);
            }
        }

        return signs.Sign ?? SignOfMiddlePair(x, y);
    }

    /// <summary>Sign of the mean of the flattest rise and the flattest fall: the middle two where half of the pairs rise and half fall.</summary>
    private static int SignOfMiddlePair(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double leastRise = double.PositiveInfinity, leastFall = double.NegativeInfinity;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                if (x[j] - x[i] <= Ties.Tolerance) continue;
                var slope = (y[j] - y[i]) / (x[j] - x[i]);
                if (slope > 0) leastRise = Math.Min(leastRise, slope);
                else leastFall = Math.Max(leastFall, slope);
            }
        }

        return Math.Sign(leastRise + leastFall);
    }

    /// <summary>Writes the slopes of all pairs whose x differ and returns their number.</summary>
    private static int PairSlopes(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> slopes)
    {
        var count = 0;
        for (var i = 0; i < x.Length; i++)
        {
            // x never falls: where the next one is greater, so are all after it, and they go by the vector.
            var j = i + 1;
            if (j < x.Length && x[j] - x[i] > Ties.Tolerance)
            {
                for (; j <= x.Length - Vector<double>.Count; j += Vector<double>.Count, count += Vector<double>.Count)
                    Slopes(new Vector<double>(x[j..]) - new Vector<double>(x[i]), new Vector<double>(y[j..]) - new Vector<double>(y[i])).CopyTo(slopes[count..]);
            }

            for (; j < x.Length; j++)
            {
                var run = x[j] - x[i];
                if (run <= Ties.Tolerance) continue;
                var rise = y[j] - y[i];
                slopes[count++] = Math.Abs(rise) <= Ties.Tolerance ? 0 : rise / run;
            }
        }

        return count;
    }

    private static Vector<double> Slopes(Vector<double> run, Vector<double> rise) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(rise), new Vector<double>(Ties.Tolerance)), Vector<double>.Zero, rise / run);

    /// <summary>Ranks of both ends of the interval; null where ties leave no variance.</summary>
    private static (int? Low, int? High) IntervalRanks(double eighteenVariance, int pairs)
    {
        if (eighteenVariance < 0) return (null, null);
        var reach = Normal.Z95 * Math.Sqrt(eighteenVariance / 18);
        var low = (int)Math.Round((pairs - reach) / 2, MidpointRounding.ToEven) - 1;
        var high = (int)Math.Round((pairs + reach) / 2, MidpointRounding.ToEven);
        return (Math.Max(low, 0), Math.Min(high, pairs - 1));
    }

    private static double Middle(ReadOnlySpan<double> sorted)
    {
        var half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
