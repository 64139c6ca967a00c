using System.Globalization;
using Alliance.Measurement.Distributions;
using Alliance.Measurement.Reliability;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Reliability;

public class CronbachAlphaTests
{
    [TestCase("goal", new[] { 4, 6, 8, 11 })]
    [TestCase("task", new[] { 1, 2, 10, 12 })]
    [TestCase("bond", new[] { 3, 5, 7, 9 })]
    [TestCase("total", new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })]
    public void Equals_the_reference(string scale, int[] items)
    {
        var expected = Open("reliability").GetProperty("expected").GetProperty("cronbach").GetProperty(scale);
        double[] answers = [.. CompleteEarlyForms().SelectMany(form => items.Select(i => form[i - 1]))];
        var alpha = CronbachAlpha.Of(answers, items.Length);
        var interval = Numbers(expected.GetProperty("feldtCi95"));
        Assert.That((alpha.Persons, alpha.Items), Is.EqualTo(((int)expected.Number("nPersons")!, items.Length)));
        Close(alpha.Alpha, expected.Number("alpha"), 1e-10, "alpha");
        Close(alpha.Low, interval[0], 1e-10, "low");
        Close(alpha.High, interval[1], 1e-10, "high");
        Close(alpha.MeanScore, expected.Number("meanScore"), 1e-10, "mean");
        Close(alpha.ScoreDeviation, expected.Number("sdScore"), 1e-10, "SD");
        Close(alpha.StandardError, expected.Number("sem"), 1e-10, "SEM");
    }

    /// <summary>Each client's first form of sessions 3 to 5, where complete.</summary>
    private static IEnumerable<double[]> CompleteEarlyForms()
    {
        var rows = File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "golden", "caseload.csv"))
            .Select(l => l.Replace("\"", "", StringComparison.Ordinal).Split(',')).ToArray();
        int client = Array.IndexOf(rows[0], "client"), session = Array.IndexOf(rows[0], "session"), first = Array.IndexOf(rows[0], "c1");
        return rows.Skip(1).Where(r => r[session] is "3" or "4" or "5").GroupBy(r => r[client])
            .Select(g => g.First()[first..(first + 12)]).Where(items => items.All(v => v is not ("NA" or "")))
            .Select(items => items.Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray());
    }

    [Test]
    public void Scores_at_both_ends_of_what_is_taken_have_a_standard_error() =>
        Assert.That(CronbachAlpha.Of([-1e12, 1, 1e12, 1e12], 2).StandardError, Is.GreaterThan(0).And.LessThan(1e13));

    [Test]
    public void Of_a_small_table()
    {
        // Item variances 1 and 7/3, covariance 3/2 of three persons; alpha = 2 × 2 × 1.5 / (1 + 7/3 + 3).
        var alpha = CronbachAlpha.Of([1, 2, 2, 3, 3, 5], 2);
        Assert.That(alpha.Alpha, Is.EqualTo(18.0 / 19).Within(1e-14));
        Assert.That(alpha.MeanScore, Is.EqualTo(8.0 / 3).Within(1e-15));
        Assert.That(alpha.ScoreDeviation, Is.EqualTo(Math.Sqrt(19.0 / 3) / 2).Within(1e-14));
        Assert.That(alpha.StandardError, Is.EqualTo(Math.Sqrt(19.0 / 3) / 2 * Math.Sqrt(1.0 / 19)).Within(1e-14));
        Assert.That(alpha.Low, Is.EqualTo(1 - (FisherF.Quantile(0.975, 2, 2) / 19)).Within(1e-12));
        Assert.That(alpha.High, Is.EqualTo(1 - (FisherF.Quantile(0.025, 2, 2) / 19)).Within(1e-12));
    }

    [Test]
    public void Parallel_items_have_no_error()
    {
        var alpha = CronbachAlpha.Of([1, 1, 1, 2, 2, 2, 5, 5, 5], 3);
        Assert.That(new[] { alpha.Alpha, alpha.Low, alpha.High }, Is.All.EqualTo(1).Within(1e-14));
        Assert.That(alpha.StandardError, Is.EqualTo(0).Within(1e-7));
    }

    [Test]
    public void Alpha_may_be_negative() =>
        Assert.That(CronbachAlpha.Of([1, 5, 2, 3, 5, 1], 2).Alpha, Is.LessThan(0));

    [Test]
    public void Is_undefined_without_spread()
    {
        var none = CronbachAlpha.Of([], 4);
        Assert.That((none.Persons, none.Items), Is.EqualTo((0, 4)));
        var one = CronbachAlpha.Of([3, 4], 2);
        Assert.That((one.Persons, one.MeanScore, one.ScoreDeviation), Is.EqualTo((1, (double?)3.5, (double?)null)));
        var alike = CronbachAlpha.Of([0.1, 0.2, 0.2, 0.1, 0.1, 0.2], 2);
        Assert.That(alike.ScoreDeviation, Is.EqualTo(0).Within(1e-15));
        foreach (var alpha in new[] { none, one, alike })
        {
            Assert.That(new[] { alpha.Alpha, alpha.Low, alpha.High, alpha.StandardError }, Is.All.Null);
        }

        Assert.That(new[] { none.MeanScore, none.ScoreDeviation }, Is.All.Null);
    }

    [Test]
    public void Ignores_the_order_of_persons_and_the_place_of_zero() => Gen.Int[1, 5].Array[12].Array[3, 20].Sample(forms =>
    {
        var alpha = CronbachAlpha.Of([.. forms.SelectMany(f => f.Select(v => (double)v))], 12);
        var turned = CronbachAlpha.Of([.. forms.Reverse().SelectMany(f => f.Select(v => 7.0 - v))], 12);
        return Near(alpha.Alpha, turned.Alpha) && Near(alpha.StandardError, turned.StandardError) && Near(alpha.MeanScore, 7 - turned.MeanScore)
            && (alpha.Alpha is null || (alpha.Low <= alpha.Alpha && alpha.Alpha <= alpha.High && alpha.High <= 1));
    });

    [Test]
    public void Measurement_error_equals_the_reference()
    {
        foreach (var reference in Open("rci").GetProperty("cases").EnumerateArray())
        {
            var input = reference.GetProperty("input");
            var error = StandardErrorOfMeasurement.Of(input.Number("sd")!.Value, input.Number("reliability")!.Value);
            Close(error, reference.GetProperty("expected").Number("sem"), 1e-12, reference.GetProperty("id").GetString()!);
        }
    }

    [Test]
    public void Measurement_error_of_the_edges()
    {
        Assert.That(StandardErrorOfMeasurement.Of(0.6, 1), Is.Zero);
        Assert.That(StandardErrorOfMeasurement.Of(0.6, 0), Is.EqualTo(0.6));
        Assert.That(StandardErrorOfMeasurement.Of(0.6, -3), Is.EqualTo(1.2).Within(1e-15));
        Assert.That(StandardErrorOfMeasurement.Of(0, 0.9), Is.Zero);
        Assert.That(() => StandardErrorOfMeasurement.Of(-0.1, 0.9), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("deviation"));
        foreach (var reliability in new[] { 1.01, double.NaN, double.NegativeInfinity })
        {
            Assert.That(() => StandardErrorOfMeasurement.Of(1, reliability), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("reliability"));
        }
    }

    [Test]
    public void Refuses_what_are_no_forms()
    {
        Assert.That(() => CronbachAlpha.Of([1, 2, 3], 2), Throws.InstanceOf<ArgumentException>().With.Message.Contains("3 answers").And.Property("ParamName").EqualTo("answers"));
        Assert.That(() => CronbachAlpha.Of([1, 2], 1), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("items"));
        Assert.That(() => CronbachAlpha.Of([], 1001), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => CronbachAlpha.Of([1, double.NaN], 2), Throws.InstanceOf<ArgumentException>().With.Message.Contains("answers[1]"));
        Assert.That(CronbachAlpha.Of(new double[24_000], 1000).Persons, Is.EqualTo(24), "a caseload may be longer than a series");
    }
}
