namespace Alliance.Measurement.Distributions;

/// <summary>Fisher's F distribution: the ratio of two independent variances, each over its degrees of freedom.</summary>
/// <remarks>P(F &lt;= f) = I_x(v1 / 2, v2 / 2) with x = v1 f / (v1 f + v2). Relative error below 1e-12.</remarks>
public static class FisherF
{
    /// <summary>Probability that an F value is at most <paramref name="f"/>.</summary>
    /// <param name="f">Any number, infinities included.</param>
    /// <param name="numerator">Degrees of freedom of the upper variance, 1 to 2e8.</param>
    /// <param name="denominator">Degrees of freedom of the lower variance, 1 to 2e8.</param>
    /// <returns>0 to 1; 0 for a value of 0 or less.</returns>
    /// <exception cref="ArgumentException"><paramref name="f"/> is NaN, or the degrees are outside their range.</exception>
    public static double Cdf(double f, double numerator, double denominator)
    {
        if (double.IsNaN(f)) throw new ArgumentException("The F distribution is asked at NaN.", nameof(f));
        IncompleteBeta.CheckDegrees(numerator, nameof(numerator));
        IncompleteBeta.CheckDegrees(denominator, nameof(denominator));
        if (f <= 0) return 0;
        var odds = f * (numerator / denominator);
        return double.IsInfinity(odds) ? 1 : IncompleteBeta.Lower(numerator / 2, denominator / 2, odds / (1 + odds), 1 / (1 + odds));
    }

    /// <summary>The value that an F value is below with probability <paramref name="p"/>.</summary>
    /// <param name="p">Probability, 1e-100 to 1 - 1e-16, or 0 or 1.</param>
    /// <param name="numerator">Degrees of freedom of the upper variance, 1 to 2e8.</param>
    /// <param name="denominator">Degrees of freedom of the lower variance, 1 to 2e8.</param>
    /// <returns>The quantile; 0 at 0, positive infinity at 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range.</exception>
    public static double Quantile(double p, double numerator, double denominator)
    {
        IncompleteBeta.CheckProbability(p, nameof(p));
        IncompleteBeta.CheckDegrees(numerator, nameof(numerator));
        IncompleteBeta.CheckDegrees(denominator, nameof(denominator));
        if (p == 0) return 0;
        if (p == 1) return double.PositiveInfinity;
        return denominator / numerator * Math.Exp(IncompleteBeta.LogOdds(numerator / 2, denominator / 2, p, 1 - p));
    }
}
