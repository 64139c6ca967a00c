namespace Alliance.Measurement.Trends;

/// <summary>One step of the filter: a point of time with what was believed before and after its score.</summary>
/// <param name="Position">Session number, or weeks.</param>
/// <param name="Value">The score; not a number where there is none.</param>
/// <param name="ObservationVariance">Variance R of this score about the level.</param>
/// <param name="Predicted">The state given all earlier scores.</param>
/// <param name="Filtered">The state given this score too; equal to <paramref name="Predicted"/> where there is none.</param>
public readonly record struct KalmanStep(
    double Position,
    double Value,
    double ObservationVariance,
    GrowthState Predicted,
    GrowthState Filtered)
{
    private const double LogTwoPi = 1.8378770664093453;

    /// <summary>Whether there is a score at this step.</summary>
    public bool IsObserved => !double.IsNaN(Value);

    /// <summary>The score minus its expectation; not a number where there is no score.</summary>
    public double Innovation => Value - Predicted.Level;

    /// <summary>F: the variance of a score at this step given all earlier ones.</summary>
    public double InnovationVariance => Predicted.LevelVariance + ObservationVariance;

    /// <summary>The innovation in standard deviations: negative for a score below expectation.</summary>
    public double Surprise => Innovation / Math.Sqrt(InnovationVariance);

    /// <summary>Log density of the score given all earlier ones, with the constant; 0 where there is no score.</summary>
    public double LogDensity =>
        IsObserved ? -0.5 * (LogTwoPi + Math.Log(InnovationVariance) + (Innovation * Innovation / InnovationVariance)) : 0;
}
