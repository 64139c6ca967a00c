using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Scoring;

/// <summary>
/// How far the score of one scale may lie from what it measures, on the item-mean metric: what the instrument states, else the
/// fallback of the method, which scales with <c>c = (maximum - minimum) / 4</c>.
/// </summary>
public sealed record MeasurementError
{
    /// <summary>The name of the source where the instrument states nothing.</summary>
    public const string FallbackSource = "fallback";

    /// <summary>Fallback SEM of a total, for a range of 1 to 5 (c = 1).</summary>
    public const double TotalStandardError = 0.18;

    /// <summary>Fallback SEM of any other scale, for a range of 1 to 5 (c = 1).</summary>
    public const double ScaleStandardError = 0.28;

    /// <summary>Fallback variance of the occasion (mood, the way of filling in that day), for a range of 1 to 5 (c = 1).</summary>
    public const double OccasionVariance = 0.0426;

    private MeasurementError(double standardError, double observationVariance, string? stated)
    {
        StandardError = standardError;
        ObservationVariance = observationVariance;
        IsFallback = stated is null;
        Source = stated ?? FallbackSource;
    }

    /// <summary>Standard error of measurement (SEM) of one form, 0 or more.</summary>
    public double StandardError { get; }

    /// <summary>Variance R of one observed score about the level: SEM² and the variance of the occasion.</summary>
    public double ObservationVariance { get; }

    /// <summary>Where the values come from; <see cref="FallbackSource"/> for the constants of the method.</summary>
    public string Source { get; }

    /// <summary>Whether the values are the constants of the method.</summary>
    public bool IsFallback { get; }

    /// <summary>
    /// The error of a scale. The fallback is SEM = 0.18 c for a total and 0.28 c for any other scale, and R = SEM² + 0.0426 c².
    /// Where an instrument states a SEM and no R, its SEM² takes the place of the fallback's in that sum.
    /// </summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scale">One of its scales.</param>
    public static MeasurementError Of(Instrument instrument, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(scale);
        var c = (instrument.Items.Maximum - instrument.Items.Minimum) / 4;
        var occasion = OccasionVariance * c * c;
        if (instrument.Parameters.TryGetValue(scale.Name, out var stated))
        {
            var square = stated.StandardError * stated.StandardError;
            return new MeasurementError(stated.StandardError, stated.ObservationVariance ?? square + occasion, stated.Source);
        }

        var sem = StandardErrorOf(instrument, scale);
        return new MeasurementError(sem, (sem * sem) + occasion, null);
    }

    /// <summary><see cref="StandardError"/> of a scale alone: each score of each form asks for it.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scale">One of its scales.</param>
    internal static double StandardErrorOf(Instrument instrument, Scale scale) => instrument.Parameters.TryGetValue(scale.Name, out var stated)
        ? stated.StandardError
        : (scale.IsTotal ? TotalStandardError : ScaleStandardError) * ((instrument.Items.Maximum - instrument.Items.Minimum) / 4);
}
