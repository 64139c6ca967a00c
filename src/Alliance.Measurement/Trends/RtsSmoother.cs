namespace Alliance.Measurement.Trends;

/// <summary>
/// The Rauch-Tung-Striebel smoother, one step backwards at a time: the state at each step given the whole series, and its
/// covariance with the level at the last step, which the variance of a change needs.
/// </summary>
public struct RtsSmoother
{
    private GrowthState _smoothed;
    private double _withLevel;
    private double _withSlope;

    /// <summary>Starts at the last step, where smoothed and filtered state are the same.</summary>
    public RtsSmoother(in GrowthState last)
    {
        _smoothed = last;
        _withLevel = last.LevelVariance;
        _withSlope = last.Covariance;
    }

    /// <summary>The state at the current step given the whole series.</summary>
    public readonly GrowthState State => _smoothed;

    /// <summary>Covariance of the level at the last step with the level at the current step, given the whole series.</summary>
    public readonly double LevelCovariance => _withLevel;

    /// <summary>
    /// Moves to the step before: J = P_f T' P_p^-1, a_s = a_f + J (a_s' - a_p'), P_s = P_f + J (P_s' - P_p') J'. The covariance
    /// with the last step is passed on by J.
    /// </summary>
    /// <param name="filtered">Filtered state of the step before.</param>
    /// <param name="predicted">Predicted state of the current step.</param>
    /// <param name="elapsed">Time between the two.</param>
    public void StepBack(in GrowthState filtered, in GrowthState predicted, double elapsed)
    {
        var j = Gain(filtered, predicted, elapsed);
        var level = _smoothed.Level - predicted.Level;
        var slope = _smoothed.Slope - predicted.Slope;
        var ll = _smoothed.LevelVariance - predicted.LevelVariance;
        var bb = _smoothed.SlopeVariance - predicted.SlopeVariance;
        var lb = _smoothed.Covariance - predicted.Covariance;
        var (topL, topB) = ((j.LL * ll) + (j.LB * lb), (j.LL * lb) + (j.LB * bb));
        var (lowL, lowB) = ((j.BL * ll) + (j.BB * lb), (j.BL * lb) + (j.BB * bb));
        _smoothed = new GrowthState(
            filtered.Level + (j.LL * level) + (j.LB * slope),
            filtered.Slope + (j.BL * level) + (j.BB * slope),
            filtered.LevelVariance + (topL * j.LL) + (topB * j.LB),
            filtered.SlopeVariance + (lowL * j.BL) + (lowB * j.BB),
            filtered.Covariance + (topL * j.BL) + (topB * j.BB));
        (_withLevel, _withSlope) = ((j.LL * _withLevel) + (j.LB * _withSlope), (j.BL * _withLevel) + (j.BB * _withSlope));
    }

    /// <summary>Smooths a whole series.</summary>
    /// <param name="steps">What the filter gave.</param>
    /// <param name="smoothed">Receives the smoothed state of each step; at least as long.</param>
    /// <exception cref="ArgumentException"><paramref name="smoothed"/> is too short.</exception>
    public static void Run(ReadOnlySpan<KalmanStep> steps, Span<GrowthState> smoothed)
    {
        if (smoothed.Length < steps.Length)
            throw new ArgumentException("There must be room for one state per step.", nameof(smoothed));
        if (steps.IsEmpty)
            return;
        var smoother = new RtsSmoother(steps[^1].Filtered);
        smoothed[steps.Length - 1] = smoother.State;
        for (var k = steps.Length - 2; k >= 0; k--)
        {
            smoother.StepBack(steps[k].Filtered, steps[k + 1].Predicted, steps[k + 1].Position - steps[k].Position);
            smoothed[k] = smoother.State;
        }
    }

    private static (double LL, double LB, double BL, double BB) Gain(in GrowthState f, in GrowthState p, double d)
    {
        // Without a slope the predicted covariance has no inverse; the level alone has, unless it is known exactly.
        if (p.SlopeVariance == 0)
            return (p.LevelVariance > 0 ? f.LevelVariance / p.LevelVariance : 0, 0, 0, 0);
        var determinant = (p.LevelVariance * p.SlopeVariance) - (p.Covariance * p.Covariance);
        var level = f.LevelVariance + (d * f.Covariance);
        var cross = f.Covariance + (d * f.SlopeVariance);
        return (
            ((level * p.SlopeVariance) - (f.Covariance * p.Covariance)) / determinant,
            ((f.Covariance * p.LevelVariance) - (level * p.Covariance)) / determinant,
            ((cross * p.SlopeVariance) - (f.SlopeVariance * p.Covariance)) / determinant,
            ((f.SlopeVariance * p.LevelVariance) - (cross * p.Covariance)) / determinant);
    }
}
