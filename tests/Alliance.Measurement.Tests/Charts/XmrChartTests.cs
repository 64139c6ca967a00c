using System.Text.Json;
using Alliance.Measurement.Charts;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Charts;

public class XmrChartTests
{
    [Test]
    public void Equals_the_reference()
    {
        foreach (var (series, expected, _) in Of("xmr"))
        {
            Same(expected.GetProperty("all"), XmrChart.Of(series.Scores), series.Id);
            if (series.Scores.Length >= 8) Same(expected.GetProperty("baseline6"), XmrChart.Of(series.Scores, 6), series.Id + " from 6");
        }
    }

    private static void Same(JsonElement expected, XmrChart chart, string what)
    {
        if (expected.ValueKind != JsonValueKind.Object || !expected.TryGetProperty("center", out _))
        {
            Assert.That(chart.Centre, Is.Null, what);
            return;
        }

        Close(chart.Centre, expected.Number("center"), 1e-10, what);
        Close(chart.MeanMovingRange, expected.Number("mrBar"), 1e-10, what);
        Close(chart.Sigma, expected.Number("sigma"), 1e-10, what);
        Close(chart.Low, expected.Number("lcl"), 1e-10, what);
        Close(chart.High, expected.Number("ucl"), 1e-10, what);
        Close(chart.MovingRangeLimit, expected.Number("mrUcl"), 1e-10, what);
        Close(chart.SigmaFromMedian, expected.Number("sigmaFromMedianMR"), 1e-10, what);
        Assert.That(chart.MovingRanges, Is.EqualTo(Numbers(expected.GetProperty("movingRange"))).Within(1e-10), what);
        Assert.That(chart.MovingRangesAbove, Is.EqualTo(Places(expected.GetProperty("mrAboveUcl"))), what);
        Assert.That(chart.Beyond3Sigma, Is.EqualTo(Places(expected.GetProperty("rule1Beyond3Sigma"))), what);
        Assert.That(chart.TwoOfThreeBeyond2Sigma, Is.EqualTo(Places(expected.GetProperty("rule2TwoOfThreeBeyond2Sigma"))), what);
        Assert.That(chart.FourOfFiveBeyond1Sigma, Is.EqualTo(Places(expected.GetProperty("rule3FourOfFiveBeyond1Sigma"))), what);
        Assert.That(chart.EightOnOneSide, Is.EqualTo(Places(expected.GetProperty("rule4EightOneSide"))), what);
        Assert.That(chart.NineOnOneSide, Is.EqualTo(Places(expected.GetProperty("nelson2NineOneSide"))), what);
    }

    [Test]
    public void Constants_are_exact()
    {
        var constants = Open("xmr").GetProperty("meta").GetProperty("constants");
        var chart = XmrChart.Of([0, 1], source: SigmaSource.MedianMovingRange);
        Close(1 / chart.Sigma, constants.Number("d4median"), 1e-13, "median divisor");
        chart = XmrChart.Of([0, 1]);
        Close(1 / chart.Sigma, constants.Number("d2"), 1e-13, "d2");
        Close(chart.MovingRangeLimit, constants.Number("D4"), 1e-13, "D4");
        Close(chart.High - chart.Centre, constants.Number("E2"), 1e-13, "E2");
    }

    [Test]
    public void Has_no_limits_from_too_few_scores()
    {
        foreach (var chart in new[] { XmrChart.Of([]), XmrChart.Of([4]), XmrChart.Of([1, 2, 3, 9, 3], 6) })
        {
            Assert.That(
                new[] { chart.Centre, chart.MeanMovingRange, chart.Sigma, chart.SigmaFromMedian, chart.Low, chart.High, chart.MovingRangeLimit }, Is.All.Null);
            Assert.That(
                new[] { chart.MovingRangesAbove, chart.Beyond3Sigma, chart.TwoOfThreeBeyond2Sigma, chart.FourOfFiveBeyond1Sigma, chart.EightOnOneSide, chart.NineOnOneSide },
                Is.All.Empty);
        }

        Assert.That(XmrChart.Of([]).MovingRanges, Is.Empty);
        Assert.That(XmrChart.Of([1, 2, 3, 9, 3], 6).MovingRanges, Is.EqualTo(new[] { 1, 1, 6, 6 }));
        Assert.That(XmrChart.Of([1, 3, 2, 3, 1, 3], 6).Centre, Is.EqualTo(13 / 6.0).Within(1e-15));
    }

    [Test]
    public void The_median_range_withstands_one_drop()
    {
        double[] y = [4, 4.2, 4, 4.2, 4, 1, 4, 4.2, 4, 4.2];
        var robust = XmrChart.Of(y, source: SigmaSource.MedianMovingRange);
        Assert.That(robust.Sigma, Is.EqualTo(0.2 / (Math.Sqrt(2) * 0.6744897501960817)).Within(1e-12));
        Assert.That(robust.MovingRangeLimit, Is.EqualTo(robust.Sigma * ((2 / Math.Sqrt(Math.PI)) + (3 * Math.Sqrt(2 - (4 / Math.PI))))).Within(1e-12));
        Assert.That((IEnumerable<int>)robust.Beyond3Sigma, Is.EqualTo(new[] { 6 }));
        Assert.That((IEnumerable<int>)robust.MovingRangesAbove, Is.EqualTo(new[] { 6, 7 }));
        Assert.That((IEnumerable<int>)XmrChart.Of(y).MovingRangesAbove, Is.EqualTo(new[] { 6, 7 }));
        Assert.That(XmrChart.Of(y).Beyond3Sigma, Is.Empty.Or.EqualTo(new[] { 6 }));
        Assert.That(XmrChart.Of(y).SigmaFromMedian, Is.EqualTo(robust.Sigma));
        Assert.That(XmrChart.Of([1, 2, 4], source: SigmaSource.MedianMovingRange).Sigma, Is.EqualTo(1.5 / 0.95387255240894).Within(1e-12));
    }

