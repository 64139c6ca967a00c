namespace Alliance.Measurement.Instruments;

/// <summary>
/// What an instrument (or a deployment) states about the error of one of its scales, on the item-mean metric, in place of the
/// fallback constants of the method.
/// </summary>
public sealed class ScaleParameters
{
    /// <summary>The greatest standard error.</summary>
    public const double GreatestStandardError = 1e6;

    /// <summary>Makes the parameters of one scale.</summary>
    /// <param name="standardError">Standard error of measurement (SEM) of one complete form; 0 to <see cref="GreatestStandardError"/>, on the item-mean metric.</param>
    /// <param name="observationVariance">Variance R of one observed score about the level (SEM² and the occasion's variance); null for SEM² plus the fallback occasion variance.</param>
    /// <param name="source">Where the values come from: a citation, or the sample they were estimated in.</param>
    /// <exception cref="ArgumentException">A value is outside its range, R is below SEM², or the source is empty.</exception>
    public ScaleParameters(double standardError, double? observationVariance, string source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        if (!(standardError >= 0 && standardError <= GreatestStandardError))
        {
            throw new ArgumentOutOfRangeException(nameof(standardError), standardError, "A standard error is 0 to a million.");
        }

        if (observationVariance is { } r && !(r > 0 && r >= standardError * standardError && r <= GreatestStandardError * GreatestStandardError))
        {
            throw new ArgumentOutOfRangeException(nameof(observationVariance), r, "R is positive, at least SEM² and at most the square of a million.");
        }

        StandardError = standardError;
        ObservationVariance = observationVariance;
        Source = source;
    }

    /// <summary>Standard error of measurement of one complete form, on the item-mean metric.</summary>
    public double StandardError { get; }

    /// <summary>Variance R of one observed score about the level, on the squared item-mean metric; null for the fallback.</summary>
    public double? ObservationVariance { get; }

    /// <summary>Where the values come from.</summary>
    public string Source { get; }
}
