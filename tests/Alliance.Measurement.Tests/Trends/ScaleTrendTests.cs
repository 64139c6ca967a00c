using Alliance.Measurement.Instruments;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests.Trends;

public class ScaleTrendTests
{
    [Test]
    public void Without_forms_there_is_nothing()
    {
        var detail = ScaleTrendDetail.Of(Wai.Total, []);
        Assert.That(ScaleTrend.Of(Wai.Total, [], RuptureRule.Sensitive).Rule, Is.SameAs(RuptureRule.Sensitive));
        var trend = detail.Trend;
        Assert.That((trend.Forms, trend.LastSession, trend.LastScore), Is.EqualTo((0, (int?)null, (double?)null)));
        Assert.That((trend.Level, trend.Slope, trend.NextSession, trend.LastSurprise), Is.EqualTo(((Estimate?)null, (SlopeEstimate?)null, (Estimate?)null, (Surprise?)null)));
        Assert.That(trend.RecentChange, Is.EqualTo(default(Change)));
        Assert.That(trend.OverallChange.Label.Text(), Is.EqualTo("not-enough-data"));
        Assert.That((trend.Baseline.Status, trend.Baseline.Sessions.Length), Is.EqualTo((BaselineStatus.None, 0)));
        Assert.That(trend.ReliableChange, Is.EqualTo(default(ReliableChange)));
        Assert.That((trend.Ruptures.IsEmpty, detail.Points.IsEmpty, detail.Robust, detail.Shape.Name), Is.EqualTo((true, true, (RobustTrend?)null, "insufficient")));
    }

    [Test]
    public void A_first_form_is_held_against_the_prior()
    {
        var point = ScaleTrendDetail.Of(Wai.Total, Wai.Weekly(4)).Points.Single();
        Assert.That((point.Score.Value, point.Score.Sd, point.Expected.Value), Is.EqualTo((4.0, 0.18, 3.8)));
        Assert.That(point.Score.Low, Is.EqualTo(3.6472).Within(1e-4));
        Assert.That(point.Expected.Low, Is.EqualTo(2.6).Within(0.01));
        Assert.That(point.Surprise, Is.EqualTo(0.2 / Math.Sqrt(0.375)).Within(1e-12));
        Assert.That(point.Smoothed, Is.EqualTo(point.Level));
        Assert.That(ScaleTrend.Of(Wai.Total, Wai.Weekly(4)).LastSurprise, Is.EqualTo(new Surprise(1, 4, point.Expected, point.Surprise)));
    }

    [Test]
    public void Smoothed_and_filtered_level_meet_at_the_last_form()
    {
        foreach (var id in Wai.Ids)
        {
            var detail = ScaleTrendDetail.Of(Wai.Total, Wai.Series[id]);
            Assert.That(detail.Points[^1].Smoothed, Is.EqualTo(detail.Points[^1].Level), id);
            Assert.That(detail.Trend.Level, Is.EqualTo(detail.Points[^1].Level), id);
            Assert.That(detail.Points.All(p => p.Smoothed.Sd <= p.Level.Sd + 1e-15), id);
        }
    }

    [Test]
    public void An_outlier_early_on_withdraws_the_overall_label()
    {
        // Session 3 is far too low: the model sees a rise since then, all other pairs of scores fall.
        double[] scores = [4.6, 4.5, 1.6, 4.4, 4.3, 4.2, 4.1, 4.0];
        var change = ScaleTrend.Of(Wai.Total, Wai.Weekly(scores)).OverallChange;
        Assert.That((change.ModelLabel, change.Label, change.ContradictedByPairs), Is.EqualTo((TrendLabel.Rising, TrendLabel.NoClearChange, true)));
        Assert.That(ScaleTrendDetail.Of(Wai.Total, Wai.Weekly(scores)).Robust!.Value.TheilSen, Is.Negative);
        var mirrored = ScaleTrend.Of(Wai.Total, Wai.Weekly([.. scores.Select(s => 6 - s)])).OverallChange;
        Assert.That((mirrored.ModelLabel, mirrored.Label), Is.EqualTo((TrendLabel.Falling, TrendLabel.NoClearChange)));
    }

    [Test]
    public void Labels_of_the_hand_made_series_agree_with_the_pairs()
    {
        foreach (var id in Wai.Ids)
        {
            var detail = ScaleTrendDetail.Of(Wai.Total, Wai.Series[id]);
            var change = detail.Trend.OverallChange;
            if (detail.Robust is not { } robust || change.ModelLabel is TrendLabel.NotEnoughData or TrendLabel.NoClearChange) continue;
            var opposite = change.ModelLabel == TrendLabel.Rising ? robust.TheilSen < 0 : robust.TheilSen > 0;
            Assert.That(change.ContradictedByPairs, Is.EqualTo(opposite), id);
        }
    }

