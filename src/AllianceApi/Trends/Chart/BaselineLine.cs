using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>The early alliance, to compare with: dashed, from the sessions that it rests on to the end.</summary>
internal static class BaselineLine
{
    /// <summary>Whether it is drawn: one early form alone is too little to compare with.</summary>
    public static bool IsShown(ChartSubject subject) => subject.TrendShown && subject.Primary.Trend.Baseline.Status == BaselineStatus.Ok;

    /// <summary>Draws the line.</summary>
    public static void Draw(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        if (!IsShown(subject))
            return;
        var y = layout.Y.At(subject.Primary.Trend.Baseline.Value!.Value);
        pen.Line("early", layout.X.At(Baseline.FirstSession), y, layout.Plot.Right, y);
    }

    /// <summary>Writes what it is, where the least is in the way.</summary>
    public static void Label(IPen pen, ChartSubject subject, ChartLayout layout, LabelPlacement labels)
    {
        if (!IsShown(subject))
            return;
        var y = layout.Y.At(subject.Primary.Trend.Baseline.Value!.Value);
        var plot = layout.Plot;
        // Near to the line rather than in the open: nothing else may be meant.
        var places =
            from row in (double[])[y - 8, y + 21, y - 26, y + 40, y + 58]
            from part in (double[])[0.92, 0.85, 0.7, 0.5, 0.3, 0.15]
            select (plot.Left + (part * plot.Width), row);
        var words = ChartText.Fill(subject.Text.BaselineOf, ChartText.SessionList(subject.Primary.Trend.Baseline.Sessions));
        labels.Write(pen, words, places, " quiet");
    }
}
