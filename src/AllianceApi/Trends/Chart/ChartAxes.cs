namespace AllianceApi.Trends.Chart;

/// <summary>Heading and axes: the whole range of the scale up, sessions across, and the sessions of which there is no score.</summary>
internal static class ChartAxes
{
    private const int MostParts = 6;
    private const double LabelDrop = 31;

    /// <summary>Writes what the chart is of.</summary>
    public static void Heading(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        var room = ChartLayout.Width - (2 * ChartLayout.Margin);
        var text = subject.Text;
        var (minimum, maximum) = ChartLayout.Range(subject.Model);
        pen.Text("heading", ChartLayout.Margin, 34, TextSize.Fitted(subject.Series.Model.Instrument.Name, room, TextSize.Heading, bold: true));
        var scale = ChartText.ScaleName(subject.Model, subject.Series.Model.Texts);
        var line = ChartText.Fill(text.Scale, scale, ChartText.Limit(minimum), ChartText.Limit(maximum));
        if (subject.Series.Forms > 0)
        {
            line += ChartText.Fill(
                text.Coverage,
                ChartText.Count(subject.Primary.Trend.Forms, text.Form, text.Forms),
                ChartText.Count(subject.LastSession, text.Session, text.Sessions));
        }

        pen.Text("quiet", ChartLayout.Margin, 62, TextSize.Fitted(line, room));
        for (var i = 0; i < layout.Notices.Count; i++)
            pen.Text("notice", ChartLayout.Margin, 62 + ((i + 1) * ChartLayout.Row), layout.Notices[i]);
    }

    /// <summary>Draws both axes.</summary>
    public static void Draw(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        var plot = layout.Plot;
        foreach (var value in layout.Y.Ticks(MostParts))
        {
            var y = layout.Y.At(value);
            pen.Line(value == layout.Y.Minimum ? "axis" : "grid", plot.Left, y, plot.Right, y);
            pen.Text("quiet end", plot.Left - 9, y + 7, ChartText.Limit(value));
        }

        Sessions(pen, layout);
        pen.Text("quiet", plot.Right + CurrentLevel.Gap, plot.Bottom + LabelDrop, subject.Text.SessionAxis);
        Missing(pen, subject, layout);
    }

    private static void Sessions(IPen pen, ChartLayout layout)
    {
        var last = (int)layout.X.Maximum;
        var room = TextSize.Width(ChartText.Limit(last)) + 12;
        var step = Math.Max(1, (int)ChartScale.RoundStep(room / layout.X.Pitch));
        foreach (var session in Enumerable.Range(1, last))
        {
            var x = layout.X.At(session);
            var isWritten = session % step == 0 || (session == 1 && (step - 1) * layout.X.Pitch >= room);
            if (isWritten || layout.X.Pitch >= 8)
                pen.Line("axis", x, layout.Plot.Bottom, x, layout.Plot.Bottom + (isWritten ? 8 : 4));
            if (isWritten)
                pen.Text("quiet middle", x, layout.Plot.Bottom + LabelDrop, ChartText.Limit(session));
        }
    }

    private static void Missing(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        var radius = Math.Clamp(layout.X.Pitch * 0.3, 1.5, 5);
        foreach (var run in SessionRun.Of(subject.Series.MissingSessions))
        {
            var (left, right) = (layout.X.At(run.First) - radius, layout.X.At(run.Last) + radius);
            pen.Rectangle("missing", new Box(left, layout.Plot.Bottom - 5, right, layout.Plot.Bottom + 5), Math.Min(radius, 5));
        }

        foreach (var session in subject.UnscoredSessions)
            pen.Path("unscored", PathData.Cross(layout.X.At(session), layout.Plot.Bottom, Math.Min(radius, 4)));
    }
}
