using System.Collections.Immutable;

namespace Alliance.Measurement.Trends;

/// <summary>One polynomial of time fitted to a series by least squares: constant, line or parabola.</summary>
public sealed class ShapeModel
{
    private const double ExactBelow = 1e-18;

    private ShapeModel(int degree)
    {
        Degree = degree;
        Coefficients = [];
    }

    private ShapeModel(int degree, ReadOnlySpan<double> coefficients, double rss, int forms)
    {
        Degree = degree;
        Coefficients = [.. coefficients[..(degree + 1)]];
        IsExact = rss < ExactBelow;
        if (IsExact) return;
        var k = degree + 2;
        var logLikelihood = -0.5 * forms * (Math.Log(2 * Math.PI * rss / forms) + 1);
        ResidualSumOfSquares = rss;
        LogLikelihood = logLikelihood;
        Aicc = (-2 * logLikelihood) + (2 * k) + (2.0 * k * (k + 1) / (forms - k - 1));
    }

    /// <summary>0 for a constant, 1 for a line, 2 for a parabola.</summary>
    public int Degree { get; }

    /// <summary>
    /// Coefficients b0, b1, b2 of y = b0 + b1 u + b2 u² with u = x - x[0]; shape (degree + 1), empty where the model is not fitted:
    /// with n &lt;= degree + 3, or not more than degree different x.
    /// </summary>
    public ImmutableArray<double> Coefficients { get; }

    /// <summary>Whether the polynomial goes through every point (residual sum of squares below 1e-18).</summary>
    public bool IsExact { get; }

    /// <summary>Sum of the squared residuals; null where the model is not fitted, or exact.</summary>
    public double? ResidualSumOfSquares { get; }

    /// <summary>Gaussian log-likelihood at its maximum, the variance taken as RSS / n; null where the RSS is.</summary>
    public double? LogLikelihood { get; }

    /// <summary>
    /// -2 log L + 2k + 2k(k + 1) / (n - k - 1) with k = degree + 2, the variance counted; null where the RSS is. Less is better.
    /// </summary>
    public double? Aicc { get; }

    /// <summary>
    /// Fits the three models by polynomials that are orthogonal on the given x (Forsythe 1957), so that the parabola of a long
    /// series does not lose digits.
    /// </summary>
    internal static ImmutableArray<ShapeModel> Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var n = x.Length;
        Span<double> residuals = n <= Ties.OnStack ? stackalloc double[n] : new double[n];
        y.CopyTo(residuals);
        var rank = Math.Min(Distinct(x), n - 3);
        Span<double> line = stackalloc double[3], square = stackalloc double[3], sum = stackalloc double[3];
        line.Clear();
        square.Clear();
        sum.Clear();
        var models = ImmutableArray.CreateBuilder<ShapeModel>(3);
        for (var degree = 0; degree < 3; degree++)
        {
            if (degree >= rank)
            {
                models.Add(new ShapeModel(degree));
                continue;
            }

            // The monic polynomials 1, u - c and (u - c)² - d (u - c) - e, each orthogonal to those before it.
            if (degree == 1) (line[0], line[1]) = (-Moment(x, [1, 0, 0], [0, 1, 0]) / n, 1);
            if (degree == 2) NextOrthogonal(x, line, square);
            ReadOnlySpan<double> basis = degree switch { 0 => [1, 0, 0], 1 => line, _ => square };
            Project(x, basis, residuals, sum);
            models.Add(new ShapeModel(degree, sum, SumOfSquares(residuals), n));
        }

        return models.MoveToImmutable();
    }

    /// <summary>The polynomial of degree 2 that is orthogonal to 1 and to <paramref name="line"/> on the given x.</summary>
    private static void NextOrthogonal(ReadOnlySpan<double> x, ReadOnlySpan<double> line, Span<double> square)
    {
        var ownProduct = Moment(x, line, line);
        var shifted = 0.0;
        foreach (var value in x)
        {
            var u = value - x[0];
            shifted += u * Value(line, u) * Value(line, u);
        }

        // Three-term recurrence: p2 = (u - shifted / ownProduct) p1 - ownProduct / n.
        var centre = shifted / ownProduct;
        square[0] = (-centre * line[0]) - (ownProduct / x.Length);
        square[1] = line[0] - centre;
        square[2] = 1;
    }

    /// <summary>Takes the projection on <paramref name="basis"/> out of the residuals and adds it to the coefficients.</summary>
    private static void Project(ReadOnlySpan<double> x, ReadOnlySpan<double> basis, Span<double> residuals, Span<double> sum)
    {
        var product = 0.0;
        for (var i = 0; i < x.Length; i++) product += residuals[i] * Value(basis, x[i] - x[0]);
        var norm = Moment(x, basis, basis);
        if (norm <= 0) return; // x so uneven that rounding left nothing of the parabola: it is the line
        var weight = product / norm;
        for (var i = 0; i < x.Length; i++) residuals[i] -= weight * Value(basis, x[i] - x[0]);
        for (var power = 0; power < 3; power++) sum[power] += weight * basis[power];
    }

    private static double Moment(ReadOnlySpan<double> x, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var sum = 0.0;
        foreach (var value in x) sum += Value(first, value - x[0]) * Value(second, value - x[0]);
        return sum;
    }

    private static double Value(ReadOnlySpan<double> coefficients, double u) =>
        coefficients[0] + (u * (coefficients[1] + (u * coefficients[2])));

    private static double SumOfSquares(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value * value;
        return sum;
    }

    private static int Distinct(ReadOnlySpan<double> x)
    {
        var count = x.IsEmpty ? 0 : 1;
        for (var i = 1; i < x.Length; i++)
        {
            if (x[i] - x[i - 1] > Ties.Tolerance) count++;
        }

        return count;
    }
}
