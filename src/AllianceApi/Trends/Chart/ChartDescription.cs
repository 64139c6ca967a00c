using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>
/// The chart in words, for those who do not see it: first what the series tells, then what is drawn. Whoever may not see single
/// scores gets the statements all the same: those belong to the trend. In English only, other than the statements.
/// </summary>
internal static class ChartDescription
{
    /// <summary>The title.</summary>
    public static string Title(ChartSubject subject) =>
        ChartText.Fill(subject.Text.Title, subject.Series.Model.Instrument.Name)
        + (subject.Series.Forms == 0 ? $" ({subject.Text.NoForms.ToLowerInvariant()})" : "");

    /// <summary>The description.</summary>
    public static string Text(ChartSubject subject) => string.Join(
        ' ',
        Told(subject).Concat(subject.Series.Quality.Notes).Concat(Drawn(subject)).Concat(OtherScales(subject)));

    private static IEnumerable<string> Told(ChartSubject subject) =>
        subject.ScoresVisible ? subject.Series.Statements : Statements.WithoutScores(subject.Series.Headline);

    private static IEnumerable<string> Drawn(ChartSubject subject)
    {
        var (minimum, maximum) = ChartLayout.Range(subject.Model);
        var scale = ChartText.ScaleName(subject.Model, subject.Series.Model.Texts);
        if (subject.LastSession == 0)
        {
            yield return $"The chart is empty: the scale \"{scale}\" from {ChartText.Limit(minimum)} to {ChartText.Limit(maximum)}.";
            yield break;
        }

        var sessions = subject.LastSession == 1 ? "session 1" : $"sessions 1 to {subject.LastSession}";
        yield return $"The chart shows the scale \"{scale}\" from {ChartText.Limit(minimum)} to {ChartText.Limit(maximum)} over {sessions}.";
        if (subject.ScoresVisible && !subject.Primary.Points.IsEmpty)
            yield return "Points are scores, with whiskers for their error of measurement.";
        if (subject.TrendShown)
            yield return "A line is the level, with its 95% band" + (subject.Primary.Trend.Forms < subject.LastSession ? "; it is dotted where there are no scores." : ".");
        if (BaselineLine.IsShown(subject))
            yield return $"A dashed line is the average of the early sessions {ChartText.SessionList(subject.Primary.Trend.Baseline.Sessions)}.";
        foreach (var marks in Marks(subject))
            yield return marks;
        if (!subject.Series.MissingSessions.IsEmpty)
            yield return $"Marked on the axis as without a form: {ChartText.SessionList(subject.Series.MissingSessions)}.";
        if (subject.UnscoredSessions.Any())
            yield return $"Marked on the axis as having too few answers: {ChartText.SessionList([.. subject.UnscoredSessions])}.";
    }

    private static IEnumerable<string> Marks(ChartSubject subject) => !subject.TrendShown
        ? []
        : StrainMarkers.Of(subject)
            .GroupBy(m => StrainMarkers.Words(m.Kind, subject.Text), m => m.Point.Session)
            .Select(g => $"Marked \"{g.Key}\": {(g.Count() == 1 ? "session" : "sessions")} {ChartText.SessionList([.. g])}.");

    private static IEnumerable<string> OtherScales(ChartSubject subject)
    {
        if (!ChartLayout.HasMultiples(subject))
            yield break;
        foreach (var (place, scale) in subject.Others.Index())
        {
            var name = ChartText.ScaleName(scale.Trend.Model, subject.Series.Model.Texts);
            var told = Statements.Level(scale.Trend, subject.Series.Model.Texts) ?? $"{subject.Text.TooFew}.";
            yield return place < SmallMultiples.Most ? $"Small chart \"{name}\": {told}" : $"Not drawn, \"{name}\": {told}";
        }
    }
}
