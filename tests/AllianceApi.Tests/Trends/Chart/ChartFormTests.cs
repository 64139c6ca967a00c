using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Alliance.Measurement.Trends;
using AllianceApi.Trends.Chart;

namespace AllianceApi.Tests.Trends.Chart;

/// <summary>What holds for the file of every chart.</summary>
internal sealed partial class ChartFormTests
{
    private static IEnumerable<TestCaseData> All => ChartSeries.Reference
        .Append(new("empty", ChartSeries.Empty))
        .Append(new("long", ChartSeries.Long))
        .Append(new("sums", ChartSeries.Sums))
        .Append(new("ten items", ChartSeries.OfTotals(ChartSeries.Shipped("wai-srt-10"), 4, 4.5, 5)))
        .SelectMany(s => new[] { true, false }.Select(v => new TestCaseData(s.Value, v).SetArgDisplayNames(s.Key, v ? "scores" : "level only")));

    [TestCaseSource(nameof(All))]
    public void Is_one_well_formed_file_that_needs_nothing_else(SeriesTrendDetail series, bool scoresVisible)
    {
        var root = Drawing.Of(series, scoresVisible).Root;
        var text = Encoding.UTF8.GetString(TrendChart.Svg(series, scoresVisible));
        Assert.Multiple(() =>
        {
            Assert.That(root.Name, Is.EqualTo(XName.Get("svg", "http://www.w3.org/2000/svg")));
            Assert.That(text, Does.Not.Contain("NaN").And.Not.Contain("Infinity").And.Not.Contain("∞"));
            Assert.That(text, Does.Not.Contain("url(").And.Not.Contain("@import").And.Not.Contain("href"));
            Assert.That(root.Descendants().Select(e => e.Name.LocalName), Has.None.EqualTo("script").And.None.EqualTo("foreignObject").And.None.EqualTo("image"));
            Assert.That(root.DescendantsAndSelf().Attributes().Select(a => a.Name.LocalName), Has.None.StartsWith("on"));
            Assert.That(text, Does.Contain("@media (prefers-color-scheme:dark)").And.Contain("@media print"));
        });
    }

    [TestCaseSource(nameof(All))]
    public void Has_everything_inside_its_view_box(SeriesTrendDetail series, bool scoresVisible)
    {
        var root = Drawing.Of(series, scoresVisible).Root;
        Assert.That(root.Attribute("viewBox")!.Value, Is.EqualTo("0 0 640 520"));
        Assert.Multiple(() =>
        {
            foreach (var element in root.Descendants())
            {
                var (across, down) = Reach(element);
                Assert.That(across, Has.All.InRange(0, ChartLayout.Width), element.ToString());
                Assert.That(down, Has.All.InRange(0, ChartLayout.Height), element.ToString());
            }
        });
    }

    [Test]
    public void Text_is_never_smaller_than_what_reads_at_half_size() => Assert.Multiple(() =>
    {
        var sizes = FontSize().Matches(ChartStyle.Text).Select(m => double.Parse(m.Groups["size"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.That(sizes, Is.EqualTo(new[] { TextSize.Plain, TextSize.Heading, TextSize.Level, TextSize.Number }));
        Assert.That(sizes, Has.All.GreaterThanOrEqualTo(20));
    });

    [Test]
    public void A_long_series_stays_a_small_file() => Assert.That(TrendChart.Svg(ChartSeries.Long, true), Has.Length.LessThan(150_000));

    [Test]
    public void A_coordinate_that_is_no_number_is_refused() =>
        Assert.That(() => SvgWriter.Number(double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCase(-0.001, "0")]
    [TestCase(12.345, "12.35")]
    [TestCase(100, "100")]
    public void Coordinates_have_two_decimals_at_most(double value, string written) => Assert.That(SvgWriter.Number(value), Is.EqualTo(written));

    /// <summary>How far an element reaches across and down; a text by its estimated width.</summary>
    private static (List<double> Across, List<double> Down) Reach(XElement element)
    {
        double At(string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        switch (element.Name.LocalName)
        {
            case "circle":
                return ([At("cx") - At("r"), At("cx") + At("r")], [At("cy") - At("r"), At("cy") + At("r")]);
            case "rect":
                return ([At("x"), At("x") + At("width")], [At("y"), At("y") + At("height")]);
            case "line":
                return ([At("x1"), At("x2")], [At("y1"), At("y2")]);
            case "path":
                var pairs = Pair().Matches(element.Attribute("d")!.Value);
                return ([.. pairs.Select(p => double.Parse(p.Groups["x"].Value, CultureInfo.InvariantCulture))], [.. pairs.Select(p => double.Parse(p.Groups["y"].Value, CultureInfo.InvariantCulture))]);
            case "text":
                var left = At("x") - (TextWidth(element) * Anchor(element));
                return ([left, left + TextWidth(element)], [At("y") - 14, At("y") + 5]);
            default:
                return ([], []);
        }
    }

    private static string[] Styles(XElement text) => text.Attribute("class")!.Value.Split(' ');

    private static double Anchor(XElement text) => Styles(text).Contains("end") ? 1 : Styles(text).Contains("middle") ? 0.5 : 0;

    private static double TextWidth(XElement text) => Styles(text)[0] switch
    {
        "heading" => TextSize.Width(text.Value, TextSize.Heading, bold: true),
        "now" => TextSize.Width(text.Value, TextSize.Level, bold: true),
        "number" => TextSize.Width(text.Value, TextSize.Number, bold: true),
        _ => TextSize.Width(text.Value),
    };

    [GeneratedRegex(@"[ML](?<x>-?[\d.]+) (?<y>-?[\d.]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Pair();

    [GeneratedRegex(@"font(?:-size)?:(?<size>\d+)px", RegexOptions.NonBacktracking)]
    private static partial Regex FontSize();
}
