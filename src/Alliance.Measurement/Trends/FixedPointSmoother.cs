namespace Alliance.Measurement.Trends;

/// <summary>
/// The level at one fixed session given every score, those after it included, carried along with the filter (Anderson and Moore 1979,
/// Optimal Filtering, 7.2): the same as a pass back from the end, without the steps in between.
/// </summary>
internal struct FixedPointSmoother
{
    private double _withSlope;

    /// <summary>Begins at a session, with what the filter knows there.</summary>
    public FixedPointSmoother(in GrowthState filtered)
    {
        IsBegun = true;
        Level = filtered.Level;
        Variance = filtered.LevelVariance;
        LevelCovariance = filtered.LevelVariance;
        _withSlope = filtered.Covariance;
    }

    /// <summary>Whether the session was reached.</summary>
    public bool IsBegun { get; }

    /// <summary>The level at the session, given all scores so far.</summary>
    public double Level { get; private set; }

    /// <summary>Its variance.</summary>
    public double Variance { get; private set; }

    /// <summary>Its covariance with the level of the newest step.</summary>
    public double LevelCovariance { get; private set; }

    /// <summary>Takes in a later step of the filter.</summary>
    public void Next(in KalmanStep step, double elapsed)
    {
        if (!IsBegun)
            return;
        LevelCovariance += elapsed * _withSlope;
        if (!step.IsObserved)
            return;
        var (f, before) = (step.InnovationVariance, LevelCovariance);
        var gain = before / f;
        Level += gain * step.Innovation;
        Variance -= gain * before;
        LevelCovariance = before * (step.ObservationVariance / f);
        _withSlope -= gain * step.Predicted.Covariance;
    }
}
