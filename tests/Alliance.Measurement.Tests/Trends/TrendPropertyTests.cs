using Alliance.Measurement.Instruments;
using Alliance.Measurement.Trends;
using CsCheck;

namespace Alliance.Measurement.Tests.Trends;

/// <summary>What holds for every series.</summary>
public class TrendPropertyTests
{
    /// <summary>Up to 500 sessions, most with a form, some with long gaps; any score of the scale.</summary>
    private static Gen<ScoredSession[]> Series(int most) =>
        Gen.Select(Gen.Double[1, 5].Array[1, most], Gen.Frequency((6, Gen.Const(1)), (2, Gen.Int[2, 4]), (1, Gen.Int[5, 40])).Array[most]).Select((scores, steps) =>
        {
            var session = 0;
            return scores.Select((s, i) => (Session: session += steps[i], Score: s)).TakeWhile(f => f.Session <= 500)
                .DefaultIfEmpty((1, 3.0)).Select(f => new ScoredSession(f.Item1, new DateOnly(2020, 1, 1).AddDays(f.Item1), f.Item2)).ToArray();
        });

    [Test]
    public void Everything_is_finite_and_ordered() => Series(500).Sample(sessions =>
    {
        var detail = ScaleTrendDetail.Of(Wai.Total, sessions);
        var trend = detail.Trend;
        return detail.Points.All(p => Good(p.Score) && Good(p.Level) && Good(p.Smoothed) && Good(p.Expected) && double.IsFinite(p.Surprise))
            && Good(trend.Level!.Value) && Good(trend.NextSession!.Value)
            && double.IsFinite(trend.Slope!.Value.PerSession) && trend.Slope.Value.Sd > 0
            && Good(trend.RecentChange) && Good(trend.OverallChange)
            && trend.Ruptures.All(e => e.Depth > 0 && e.Depth >= e.OnsetDrop && e.RecoveredFraction is >= 0 and <= 1 && double.IsFinite(e.Surprise))
            && trend.Ruptures.SkipLast(1).All(e => e.ClosedSession is not null);
    }, iter: 150);

    /// <summary>Ten thousand series, each with parameters of its own over several powers of ten.</summary>
    [Test]
    public void Covariances_stay_positive_definite() => Gen.Select(LongSeries, Gen.Double[-14, 0], Gen.Double[-14, -5], Gen.Double[-12, 1]).Sample((positions, q, qs, r) =>
    {
        var model = new LocalLinearTrend(new GrowthState(3.8, 0.02, 0.3, 0.0016, -0.003), Math.Exp(q), positions.Length % 2 == 0 ? 0 : Math.Exp(qs));
        var series = Array.ConvertAll(positions, s => new Observation(s, 1 + (s * 7 % 17 / 4.0), Math.Exp(r)));
        var (steps, smoothed) = (new KalmanStep[series.Length], new GrowthState[series.Length]);
        KalmanFilter.Run(model, series, steps);
        RtsSmoother.Run(steps, smoothed);
        for (var k = 0; k < steps.Length; k++)
        {
            if (!IsPositive(steps[k].Predicted) || !IsPositive(steps[k].Filtered) || !IsPositive(smoothed[k])) return false;
            if (smoothed[k].LevelVariance > steps[k].Filtered.LevelVariance * (1 + 1e-9)) return false;
        }

        return true;
    }, iter: 10_000);

    /// <summary>Sessions with forms among up to 500: a share of them, and now and then a long gap.</summary>
    private static readonly Gen<int[]> LongSeries = Gen.Select(Gen.Int[1, 500], Gen.Int[1, 100], Gen.Int[0, int.MaxValue]).Select((last, share, seed) =>
    {
        var (positions, random, session) = (new List<int>(), new Random(seed), 0);
        while ((session += random.Next(100) < share ? 1 : random.Next(40) == 0 ? random.Next(40, 120) : 2) <= last) positions.Add(session);
        return positions.Count == 0 ? [last] : positions.ToArray();
    });

