using System.Globalization;
using AllianceApi.Trends.Chart;

namespace AllianceApi.Tests.Trends.Chart;

/// <summary>The contrast of the colours, by the formula of WCAG 2.</summary>
internal sealed class ChartPaletteTests
{
    private static IEnumerable<TestCaseData> Palettes =>
    [
        new TestCaseData(ChartPalette.Light).SetArgDisplayNames("light"),
        new TestCaseData(ChartPalette.Dark).SetArgDisplayNames("dark"),
        new TestCaseData(ChartPalette.Print).SetArgDisplayNames("print"),
    ];

    [TestCaseSource(nameof(Palettes))]
    public void Text_stands_out_by_four_and_a_half(object palette)
    {
        var p = (ChartPalette)palette;
        Assert.Multiple(() =>
        {
            foreach (var ink in new[] { p.Ink, p.Quiet })
                Assert.That(Contrast(Rgb(ink), Rgb(p.Paper)), Is.GreaterThanOrEqualTo(4.5), ink);
        });
    }

    [TestCaseSource(nameof(Palettes))]
    public void What_is_drawn_stands_out_by_three(object palette)
    {
        var p = (ChartPalette)palette;
        var band = Shaded(p);
        Assert.Multiple(() =>
        {
            foreach (var colour in new[] { p.Ink, p.Quiet, p.Level, p.Strain, p.Return })
                Assert.That(Contrast(Rgb(colour), Rgb(p.Paper)), Is.GreaterThanOrEqualTo(3), $"{colour} on paper");
            // Markers have an edge of paper around them; the rest lies on the band itself.
            foreach (var colour in new[] { p.Ink, p.Quiet, p.Level })
                Assert.That(Contrast(Rgb(colour), band), Is.GreaterThanOrEqualTo(3), $"{colour} on the band");
        });
    }

    [Test]
    public void On_paper_there_is_black_and_white_alone()
    {
        var p = ChartPalette.Print;
        Assert.That(new[] { p.Ink, p.Quiet, p.Level, p.Strain, p.Return }, Has.All.EqualTo("#000000"));
    }

    private static double[] Rgb(string colour) =>
        [.. new[] { 1, 3, 5 }.Select(i => int.Parse(colour.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)];

    private static double[] Shaded(ChartPalette p)
    {
        var share = double.Parse(p.Shade, CultureInfo.InvariantCulture);
        return [.. Rgb(p.Level).Zip(Rgb(p.Paper), (level, paper) => (share * level) + ((1 - share) * paper))];
    }

    private static double Contrast(double[] a, double[] b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(double[] rgb)
    {
        var linear = rgb.Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}