    [Test]
    public void Without_spread_any_other_score_is_beyond()
    {
        double[] y = [4.1, 4.1, 4.1, 4.1, 4.1 + 1e-15, 4.1, 4.1, 3.9, 4.1, 3.9];
        var chart = XmrChart.Of(y, 6);
        Assert.That(chart.Sigma, Is.Zero);
        Assert.That(new[] { chart.Low, chart.High }, Is.All.EqualTo(chart.Centre));
        Assert.That((IEnumerable<int>)chart.Beyond3Sigma, Is.EqualTo(new[] { 8, 10 }));
        Assert.That((IEnumerable<int>)chart.TwoOfThreeBeyond2Sigma, Is.EqualTo(new[] { 10 }));
        Assert.That((IEnumerable<int>)chart.MovingRangesAbove, Is.EqualTo(new[] { 8, 9, 10 }));
    }

    // Limits from the first two scores, 3 and 5: centre 4, sigma 2 / d2 = 1.7725; the lines are at 5.7725, 7.5449 and 9.3174.
    [TestCase(new[] { 9.31 }, new int[0])]
    [TestCase(new[] { 9.32 }, new[] { 3 })]
    [TestCase(new[] { -1.31 }, new int[0])]
    [TestCase(new[] { -1.32 }, new[] { 3 })]
    public void Rule_1(double[] later, int[] expected) =>
        Assert.That((IEnumerable<int>)XmrChart.Of([3, 5, .. later], 2).Beyond3Sigma, Is.EqualTo(expected));

    [TestCase(new[] { 7.6 }, new int[0])]
    [TestCase(new[] { 7.6, 7.6 }, new[] { 4 })]
    [TestCase(new[] { 7.6, 4, 7.6 }, new[] { 5 })]
    [TestCase(new[] { 7.6, 7.6, 7.5 }, new[] { 4 }, Description = "the last must itself be beyond")]
    [TestCase(new[] { 7.6, 4, 4, 7.6 }, new int[0])]
    [TestCase(new[] { 7.6, 0.4 }, new int[0], Description = "on one side")]
    [TestCase(new[] { 0.4, 0.4 }, new[] { 4 })]
    public void Rule_2(double[] later, int[] expected) =>
        Assert.That((IEnumerable<int>)XmrChart.Of([3, 5, .. later], 2).TwoOfThreeBeyond2Sigma, Is.EqualTo(expected));

    [TestCase(new[] { 5.8, 5.8, 5.8 }, new int[0])]
    [TestCase(new[] { 5.8, 5.8, 5.8, 5.8 }, new[] { 6 })]
    [TestCase(new[] { 5.8, 5.8, 5.7, 5.8, 5.8 }, new[] { 7 })]
    [TestCase(new[] { 5.8, 5.8, 5.8, 5.8, 5.7 }, new[] { 6 })]
    [TestCase(new[] { 2.2, 2.2, 2.2, 2.2 }, new[] { 6 })]
    [TestCase(new[] { 5.8, 5.8, 2.2, 2.2, 5.8 }, new int[0])]
    public void Rule_3(double[] later, int[] expected) =>
        Assert.That((IEnumerable<int>)XmrChart.Of([3, 5, .. later], 2).FourOfFiveBeyond1Sigma, Is.EqualTo(expected));

    [Test]
    public void Rule_4()
    {
        double[] below = [3.9, 3.9, 3.9, 3.9, 3.9, 3.9, 3.9, 3.9];
        var chart = XmrChart.Of([3, 5, .. below, 3.9], 2);
        Assert.That((IEnumerable<int>)chart.EightOnOneSide, Is.EqualTo(new[] { 10, 11 }));
        Assert.That((IEnumerable<int>)chart.NineOnOneSide, Is.EqualTo(new[] { 11 }));
        Assert.That((IEnumerable<int>)XmrChart.Of([5, 3, .. below], 2).EightOnOneSide, Is.EqualTo(new[] { 9, 10 }));
        Assert.That(XmrChart.Of([3, 5, .. below.AsSpan(0, 7), 4], 2).EightOnOneSide, Is.Empty, "on the centre is on no side");
    }

    [Test]
    public void Follows_shift_scale_and_mirror() => Gen.Int[4, 20].Array[2, 30].Select(Gen.Int[-8, 8]).Sample((units, shift) =>
    {
        double[] y = [.. units.Select(u => u / 4.0)];
        var chart = XmrChart.Of(y);
        var moved = XmrChart.Of([.. y.Select(v => shift - (2 * v))]);
        return Math.Abs(moved.Sigma!.Value - (2 * chart.Sigma!.Value)) < 1e-12
            && Math.Abs(moved.Low!.Value - (shift - (2 * chart.High!.Value))) < 1e-12
            && moved.Beyond3Sigma.SequenceEqual(chart.Beyond3Sigma)
            && moved.EightOnOneSide.SequenceEqual(chart.EightOnOneSide);
    });

    [Test]
    public void Refuses_what_is_no_series()
    {
        Assert.That(() => XmrChart.Of([1, double.NaN]), Throws.InstanceOf<ArgumentException>().With.Message.Contains("y[1]"));
        Assert.That(() => XmrChart.Of([1, 2], 1), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("limitsFrom"));
        Assert.That(() => XmrChart.Of([1, 2], source: (SigmaSource)7), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("source"));
    }
}
