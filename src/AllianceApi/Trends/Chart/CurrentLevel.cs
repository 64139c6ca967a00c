namespace AllianceApi.Trends.Chart;

/// <summary>The level after the last form: a bracket that shows its interval, and both in numbers.</summary>
internal static class CurrentLevel
{
    /// <summary>Room that the bracket takes between plot and number.</summary>
    public const double Gap = 32;

    // From the top of the word to the foot of the interval.
    private const double BlockAbove = 46;
    private const double BlockBelow = 36;

    /// <summary>Draws it at the right of the plot.</summary>
    public static void Draw(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        if (!subject.TrendShown)
            return;
        var level = ChartSubject.ShownLevel(subject.Primary);
        var (x, y) = (layout.Plot.Right + 12, layout.Y.At(level.Value));
        var (top, bottom) = (layout.Y.At(level.High), layout.Y.At(level.Low));
        pen.Path("range", new PathData()
            .Move(x - 6, top).To(x + 6, top).Move(x, top).To(x, bottom).Move(x - 6, bottom).To(x + 6, bottom));
        pen.Circle("dot", x, y, 5.5);
        var middle = Math.Clamp(y, layout.Plot.Top - 10 + BlockAbove, layout.Plot.Bottom - BlockBelow);
        var left = layout.Plot.Right + Gap;
        pen.Text("quiet", left, middle - 25, subject.Text.CurrentLevel);
        pen.Text("now", left, middle + 11, subject.Text.Number(level.Value, subject.Model));
        pen.Text("interval", left, middle + 35, subject.Text.Interval(level, subject.Model));
    }
}