    [Test]
    public void Rank_trend_needs_six_forms()
    {
        Assert.That(ScaleTrendDetail.Of(Wai.Total, Wai.Weekly(3, 3.1, 3.2, 3.3, 3.4)).Robust, Is.Null);
        var robust = ScaleTrendDetail.Of(Wai.Total, Wai.Weekly(3, 3.1, 3.2, 3.3, 3.4, 3.5)).Robust!.Value;
        Assert.That(robust.TheilSen, Is.EqualTo(0.1).Within(1e-12));
        Assert.That((robust.KendallTau, robust.P), Is.EqualTo((1.0, 2.0 / 720)).Within(1e-12));
        Assert.That(ScaleTrendDetail.Of(Wai.Total, Wai.Weekly(3, 3, 3, 3, 3, 3)).Robust!.Value.KendallTau, Is.Null);
    }

    [Test]
    public void Sums_multiply_every_value_and_no_probability()
    {
        var (mean, sum) = (ScaleModelTests.Form(1, 5, 6, Metric.Mean), ScaleModelTests.Form(1, 5, 6, Metric.Sum));
        foreach (var id in Wai.Ids)
        {
            var plain = ScaleTrendDetail.Of(ScaleModel.For(mean, mean.Primary), Wai.Series[id]);
            var scaled = ScaleTrendDetail.Of(ScaleModel.For(sum, sum.Primary), Wai.Series[id]);
            Moved.Same(plain, scaled, shift: 0, factor: 6);
        }
    }

    [Test]
    public void Three_scores_at_a_limit_are_noticed()
    {
        Assert.That(ScaleTrend.Of(Wai.Total, Wai.Weekly(4, 5, 5, 5)).AtLimit, Is.EqualTo(1));
        Assert.That(ScaleTrend.Of(Wai.Total, Wai.Weekly(5, 5)).AtLimit, Is.Zero);
        Assert.That(ScaleTrend.Of(Wai.Total, Wai.Weekly(5, 5, 4.9)).AtLimit, Is.Zero);
        Assert.That(ScaleTrend.Of(Wai.Total, Wai.Weekly(1, 1, 1)).AtLimit, Is.EqualTo(-1));
    }

    [Test]
    public void A_long_series_costs_no_more_memory_than_a_short_one()
    {
        var (few, many) = (Wai.Weekly([.. Enumerable.Repeat(4.0, 10)]), Wai.Weekly([.. Enumerable.Repeat(4.0, 40)]));
        Assert.That(Allocated(few), Is.EqualTo(Allocated(many)).And.LessThan(1024));

        static long Allocated(ScoredSession[] sessions)
        {
            _ = ScaleTrend.Of(Wai.Total, sessions);
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = ScaleTrend.Of(Wai.Total, sessions);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Test]
    public void Refuses_what_is_no_series()
    {
        var date = new DateOnly(2026, 1, 5);
        Assert.That(() => ScaleTrend.Of(Wai.Total, [new(2, date, 3), new(1, date, 3)]), Throws.ArgumentException);
        Assert.That(() => ScaleTrend.Of(Wai.Total, [new(1, date, 3), new(1, date, 3)]), Throws.ArgumentException);
        Assert.That(() => ScaleTrend.Of(Wai.Total, [new(0, date, 3)]), Throws.ArgumentException);
        foreach (var score in new[] { double.NaN, double.PositiveInfinity, 0.99, 5.01 })
            Assert.That(() => ScaleTrend.Of(Wai.Total, [new(1, date, score)]), Throws.ArgumentException);
        Assert.That(() => ScaleTrend.Of(null!, []), Throws.ArgumentNullException);
    }

    [Test]
    public void Names_are_those_of_the_payload()
    {
        Assert.That(Enum.GetValues<Marker>().Select(m => m.Text()), Is.EqualTo(new[] { "none", "onset", "inRupture", "repair", "confirmed", "relapse", "unrepaired" }));
        Assert.That(Enum.GetValues<RuptureState>().Select(s => s.Text()), Is.EqualTo(new[] { "open", "repaired", "confirmed", "unrepaired" }));
        Assert.That(Enum.GetValues<TrendLabel>().Select(l => l.Text()), Is.EqualTo(new[] { "not-enough-data", "no-clear-change", "rising", "falling" }));
        Assert.That(Enum.GetValues<BaselineStatus>().Select(s => s.Text()), Is.EqualTo(new[] { "none", "single", "ok" }));
        Assert.That(Enum.GetValues<QualityReason>().Select(r => r.Text()), Is.EqualTo(new[] { "ceilingStable", "floorStable", "straightLining" }));
    }
}
