using Alliance.Measurement.Distributions;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The least-squares line of a series: a description for auditors. Its p and its interval suppose independent scores; do not
/// show them to people.
/// </summary>
/// <remarks>
/// Slope = Sxy / Sxx, residual variance s² = RSS / (n - 2), standard error = s / sqrt(Sxx), 95 % interval by the 0.975 quantile
/// of t with n - 2 degrees of freedom. An RSS (or total sum of squares) below 1e-20 max(1, sum y²) is rounding and counts as 0.
/// </remarks>
public sealed class LeastSquares
{
    private const double Rounding = 1e-20;

    private LeastSquares(int forms) => Forms = forms;

    private LeastSquares(int forms, double slope, double intercept, double sxx, double rss, double total)
        : this(forms)
    {
        Slope = slope;
        InterceptAtFirst = intercept;
        Degrees = forms - 2;
        RSquared = total > 0 ? 1 - (rss / total) : null;
        if (forms < 3) return;
        var deviation = Math.Sqrt(rss / (forms - 2));
        var error = deviation / Math.Sqrt(sxx);
        var half = StudentT.Quantile(0.975, forms - 2) * error;
        (ResidualDeviation, StandardError, Low, High) = (deviation, error, slope - half, slope + half);
        if (rss <= 0) return;
        T = slope / error;
        P = StudentT.TwoSided(slope / error, forms - 2);
    }

    /// <summary>Number of points.</summary>
    public int Forms { get; }

    /// <summary>Score points per unit of x; null without two different x.</summary>
    public double? Slope { get; }

    /// <summary>Score of the line at the first x; null where <see cref="Slope"/> is.</summary>
    public double? InterceptAtFirst { get; }

    /// <summary>Degrees of freedom n - 2, 0 for two points; null where <see cref="Slope"/> is.</summary>
    public int? Degrees { get; }

    /// <summary>Residual standard deviation, in score points; 0 for an exact line, null below 3 points.</summary>
    public double? ResidualDeviation { get; }

    /// <summary>Standard error of the slope; 0 for an exact line, null below 3 points.</summary>
    public double? StandardError { get; }

    /// <summary>Slope over its standard error; null below 3 points and for an exact line.</summary>
    public double? T { get; }

    /// <summary>Two-sided p of <see cref="T"/>; null where <see cref="T"/> is.</summary>
    public double? P { get; }

    /// <summary>Lower end of the 95 % interval of the slope; the slope for an exact line, null below 3 points.</summary>
    public double? Low { get; }

    /// <summary>Upper end of the 95 % interval of the slope; the slope for an exact line, null below 3 points.</summary>
    public double? High { get; }

    /// <summary>Share of the sum of squares that the line takes, 0 to 1; null for a constant series.</summary>
    public double? RSquared { get; }

    /// <summary>Fits the line.</summary>
    /// <param name="x">Sessions, or weeks; shape (n), n from 0 to 10,000, never falling.</param>
    /// <param name="y">Scores; shape (n).</param>
    /// <exception cref="ArgumentException">The lengths differ, x falls, or a value is no number of size up to 1e12.</exception>
    public static LeastSquares Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.Series(x, y);
        var n = x.Length;
        if (n < 2 || x[^1] - x[0] <= Ties.Tolerance) return new LeastSquares(n);
        double meanX = Mean(x), meanY = Mean(y), sxx = 0, sxy = 0, total = 0, squares = 0;
        for (var i = 0; i < n; i++)
        {
            double u = x[i] - meanX, v = y[i] - meanY;
            sxx += u * u;
            sxy += u * v;
            total += v * v;
            squares += y[i] * y[i];
        }

        var slope = sxy / sxx;
        var rss = 0.0;
        for (var i = 0; i < n; i++)
        {
            var residual = y[i] - meanY - (slope * (x[i] - meanX));
            rss += residual * residual;
        }

        var rounding = Rounding * Math.Max(1, squares);
        return new LeastSquares(n, slope, meanY + (slope * (x[0] - meanX)), sxx, Cleared(rss, rounding), Cleared(total, rounding));
    }

    private static double Cleared(double sum, double rounding) => sum < rounding ? 0 : sum;

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }
}
