using Alliance.Measurement.Trends;
using AllianceApi.Trends.Chart;
using AllianceApi.Trends.Chart.Ink;
using SkiaSharp;

namespace AllianceApi.Tests.Trends.Chart;

/// <summary>The chart drawn without a browser: the same drawing, in the colours and widths of the one style sheet.</summary>
internal sealed class ChartInkTests
{
    private static IEnumerable<TestCaseData> All => ChartSeries.Reference
        .Append(new("empty", ChartSeries.Empty))
        .Append(new("long", ChartSeries.Long))
        .Append(new("sums", ChartSeries.Sums))
        .Select(s => new TestCaseData(s.Value).SetArgDisplayNames(s.Key));

    [TestCaseSource(nameof(All))]
    public void Is_a_png_of_twice_the_units_and_always_the_same(SeriesTrendDetail series)
    {
        var png = TrendChart.Png(series, scoresVisible: true);
        using var image = SKBitmap.Decode(png);
        Assert.That((image.Width, image.Height), Is.EqualTo((1280, 1040)));
        Assert.That(png, Has.Length.LessThan(400_000));
        Assert.That(TrendChart.Png(series, scoresVisible: true), Is.EqualTo(png));
    }

    [Test]
    public void Has_ink_where_the_svg_has_its_shapes()
    {
        var series = ChartSeries.Reference["H1-classic-v"];
        using var image = SKBitmap.Decode(TrendChart.Png(series, scoresVisible: true));
        var layout = new ChartLayout(new ChartSubject(series, true, ChartText.English));
        var points = series.Scales[series.Model.PrimaryIndex].Points.Where(p => p.Marker == Alliance.Measurement.Ruptures.Marker.None).ToList();
        Assert.That(points, Is.Not.Empty);
        foreach (var point in points)
        {
            var (x, y) = ((int)(layout.X.At(point.Session) * ChartImage.Density), (int)(layout.Y.At(point.Score.Value) * ChartImage.Density));
            Assert.That(image.GetPixel(x, y), Is.EqualTo(SKColor.Parse(ChartPalette.Light.Ink)), $"the score of session {point.Session}");
        }
    }

    [Test]
    public void Without_scores_it_is_another_image() =>
        Assert.That(TrendChart.Png(ChartSeries.Reference["H1-classic-v"], false), Is.Not.EqualTo(TrendChart.Png(ChartSeries.Reference["H1-classic-v"], true)));

    [Test]
    public void Colours_widths_and_sizes_come_from_the_style_sheet()
    {
        var rules = new ChartRules(ChartPalette.Light);
        var (over, now, gap) = (rules.For(false, "strain over"), rules.For(true, "now"), rules.For(false, "band gap"));
        Assert.Multiple(() =>
        {
            Assert.That((over.Fill, over.Stroke, over.StrokeWidth, over.StrokeFirst), Is.EqualTo(((SKColor?)SKColor.Parse(ChartPalette.Light.Paper), (SKColor?)SKColor.Parse(ChartPalette.Light.Strain), 3f, false)));
            Assert.That((now.FontSize, now.Bold, now.Anchor), Is.EqualTo((40f, true, 0d)));
            Assert.That((gap.Fill, gap.FillOpacity, gap.Stroke), Is.EqualTo(((SKColor?)SKColor.Parse(ChartPalette.Light.Level), 0.07f, (SKColor?)null)));
            Assert.That(rules.For(true, "quiet middle note").Anchor, Is.EqualTo(0.5));
        });
    }
}
