using System.Security.Cryptography;
using System.Text;
using Alliance.Measurement.Trends;
using AllianceApi.Trends.Chart.Ink;

namespace AllianceApi.Trends.Chart;

/// <summary>
/// Draws a trend: to embed in other systems, on light and dark screens and on paper, 320 px wide or more. As SVG it refers to
/// nothing outside and runs no script; as PNG it is the same drawing on light paper. The same series always gives the same bytes.
/// </summary>
internal sealed class TrendChart
{
    private readonly ChartSubject _subject;
    private readonly ChartLayout _layout;

    /// <summary>The chart of a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="scoresVisible">Whether the reader may see single scores; without, the level and the markers are drawn.</param>
    /// <param name="withheld">Forms that exist, but may not be shown to the reader.</param>
    public TrendChart(SeriesTrendDetail series, bool scoresVisible, int withheld = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        var words = series.Forms == 0 && withheld > 0 ? ChartText.English with { NoForms = ChartText.English.Withheld, Begins = "" } : ChartText.English;
        _subject = new ChartSubject(series, scoresVisible, words);
        _layout = new ChartLayout(_subject);
    }

    /// <summary>The chart as SVG, in UTF-8.</summary>
    public static byte[] Svg(SeriesTrendDetail series, bool scoresVisible, int withheld = 0)
    {
        var chart = new TrendChart(series, scoresVisible, withheld);
        var svg = new SvgWriter();
        Begin(svg, chart._subject);
        chart.Draw(svg);
        svg.Close();
        return Encoding.UTF8.GetBytes(svg.ToString());
    }

    /// <summary>The chart as PNG, twice as large as its units: sharp on dense screens and in print.</summary>
    public static byte[] Png(SeriesTrendDetail series, bool scoresVisible, int withheld = 0) =>
        ChartImage.Png(new TrendChart(series, scoresVisible, withheld));

    /// <summary>Draws everything.</summary>
    public void Draw(IPen pen)
    {
        pen.Rectangle("paper", new Box(0, 0, ChartLayout.Width, ChartLayout.Height));
        ChartAxes.Heading(pen, _subject, _layout);
        ChartAxes.Draw(pen, _subject, _layout);
        Course(pen, _subject, _layout);
        CurrentLevel.Draw(pen, _subject, _layout);
        _layout.Legend.Draw(pen, _layout);
        SmallMultiples.Draw(pen, _subject, _layout);
    }

    private static void Course(IPen pen, ChartSubject subject, ChartLayout layout)
    {
        if (subject.Series.Forms == 0)
        {
            var (x, y) = ((layout.Plot.Left + layout.Plot.Right) / 2, (layout.Plot.Top + layout.Plot.Bottom) / 2);
            pen.Text("heading middle note", x, y - 10, subject.Text.NoForms);
            pen.Text("quiet middle note", x, y + 20, subject.Text.Begins);
            return;
        }

        // A cloud of points would hide the line: then it goes on top.
        if (layout.Crowded)
            ScorePoints.Draw(pen, subject, layout);
        if (subject.TrendShown)
            LevelLine.Draw(pen, subject.Primary.Points, layout.X, layout.Y);
        BaselineLine.Draw(pen, subject, layout);
        if (!layout.Crowded)
            ScorePoints.Draw(pen, subject, layout);
        var labels = new LabelPlacement(subject, layout);
        StrainMarkers.Draw(pen, subject, layout, labels);
        BaselineLine.Label(pen, subject, layout, labels);
    }

    private static void Begin(SvgWriter svg, ChartSubject subject)
    {
        var (title, description) = (ChartDescription.Title(subject), ChartDescription.Text(subject));
        // Several charts may stand in one page: ids made of the words they name can only be shared by charts with the same words.
        var id = $"{ChartStyle.Root}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title + '\n' + description)).AsSpan(0, 8))}";
        svg.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", ChartStyle.Root),
            ("viewBox", $"0 0 {SvgWriter.Number(ChartLayout.Width)} {SvgWriter.Number(ChartLayout.Height)}"),
            ("width", SvgWriter.Number(ChartLayout.Width)),
            ("height", SvgWriter.Number(ChartLayout.Height)),
            ("role", "img"),
            ("lang", subject.Text.Language),
            ("aria-labelledby", $"{id}-title {id}-desc"));
        svg.Holding("title", title, ("id", id + "-title"));
        svg.Holding("desc", description, ("id", id + "-desc"));
        svg.Holding("style", ChartStyle.Text);
    }
}
