using Alliance.Measurement.Caseloads;
using Alliance.Measurement.Trends;
using AllianceApi.Alerts;
using AllianceApi.Trends;

namespace AllianceApi.Caseload.Supervision;

/// <summary>Shows courses to who supervises: whatever the policy allows beyond it, never a score.</summary>
internal static class SupervisionView
{
    /// <summary>The course of an episode, from the trend as the caller may see it.</summary>
    public static SupervisedCourse Course(CaseloadRow row, TrendResource trend, int primary, IReadOnlyList<SeenAlert> alerts, DateOnly today) => new(
        row.EpisodeId,
        row.ClientId,
        row.ClientLabel,
        trend.Instrument,
        trend.Version,
        trend.Rater,
        trend.Forms,
        trend.LastSession,
        trend.Quality.LastHeldAt,
        trend.Quality.LastHeldAt is { } last ? today.DayNumber - DateOnly.FromDateTime(last.UtcDateTime).DayNumber : null,
        trend.MissingSessions,
        [.. trend.Scales.Select((s, i) => Scale(s, isPrimary: i == primary))],
        [.. trend.Statements.Select(s => Statements.WithoutScores(s))],
        new HeadlineQuality(trend.Quality.Informative ?? true, trend.Quality.Notes),
        [.. alerts.Select(a => new AlertReference(a.Alert.AlertId, a.Alert.Kind, a.Alert.State))]);

    /// <summary>How many of some clients have alerts.</summary>
    public static SupervisedAlerts Alerts(IReadOnlyList<SupervisedCourse> courses, int clients)
    {
        var open = courses.SelectMany(c => c.OpenAlerts.Select(a => (c.ClientId, a.Kind, a.State))).ToList();
        var with = Count(open);
        return new SupervisedAlerts(
            with,
            Count(open.Where(a => a.State == "open")),
            Interval(with),
            [.. open.GroupBy(a => a.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new SupervisedKind(g.Key, Count(g), Interval(Count(g))))]);

        ShareResource? Interval(int count) => Share.Of(count, clients) is { } share ? new ShareResource(share.Low, share.High) : null;
    }

    private static int Count(IEnumerable<(string ClientId, string Kind, string State)> alerts) => alerts.Select(a => a.ClientId).Distinct(StringComparer.Ordinal).Count();

    private static SupervisedScale Scale(ScaleTrendResource s, bool isPrimary) => new(
        s.Scale, s.Min, s.Max, s.Forms, s.Level, s.RecentChange, s.OverallChange,
        isPrimary ? [.. s.Points.Select(p => new SupervisedPoint(p.Session, p.Smoothed, p.SmoothedLow, p.SmoothedHigh, p.Marker))] : []);
}
