namespace Alliance.Measurement.Distributions;

/// <summary>Student's t distribution with a given number of degrees of freedom.</summary>
/// <remarks>
/// By the incomplete beta function: P(abs(T) &gt; abs(t)) = I_x(v / 2, 1 / 2) with x = v / (v + t²). Relative error below 1e-12.
/// </remarks>
public static class StudentT
{
    /// <summary>Probability that a t value is at most <paramref name="t"/>.</summary>
    /// <param name="t">Any number, infinities included.</param>
    /// <param name="degrees">Degrees of freedom, 1 to 2e8.</param>
    /// <exception cref="ArgumentException"><paramref name="t"/> is NaN, or the degrees are outside their range.</exception>
    public static double Cdf(double t, double degrees)
    {
        var tail = TwoSided(t, degrees) / 2;
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>Probability that a t value is at least as far from 0 as <paramref name="t"/>: the two-sided p.</summary>
    /// <param name="t">Any number, infinities included.</param>
    /// <param name="degrees">Degrees of freedom, 1 to 2e8.</param>
    /// <returns>1 at 0, 0 at infinity (and from about 1e150 on).</returns>
    /// <exception cref="ArgumentException"><paramref name="t"/> is NaN, or the degrees are outside their range.</exception>
    public static double TwoSided(double t, double degrees)
    {
        if (double.IsNaN(t)) throw new ArgumentException("The t distribution is asked at NaN.", nameof(t));
        IncompleteBeta.CheckDegrees(degrees, nameof(degrees));
        var odds = degrees / t / t;
        return odds > 1
            ? IncompleteBeta.Lower(degrees / 2, 0.5, 1 / (1 + (t * t / degrees)), t * t / degrees / (1 + (t * t / degrees)))
            : IncompleteBeta.Lower(degrees / 2, 0.5, odds / (1 + odds), 1 / (1 + odds));
    }

    /// <summary>The value that a t value is below with probability <paramref name="p"/>.</summary>
    /// <param name="p">Probability, 1e-100 to 1 - 1e-16, or 0 or 1.</param>
    /// <param name="degrees">Degrees of freedom, 1 to 2e8.</param>
    /// <returns>The quantile; negative infinity at 0, positive infinity at 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or outside its range.</exception>
    public static double Quantile(double p, double degrees)
    {
        IncompleteBeta.CheckProbability(p, nameof(p));
        IncompleteBeta.CheckDegrees(degrees, nameof(degrees));
        var tail = Math.Min(p, 1 - p);
        if (tail == 0) return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (p == 0.5) return 0;
        var logOdds = IncompleteBeta.LogOdds(degrees / 2, 0.5, 2 * tail, 2 * Math.Abs(p - 0.5));
        var size = Math.Sqrt(degrees) * Math.Exp(-logOdds / 2);
        return p < 0.5 ? -size : size;
    }
}
