using Alliance.Measurement.Distributions;

namespace Alliance.Measurement.Trends;

/// <summary>A value with its 95 % interval, value ± 1.96 sd, not clipped to the scale.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Sd">Standard deviation, 0 or more.</param>
public readonly record struct Estimate(double Value, double Low, double High, double Sd)
{
    /// <summary>The estimate of a normal value, brought to another metric by <paramref name="factor"/>.</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="variance">Its variance; a negative one, such as rounding leaves, counts as 0.</param>
    /// <param name="factor">What both are multiplied by, in points of the metric; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is no number of size up to 1e12, or the factor is not above 0.</exception>
    public static Estimate Normal(double mean, double variance, double factor = 1)
    {
        Require.Numbers([mean], nameof(mean));
        Require.Numbers([variance], nameof(variance));
        Require.Positive(factor);
        return Of(mean, variance, factor);
    }

    internal static Estimate Of(double mean, double variance, double factor = 1) => About(mean * factor, Math.Sqrt(Math.Max(0, variance)) * factor);

    /// <summary>The estimate of a normal value by its standard deviation.</summary>
    internal static Estimate About(double value, double sd) =>
        new(value, value - (Distributions.Normal.Z95 * sd), value + (Distributions.Normal.Z95 * sd), sd);

    /// <summary>The same with value and interval clipped to a range: for display only.</summary>
    public Estimate Clipped(double minimum, double maximum) =>
        new(Math.Clamp(Value, minimum, maximum), Math.Clamp(Low, minimum, maximum), Math.Clamp(High, minimum, maximum), Sd);
}

/// <summary>The slope of the level with its 95 % interval.</summary>
/// <param name="PerSession">Growth per session.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Sd">Standard deviation.</param>
/// <param name="ProbabilityRising">Probability that the slope is above 0.</param>
public readonly record struct SlopeEstimate(double PerSession, double Low, double High, double Sd, double ProbabilityRising)
{
    internal static SlopeEstimate Of(in GrowthState state, double factor)
    {
        var e = Estimate.Of(state.Slope, state.SlopeVariance, factor);
        return new SlopeEstimate(e.Value, e.Low, e.High, e.Sd, Probability.AboveZero(state.Slope, state.SlopeVariance));
    }
}

/// <summary>Probabilities of normal values.</summary>
internal static class Probability
{
    /// <summary>P(X &gt; 0). A value without variance is above 0, not above 0, or, at 0 itself, as likely as not.</summary>
    public static double AboveZero(double mean, double variance) =>
        variance > 0 ? Normal.Cdf(mean / Math.Sqrt(variance)) : (Math.Sign(mean) + 1) / 2.0;
}
