using Alliance.Measurement.Instruments;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Trends;

/// <summary>Shows a computed trend as a resource, at the level of detail that the caller may see.</summary>
internal static class TrendView
{
    public const string MethodId = "alliance-trend/1";

    public static TrendResource Show(SeriesTrendDetail trend, SeriesKey key, SeenSeries series, long? revision, DateTimeOffset? asOf, TrendOptions options)
    {
        var scored = series.Withheld.Where(m => m.IsScored).ToList();
        var (instrument, model) = (trend.Model.Instrument, trend.Headline.Primary.Model);
        return new TrendResource(
            key.EpisodeId,
            key.Instrument,
            key.Version,
            key.Rater,
            instrument.Metric == Metric.Sum ? "sum" : "mean",
            instrument.Items.Minimum,
            instrument.Items.Maximum,
            new MethodResource(MethodId, model.ParameterSet, model.Source),
            revision,
            asOf,
            trend.Forms + scored.Count,
            Last(trend.LastSession, scored),
            trend.MissingSessions,
            [.. trend.Scales.Select((s, i) => Scale(s, i, series) with
            {
                Xmr = options.Xmr ? ControlCharts.Xmr(s) : null,
                Cusum = options.Cusum ? ControlCharts.Cusum(s, series.ScoresVisible) : null,
            })],
            Quality(trend, scored),
            Statements(trend, series),
            [.. series.Withheld.Select(m => new WithheldForm((int)m.Number, m.Time))]);
    }

    private static int? Last(int? shown, List<SeriesMember> withheld) => withheld.Count == 0 ? shown : Math.Max(shown ?? 0, (int)withheld.Max(m => m.Number));

    private static IReadOnlyList<string> Statements(SeriesTrendDetail trend, SeenSeries series)
    {
        var told = series.ScoresVisible ? trend.Statements : Alliance.Measurement.Trends.Statements.WithoutScores(trend.Headline);
        return series.Withheld.Count == 0 ? told : [.. series.Shown.Count == 0 ? [] : told, NotShown(series.Withheld.Count)];
    }

    private static string NotShown(int forms) => forms == 1
        ? "One form is not shown here and no part of this trend, as was promised to who filled it in or is set now."
        : $"{forms} forms are not shown here and no part of this trend, as was promised to who filled them in or is set now.";

    private static ScaleTrendResource Scale(ScaleTrendDetail detail, int index, SeenSeries series)
    {
        var (trend, model, scoresVisible) = (detail.Trend, detail.Trend.Model, series.ScoresVisible);
        var (recent, overall) = (trend.RecentChange, trend.OverallChange);
        return new ScaleTrendResource(
            model.Scale.Name,
            model.Minimum * model.Factor,
            model.Maximum * model.Factor,
            trend.Forms,
            trend.LastSession,
            Points(detail, index, series),
            trend.Level is { } level ? EstimateResource.Of(level) : null,
            trend.Slope is { } s ? new SlopeResource(s.PerSession, s.Low, s.High, s.Sd, s.ProbabilityRising) : null,
            new RecentChangeResource(recent.Sessions, recent.Value, recent.Low, recent.High, recent.Sd, recent.ProbabilityRising, recent.Label.Text()),
            new OverallChangeResource(overall.FromSession, overall.Sessions, overall.Value, overall.Low, overall.High, overall.Sd, overall.ProbabilityRising, overall.Label.Text()),
            trend.NextSession is { } next ? EstimateResource.Of(next) : null,
            Baseline(trend.Baseline, scoresVisible),
            new ReliableChangeResource(Difference(trend.ReliableChange.SinceBaseline, scoresVisible), Difference(trend.ReliableChange.SincePrevious, scoresVisible)),
            detail.Robust is { } r ? new RobustResource(r.TheilSen, r.Low, r.High, r.KendallTau, r.P) : null,
            detail.Shape.Name,
            [.. trend.Ruptures.Select(e => Rupture(e, scoresVisible, trend))],
            model.ParameterSet);
    }

    private static PointResource[] Points(ScaleTrendDetail detail, int scale, SeenSeries series)
    {
        var members = series.Shown;
        var points = new PointResource[detail.Points.Length];
        var member = 0;
        for (var i = 0; i < points.Length; i++)
        {
            var p = detail.Points[i];
            while (members[member].Number != p.Session)
            {
                member++;
            }

            var m = members[member];
            var scoresVisible = series.Levels[member] >= Level.Scores;
            points[i] = new PointResource(
                p.Session, m.Time, scoresVisible ? m.ResponseId : null,
                scoresVisible ? p.Score.Value : null, scoresVisible ? p.Score.Low : null, scoresVisible ? p.Score.High : null, m.IsProrated(scale),
                p.Level.Value, p.Level.Low, p.Level.High,
                p.Smoothed.Value, p.Smoothed.Low, p.Smoothed.High,
                p.Expected.Value, p.Expected.Low, p.Expected.High,
                scoresVisible ? p.Surprise : null, p.Marker.Text());
        }

        return points;
    }

    private static RuptureResource Rupture(RuptureEpisode e, bool scoresVisible, ScaleTrend trend) => new(
        e.OnsetSession, e.Reference, scoresVisible ? e.Depth : null, e.LowestSession, scoresVisible ? e.LowestScore : null, e.State.Text(), e.RepairSession, e.SessionsToRepair, e.DaysToRepair, e.RecoveredFraction,
        scoresVisible ? Because(e, trend) : null);

    private static RuptureBecause Because(RuptureEpisode e, ScaleTrend trend) => new(
        trend.Rule.Name,
        new RuptureInputs(e.OnsetScore, e.Expected, e.ExpectedSd, e.Surprise, e.OnsetDrop),
        new RuptureThresholds(trend.Rule.Surprise, trend.Rule.SmallestDrop(trend.Model) * trend.Model.Factor));

    // The mean of one score is that score, and the difference of two tells the one by the other.
    private static BaselineResource Baseline(Baseline b, bool scoresVisible) =>
        new(b.Status.Text(), scoresVisible || b.Sessions.Length > 1 ? b.Value : null, b.StandardError, b.Sessions);

    private static ReliableDifferenceResource? Difference(ReliableDifference? difference, bool scoresVisible) => difference is { } d
        ? new ReliableDifferenceResource(scoresVisible ? d.Difference : null, scoresVisible ? d.Index : null, d.Reliable, d.IncreaseDetectable, d.DecreaseDetectable)
        : null;

    private static TrendQualityResource Quality(SeriesTrendDetail trend, List<SeriesMember> withheld)
    {
        var (q, last) = (trend.Quality, withheld.Count == 0 ? null : withheld.MaxBy(m => m.HeldAt));
        return new TrendQualityResource(
            trend.Forms == 0 && last is not null ? null : q.Informative, q.PerfectShare, q.LongestPerfectRun, q.StraightLineShare, last is not null && !(last.Time < q.LastHeldAt) ? last.Time : q.LastHeldAt, q.Notes);
    }
}
