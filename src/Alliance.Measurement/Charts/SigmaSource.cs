namespace Alliance.Measurement.Charts;

/// <summary>What the spread of an individuals chart is estimated from.</summary>
public enum SigmaSource
{
    /// <summary>The mean of the moving ranges over d2 = 2 / sqrt(pi).</summary>
    MeanMovingRange,

    /// <summary>The median of the moving ranges over 0.953873: one great drop does not widen the limits.</summary>
    MedianMovingRange,
}
