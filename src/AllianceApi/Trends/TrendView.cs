using Alliance.Measurement.Instruments;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Trends;

namespace AllianceApi.Trends;

/// <summary>Shows a computed trend as a resource, at the level of detail that the caller may see.</summary>
internal static class TrendView
{
    public const string MethodId = "alliance-trend/1";

    public static TrendResource Show(SeriesTrendDetail trend, SeriesKey key, IReadOnlyList<SeriesMember> members, long? revision, DateTimeOffset? asOf, TrendAspect view)
    {
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
            trend.Forms,
            trend.LastSession,
            trend.MissingSessions,
            [.. trend.Scales.Select((s, i) => Scale(s, i, members, view.ScoresVisible) with
            {
                Xmr = view.Options.Xmr ? ControlCharts.Xmr(s) : null,
                Cusum = view.Options.Cusum ? ControlCharts.Cusum(s, view.ScoresVisible) : null,
            })],
            Quality(trend.Quality),
            trend.Statements);
    }

    private static ScaleTrendResource Scale(ScaleTrendDetail detail, int index, IReadOnlyList<SeriesMember> members, bool scoresVisible)
    {
        var (trend, model) = (detail.Trend, detail.Trend.Model);
        var (recent, overall) = (trend.RecentChange, trend.OverallChange);
        return new ScaleTrendResource(
            model.Scale.Name,
            model.Minimum * model.Factor,
            model.Maximum * model.Factor,
            trend.Forms,
            trend.LastSession,
            Points(detail, index, members, scoresVisible),
            trend.Level is { } level ? EstimateResource.Of(level) : null,
            trend.Slope is { } s ? new SlopeResource(s.PerSession, s.Low, s.High, s.Sd, s.ProbabilityRising) : null,
            new RecentChangeResource(recent.Sessions, recent.Value, recent.Low, recent.High, recent.Sd, recent.ProbabilityRising, recent.Label.Text()),
            new OverallChangeResource(overall.FromSession, overall.Sessions, overall.Value, overall.Low, overall.High, overall.Sd, overall.ProbabilityRising, overall.Label.Text()),
            trend.NextSession is { } next ? EstimateResource.Of(next) : null,
            new BaselineResource(trend.Baseline.Status.Text(), trend.Baseline.Value, trend.Baseline.StandardError, trend.Baseline.Sessions),
            new ReliableChangeResource(Difference(trend.ReliableChange.SinceBaseline), Difference(trend.ReliableChange.SincePrevious)),
            detail.Robust is { } r ? new RobustResource(r.TheilSen, r.Low, r.High, r.KendallTau, r.P) : null,
            detail.Shape.Name,
            [.. trend.Ruptures.Select(e => Rupture(e, scoresVisible, trend))],
            model.ParameterSet);
    }

    private static PointResource[] Points(ScaleTrendDetail detail, int scale, IReadOnlyList<SeriesMember> members, bool scoresVisible)
    {
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
            points[i] = new PointResource(
                p.Session, m.Time, scoresVisible ? m.ResponseId : null,
                scoresVisible ? p.Score.Value : null, scoresVisible ? p.Score.Low : null, scoresVisible ? p.Score.High : null, m.IsProrated(scale),
                p.Level.Value, p.Level.Low, p.Level.High,
                p.Smoothed.Value, p.Smoothed.Low, p.Smoothed.High,
                p.Expected.Value, p.Expected.Low, p.Expected.High,
                p.Surprise, p.Marker.Text());
        }

        return points;
    }

    private static RuptureResource Rupture(RuptureEpisode e, bool scoresVisible, ScaleTrend trend) => new(
        e.OnsetSession, e.Reference, e.Depth, e.LowestSession, scoresVisible ? e.LowestScore : null, e.State.Text(), e.RepairSession, e.SessionsToRepair, e.DaysToRepair, e.RecoveredFraction,
        scoresVisible ? Because(e, trend) : null);

    private static RuptureBecause Because(RuptureEpisode e, ScaleTrend trend) => new(
        trend.Rule.Name,
        new RuptureInputs(e.OnsetScore, e.Expected, e.ExpectedSd, e.Surprise, e.OnsetDrop),
        new RuptureThresholds(trend.Rule.Surprise, trend.Rule.SmallestDrop(trend.Model) * trend.Model.Factor));

    private static ReliableDifferenceResource? Difference(ReliableDifference? difference) => difference is { } d
        ? new ReliableDifferenceResource(d.Difference, d.Index, d.Reliable, d.IncreaseDetectable, d.DecreaseDetectable)
        : null;

    private static TrendQualityResource Quality(SeriesQuality q) => new(q.Informative, q.PerfectShare, q.LongestPerfectRun, q.StraightLineShare, q.LastHeldAt, q.Notes);
}
