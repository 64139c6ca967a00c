using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>
/// The other scales in a row of small charts: level line with band over the same sessions, on the whole range of the scale,
/// and the level in numbers. No scores: at this size they would be dust.
/// </summary>
internal static class SmallMultiples
{
    /// <summary>How many fit; the description tells of those left out.</summary>
    public const int Most = 4;

    private const double Gap = 18;
    private const double NameHeight = 28;

    /// <summary>Draws the row.</summary>
    public static void Draw(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        if (!ChartLayout.HasMultiples(subject))
            return;
        var shown = subject.Others.Take(Most).ToList();
        var width = (ChartLayout.Width - (2 * ChartLayout.Margin) - ((shown.Count - 1) * Gap)) / shown.Count;
        for (var i = 0; i < shown.Count; i++)
        {
            var left = ChartLayout.Margin + (i * (width + Gap));
            Cell(pen, subject, shown[i], new Box(left, layout.MultiplesTop, left + width, layout.MultiplesTop + ChartLayout.MultiplesHeight - 6));
        }
    }

    private static void Cell(IPen pen, ChartSubject subject, ScaleTrendDetail scale, Box cell)
    {
        var model = scale.Trend.Model;
        pen.Text("name", cell.Left, cell.Top + 20, TextSize.Fitted(Name(subject, scale), cell.Width));
        if (!ChartSubject.IsTrend(scale))
        {
            pen.Text("quiet", cell.Left, cell.Top + NameHeight + 24, TextSize.Fitted(subject.Text.TooFew, cell.Width));
            return;
        }

        var level = ChartSubject.ShownLevel(scale);
        var (value, interval) = (subject.Text.Number(level.Value, model), subject.Text.Interval(level, model));
        var numbers = Math.Max(TextSize.Width(value, TextSize.Number, bold: true), TextSize.Width(interval)) + 10;
        Line(pen, subject, scale, cell with { Top = cell.Top + NameHeight, Right = Math.Max(cell.Left + 24, cell.Right - numbers) });
        var x = Math.Max(cell.Left + 24, cell.Right - numbers) + 10;
        pen.Text("number", x, cell.Top + NameHeight + 19, value);
        pen.Text("quiet", x, cell.Top + NameHeight + 44, interval);
    }

    // Another range than that of the main chart has to be told: no axis does.
    private static string Name(ChartSubject subject, ScaleTrendDetail scale)
    {
        var name = ChartText.ScaleName(scale.Trend.Model, subject.Series.Model.Texts);
        return ChartLayout.Range(scale.Trend.Model) == ChartLayout.Range(subject.Model)
            ? name
            : $"{name} {ChartText.Range(scale.Trend.Model)}";
    }

    private static void Line(IPen pen, ChartSubject subject, ScaleTrendDetail scale, Box box)
    {
        var (minimum, maximum) = ChartLayout.Range(scale.Trend.Model);
        pen.Line("grid", box.Left, box.Top, box.Right, box.Top);
        pen.Line("axis", box.Left, box.Bottom, box.Right, box.Bottom);
        var x = new ChartScale(1, subject.LastSession, box.Left + 2, box.Right - 4);
        var y = new ChartScale(minimum, maximum, box.Bottom, box.Top);
        LevelLine.Draw(pen, scale.Points, x, y, small: true);
        pen.Circle("dot", x.At(scale.Trend.LastSession!.Value), y.At(scale.Trend.Level!.Value.Value), 4);
    }
}
