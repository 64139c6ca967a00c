using Alliance.Measurement.Ruptures;

namespace Alliance.Measurement.Trends;

/// <summary>What the pass forward knows after the last form of a scale: enough to go on with the next one. It is kept in place, form by form.</summary>
internal sealed class TrendState
{
    /// <summary>Most steps from which a change may be counted once the next form is there.</summary>
    public const int MostRecent = 4;

    private readonly KalmanStep[] _recent = new KalmanStep[MostRecent];
    private int _count;

    public TrendState(ReadOnlySpan<KalmanStep> recent, in FixedPointSmoother overall, in RuptureScan scan) => Keep(recent, overall, scan);

    /// <summary>Those steps, oldest first; the last one is the last form's.</summary>
    public ReadOnlySpan<KalmanStep> Recent => _recent.AsSpan(0, _count);

    /// <summary>The level at the session from which the overall change is counted.</summary>
    public FixedPointSmoother Overall { get; private set; }

    /// <summary>The search for possible strains.</summary>
    public RuptureScan Scan { get; private set; }

    /// <summary>Takes in what is known after a further form.</summary>
    public void Keep(ReadOnlySpan<KalmanStep> recent, in FixedPointSmoother overall, in RuptureScan scan)
    {
        recent.CopyTo(_recent);
        _count = recent.Length;
        Overall = overall;
        Scan = scan;
    }
}