    [Test]
    public void A_missing_form_only_widens() => Gen.Select(Series(40), Gen.Int[1, 1000]).Sample((sessions, pick) =>
    {
        if (sessions.Length < 3) return true;
        var lost = 1 + (pick % (sessions.Length - 2));
        var (all, less) = (ScaleTrendDetail.Of(Wai.Total, sessions), ScaleTrendDetail.Of(Wai.Total, [.. sessions[..lost], .. sessions[(lost + 1)..]]));
        return Wider(all.Trend.Level!.Value.Sd, less.Trend.Level!.Value.Sd) && Wider(all.Trend.NextSession!.Value.Sd, less.Trend.NextSession!.Value.Sd)
            && Wider(all.Trend.Slope!.Value.Sd, less.Trend.Slope!.Value.Sd)
            && Wider(all.Trend.RecentChange.Sd ?? 0, less.Trend.RecentChange.Sd ?? 0) && Wider(all.Trend.OverallChange.Sd ?? 0, less.Trend.OverallChange.Sd ?? 0)
            && less.Points.All(p => Wider(all.Points.Single(o => o.Session == p.Session).Smoothed.Sd, p.Smoothed.Sd));
    }, iter: 500);

    [Test]
    public void Another_range_is_only_another_unit() => Gen.Select(Series(40), Gen.Int[-20, 20], Gen.OneOf(Gen.Const(0.25), Gen.Const(1.0), Gen.Const(2.5), Gen.Const(25.0))).Sample((sessions, minimum, c) =>
    {
        // On a quarter of a step, so that no score lies within rounding of a threshold.
        var scores = sessions.Select(s => s with { Score = Math.Round(s.Score * 16) / 16 }).ToArray();
        var form = ScaleModelTests.Form(minimum, minimum + (4 * c), 12, Metric.Mean);
        ScoredSession[] moved = [.. scores.Select(s => s with { Score = minimum + ((s.Score - 1) * c) })];
        Moved.Same(ScaleTrendDetail.Of(Wai.Total, scores), ScaleTrendDetail.Of(ScaleModel.For(form, form.Primary), moved), minimum - c, c);
    }, iter: 300);

    [Test]
    public void Changes_equal_dense_conditioning() => Series(120).Sample(sessions =>
    {
        var trend = ScaleTrend.Of(Wai.Total, sessions);
        foreach (var change in new[] { trend.RecentChange, trend.OverallChange })
        {
            if (change.Estimate is not { } estimate) continue;
            var (mean, variance) = DenseChange.Of(Wai.Total, sessions, change.FromSession!.Value);
            Assert.That(estimate.Value, Is.EqualTo(mean).Within(1e-9));
            Assert.That(estimate.Sd, Is.EqualTo(Math.Sqrt(variance)).Within(1e-9));
        }
    }, iter: 60);

    [Test]
    public void A_prefix_is_what_was_known_then() => Gen.Select(Series(40), Gen.Int[1, 40]).Sample((sessions, n) =>
    {
        var then = ScaleTrendDetail.Of(Wai.Total, sessions.AsSpan(0, Math.Min(n, sessions.Length)));
        var now = ScaleTrendDetail.Of(Wai.Total, sessions);
        return then.Points.Zip(now.Points).All(p => Math.Abs(p.First.Level.Value - p.Second.Level.Value) < 1e-12
            && Math.Abs(p.First.Surprise - p.Second.Surprise) < 1e-9 && p.First.Marker == p.Second.Marker);
    }, iter: 300);

    private static bool Good(Estimate e) => double.IsFinite(e.Value) && double.IsFinite(e.Sd) && e.Sd > 0 && e.Low < e.Value && e.Value < e.High;

    private static bool Good(Change c) => c.Estimate is { } e ? Good(e) && c.ProbabilityRising is >= 0 and <= 1 : c.Sessions == 0 && c.ProbabilityRising is null;

    private static bool IsPositive(GrowthState s) => s.LevelVariance > 0 && s.SlopeVariance > 0 && s.Covariance * s.Covariance < s.LevelVariance * s.SlopeVariance;

    private static bool Wider(double all, double less) => less >= all - 1e-12;
}
