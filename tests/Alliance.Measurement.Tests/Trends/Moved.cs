using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests.Trends;

/// <summary>Compares a trend with that of the same scores in another metric: scores times a factor plus a shift.</summary>
internal static class Moved
{
    private const double Within = 1e-9;

    public static void Same(ScaleTrendDetail plain, ScaleTrendDetail moved, double shift, double factor)
    {
        Same(plain.Trend, moved.Trend, shift, factor);
        foreach (var (a, b) in plain.Points.Zip(moved.Points))
        {
            Same(a.Score, b.Score, shift, factor);
            Same(a.Level, b.Level, shift, factor);
            Same(a.Smoothed, b.Smoothed, shift, factor);
            Same(a.Expected, b.Expected, shift, factor);
            Assert.That(b.Surprise, Is.EqualTo(a.Surprise).Within(Within));
            Assert.That((b.Session, b.LocalDate, b.Marker), Is.EqualTo((a.Session, a.LocalDate, a.Marker)));
        }

        Assert.That(moved.Robust.HasValue, Is.EqualTo(plain.Robust.HasValue));
        Number(plain.Robust?.TheilSen, moved.Robust?.TheilSen, 0, factor);
        Number(plain.Robust?.Low, moved.Robust?.Low, 0, factor);
        Number(plain.Robust?.High, moved.Robust?.High, 0, factor);
        Number(plain.Robust?.KendallTau, moved.Robust?.KendallTau, 0, 1);
        Number(plain.Robust?.P, moved.Robust?.P, 0, 1);
        Assert.That(moved.Shape.Name, Is.EqualTo(plain.Shape.Name));
    }

    private static void Same(ScaleTrend a, ScaleTrend b, double shift, double factor)
    {
        Assert.That((b.Forms, b.LastSession, b.LastMarker), Is.EqualTo((a.Forms, a.LastSession, a.LastMarker)));
        Number(a.LastScore, b.LastScore, shift, factor);
        Same(a.Level!.Value, b.Level!.Value, shift, factor);
        Same(a.NextSession!.Value, b.NextSession!.Value, shift, factor);
        Same(a.LastSurprise!.Value.Expected, b.LastSurprise!.Value.Expected, shift, factor);
        Number(a.Slope!.Value.PerSession, b.Slope!.Value.PerSession, 0, factor);
        Number(a.Slope.Value.Low, b.Slope.Value.Low, 0, factor);
        Number(a.Slope.Value.ProbabilityRising, b.Slope.Value.ProbabilityRising, 0, 1);
        foreach (var (x, y) in new[] { (a.RecentChange, b.RecentChange), (a.OverallChange, b.OverallChange) })
        {
            Assert.That((y.FromSession, y.Sessions, y.Label, y.ModelLabel), Is.EqualTo((x.FromSession, x.Sessions, x.Label, x.ModelLabel)));
            if (x.Estimate is { } estimate) Same(estimate, y.Estimate!.Value, 0, factor);
            Number(x.ProbabilityRising, y.ProbabilityRising, 0, 1);
        }

        Assert.That((b.Baseline.Status, b.Baseline.Sessions), Is.EqualTo((a.Baseline.Status, a.Baseline.Sessions)));
        Number(a.Baseline.Value, b.Baseline.Value, shift, factor);
        Number(a.Baseline.StandardError, b.Baseline.StandardError, 0, factor);
        Same(a.ReliableChange.SinceBaseline, b.ReliableChange.SinceBaseline, factor);
        Same(a.ReliableChange.SincePrevious, b.ReliableChange.SincePrevious, factor);
        Ruptures(a, b, shift, factor);
    }

    private static void Ruptures(ScaleTrend a, ScaleTrend b, double shift, double factor)
    {
        Assert.That(b.Ruptures, Has.Length.EqualTo(a.Ruptures.Length));
        foreach (var (x, y) in a.Ruptures.Zip(b.Ruptures))
        {
            Assert.That((y.OnsetSession, y.LowestSession, y.State, y.RepairSession), Is.EqualTo((x.OnsetSession, x.LowestSession, x.State, x.RepairSession)));
            Number(x.OnsetScore, y.OnsetScore, shift, factor);
            Number(x.Expected, y.Expected, shift, factor);
            Number(x.ExpectedSd, y.ExpectedSd, 0, factor);
            Number(x.Reference, y.Reference, shift, factor);
            Number(x.OnsetDrop, y.OnsetDrop, 0, factor);
            Number(x.DropThreshold, y.DropThreshold, 0, factor);
            Number(x.LowestScore, y.LowestScore, shift, factor);
            Number(x.Depth, y.Depth, 0, factor);
            Number(x.Surprise, y.Surprise, 0, 1);
            Number(x.RecoveredFraction, y.RecoveredFraction, 0, 1);
        }
    }

    private static void Same(ReliableDifference? a, ReliableDifference? b, double factor)
    {
        Number(a?.Difference, b?.Difference, 0, factor);
        Number(a?.StandardError, b?.StandardError, 0, factor);
        Number(a?.Index, b?.Index, 0, 1);
        Assert.That((b?.Reliable, b?.IncreaseDetectable, b?.DecreaseDetectable), Is.EqualTo((a?.Reliable, a?.IncreaseDetectable, a?.DecreaseDetectable)));
    }

    private static void Same(Estimate a, Estimate b, double shift, double factor)
    {
        Number(a.Value, b.Value, shift, factor);
        Number(a.Low, b.Low, shift, factor);
        Number(a.High, b.High, shift, factor);
        Number(a.Sd, b.Sd, 0, factor);
    }

    private static void Number(double? a, double? b, double shift, double factor) =>
        ReferenceCases.Close(b, (a * factor) + shift, Within * Math.Max(1, factor), "moved");
}
