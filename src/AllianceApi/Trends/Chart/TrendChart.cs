using System.Security.Cryptography;
using System.Text;
using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>
/// Draws a trend as one SVG file: to embed in other systems, on light and dark screens and on paper, 320 px wide or more. It
/// refers to nothing outside and runs no script. The same series always gives the same bytes.
/// </summary>
internal static class TrendChart
{
    /// <summary>The chart of a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="scoresVisible">Whether the reader may see single scores; without, the level and the markers are drawn.</param>
    /// <param name="withheld">Forms that exist, but may not be shown to the reader.</param>
    /// <returns>The file in UTF-8.</returns>
    public static byte[] Svg(SeriesTrendDetail series, bool scoresVisible, int withheld = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        var words = series.Forms == 0 && withheld > 0 ? ChartText.English with { NoForms = ChartText.English.Withheld, Begins = "" } : ChartText.English;
        var subject = new ChartSubject(series, scoresVisible, words);
        var layout = new ChartLayout(subject);
        var svg = new SvgWriter();
        Begin(svg, subject);
        svg.Rectangle("paper", new Box(0, 0, ChartLayout.Width, ChartLayout.Height));
        ChartAxes.Heading(svg, subject, layout);
        ChartAxes.Draw(svg, subject, layout);
        Course(svg, subject, layout);
        CurrentLevel.Draw(svg, subject, layout);
        layout.Legend.Draw(svg, layout);
        SmallMultiples.Draw(svg, subject, layout);
        svg.Close();
        return Encoding.UTF8.GetBytes(svg.ToString());
    }

    private static void Course(SvgWriter svg, ChartSubject subject, ChartLayout layout)
    {
        if (subject.Series.Forms == 0)
        {
            var (x, y) = ((layout.Plot.Left + layout.Plot.Right) / 2, (layout.Plot.Top + layout.Plot.Bottom) / 2);
            svg.Text("heading middle note", x, y - 10, subject.Text.NoForms);
            svg.Text("quiet middle note", x, y + 20, subject.Text.Begins);
            return;
        }

        // A cloud of points would hide the line: then it goes on top.
        if (layout.Crowded)
            ScorePoints.Draw(svg, subject, layout);
        if (subject.TrendShown)
            LevelLine.Draw(svg, subject.Primary.Points, layout.X, layout.Y);
        BaselineLine.Draw(svg, subject, layout);
        if (!layout.Crowded)
            ScorePoints.Draw(svg, subject, layout);
        var labels = new LabelPlacement(subject, layout);
        StrainMarkers.Draw(svg, subject, layout, labels);
        BaselineLine.Label(svg, subject, layout, labels);
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
