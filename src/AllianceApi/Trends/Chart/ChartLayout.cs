using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>
/// Where the parts of the chart stand. The size is the same for every series, so that a page does not jump; what one series
/// does not need (other scales, a row of legend) goes to the plot.
/// </summary>
internal sealed class ChartLayout
{
    /// <summary>Width of the drawing.</summary>
    public const double Width = 640;

    /// <summary>Height of the drawing.</summary>
    public const double Height = 520;

    /// <summary>Left and right of everything.</summary>
    public const double Margin = 16;

    /// <summary>From one line of text to the next.</summary>
    public const double Row = 28;

    /// <summary>Height of the row of other scales.</summary>
    public const double MultiplesHeight = 84;

    private const double HeadingBottom = 76;
    private const double AxisHeight = 40;

    /// <summary>Lays the parts out.</summary>
    public ChartLayout(ChartSubject subject)
    {
        var (minimum, maximum) = Range(subject.Model);
        var left = Margin + 10 + Math.Max(TextSize.Width(ChartText.Limit(minimum)), TextSize.Width(ChartText.Limit(maximum)));
        var right = Width - Margin - RightMargin(subject);
        // Three sessions at least: below, the single points would seem to fill a course.
        X = new ChartScale(1, Math.Max(subject.LastSession, Statements.MinimumForms), left + 14, right - 12);
        Notices = [.. Notice(subject).SelectMany(n => TextSize.Wrapped(n, Width - (2 * Margin)))];
        Legend = new Legend(subject, Crowded);
        MultiplesTop = Height - 8 - (HasMultiples(subject) ? MultiplesHeight : 0);
        LegendTop = MultiplesTop - (Legend.Rows * Row) - 4;
        Plot = new Box(left, HeadingBottom + 14 + (Notices.Count * Row), right, LegendTop - AxisHeight);
        Y = new ChartScale(minimum, maximum, Plot.Bottom, Plot.Top);
    }

    /// <summary>Lines under the heading that qualify the whole chart.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>The legend.</summary>
    public Legend Legend { get; }

    /// <summary>Top of the legend.</summary>
    public double LegendTop { get; }

    /// <summary>Top of the row of other scales.</summary>
    public double MultiplesTop { get; }

    /// <summary>The plot of the main scale.</summary>
    public Box Plot { get; }

    /// <summary>Session numbers across.</summary>
    public ChartScale X { get; }

    /// <summary>Values up.</summary>
    public ChartScale Y { get; }

    /// <summary>Radius of a score's point: smaller where many stand side by side.</summary>
    public double PointRadius => Math.Clamp(X.Pitch * 0.24, 1.3, 6.5);

    /// <summary>Whether the points stand so densely that their outlines would hide them.</summary>
    public bool Dense => X.Pitch < 12;

    /// <summary>Whether they are rather a cloud than single points.</summary>
    public bool Crowded => X.Pitch < 4;

    /// <summary>Whether other scales are drawn.</summary>
    public static bool HasMultiples(ChartSubject subject) => subject.TrendShown && subject.Others.Any();

    /// <summary>The real range of a scale in the metric of its results.</summary>
    public static (double Minimum, double Maximum) Range(ScaleModel model) => (model.Minimum * model.Factor, model.Maximum * model.Factor);

    private static double RightMargin(ChartSubject subject)
    {
        var word = CurrentLevel.Gap + TextSize.Width(subject.Text.SessionAxis);
        if (!subject.TrendShown)
            return word;
        var level = ChartSubject.ShownLevel(subject.Primary);
        var number = TextSize.Width(subject.Text.Number(level.Value, subject.Model), TextSize.Level, bold: true);
        return Math.Max(word, CurrentLevel.Gap + Math.Max(number, TextSize.Width(subject.Text.Interval(level, subject.Model))));
    }

    private static IEnumerable<string> Notice(ChartSubject subject)
    {
        if (subject.Series.Forms == 0)
            return [];
        if (!subject.TrendShown)
            return subject.Series.Statements;
        if (subject.Primary.Trend.AtLimit != 0)
            return [subject.Primary.Trend.AtLimit > 0 ? subject.Text.AtTop : subject.Text.AtBottom];
        return subject.Series.Quality.Reasons.Take(1).Select(r => r switch
        {
            QualityReason.CeilingStable => subject.Text.AtTop,
            QualityReason.FloorStable => subject.Text.AtBottom,
            _ => subject.Text.StraightLining,
        });
    }
}
