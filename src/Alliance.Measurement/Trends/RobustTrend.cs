namespace Alliance.Measurement.Trends;

/// <summary>
/// The rank trend that stands beside the model, in the metric of the instrument. Shown from six forms on; below that its interval
/// cannot reach 95 %.
/// </summary>
/// <param name="TheilSen">Median of the slopes of all pairs of forms, per session.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="KendallTau">Kendall's tau-b, -1 to 1; null for a constant series.</param>
/// <param name="P">Two-sided p of the Mann-Kendall test; for auditors, never for the clinician's view.</param>
public readonly record struct RobustTrend(double TheilSen, double? Low, double? High, double? KendallTau, double? P)
{
    /// <summary>The least number of forms.</summary>
    public const int MinimumForms = 6;

    internal static RobustTrend? Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double factor)
    {
        if (x.Length < MinimumForms || Trends.TheilSen.Of(x, y) is not { Slope: { } slope } line)
            return null;
        var test = MannKendall.Of(y);
        return new RobustTrend(slope * factor, line.Low * factor, line.High * factor, test.TauB, test.P);
    }
}
