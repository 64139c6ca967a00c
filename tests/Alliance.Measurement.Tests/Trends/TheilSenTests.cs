using System.Text.Json;
using Alliance.Measurement.Trends;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

public class TheilSenTests
{
    private static readonly Gen<(double[] X, double[] Y)> Courses =
        Gen.Select(Gen.Int[0, 6], Gen.Int[2, 10].Select(v => v / 2.0)).Array[2, 14]
            .Select(steps => (Cumulated(steps.Select(s => (double)s.Item1)), steps.Select(s => s.Item2).ToArray()));

    [Test]
    public void Equals_the_reference()
    {
        foreach (var (series, expected, _) in Of("theil-sen"))
        {
            Same(expected.GetProperty("perSession"), TheilSen.Of(series.SinceFirst, series.Scores), series.Id + " per session");
            Same(expected.GetProperty("perWeek"), TheilSen.Of(series.Weeks, series.Scores), series.Id + " per week");
        }
    }

    private static void Same(JsonElement expected, TheilSen actual, string what)
    {
        var none = expected.ValueKind == JsonValueKind.Null;
        Close(actual.Slope, none ? null : expected.Number("slope"), 1e-12, what);
        Close(actual.Low, none ? null : expected.Number("low"), 1e-12, what);
        Close(actual.High, none ? null : expected.Number("high"), 1e-12, what);
        Close(actual.Intercept, none ? null : expected.Number("interceptSeparate"), 1e-12, what);
        Assert.That(actual.Pairs, Is.EqualTo(none ? 0 : (int)expected.Number("pairs")!), what);
    }

    [Test]
    public void Is_undefined_without_two_times()
    {
        foreach (double[] x in new double[][] { [], [3], [2, 2, 2] })
        {
            var line = TheilSen.Of(x, new double[x.Length]);
            Assert.That((line.Pairs, line.Slope, line.Low, line.High, line.Intercept), Is.EqualTo((0, (double?)null, (double?)null, (double?)null, (double?)null)));
            Assert.That(TheilSen.SlopeSign(x, new double[x.Length]), Is.Zero);
        }
    }

    [Test]
    public void Drops_pairs_of_one_time_and_keeps_their_points_in_the_medians()
    {
        var line = TheilSen.Of([0, 0, 1, 3], [1, 2, 4, 5]);
        Assert.That(line.Pairs, Is.EqualTo(5));
        Assert.That(line.Slope, Is.EqualTo(4.0 / 3).Within(1e-15)); // of 3, 4/3, 2, 1, 1/2
        Assert.That(line.Intercept, Is.EqualTo(3 - (0.5 * 4 / 3)).Within(1e-15));
    }

    [Test]
    public void Has_no_interval_where_ties_leave_no_variance()
    {
        var line = TheilSen.Of([1, 1, 2], [3, 3, 3]);
        Assert.That((line.Slope, line.Low, line.High, line.Intercept), Is.EqualTo((0.0, (double?)null, (double?)null, 3.0)));
    }

    [Test]
    public void Rounding_noise_is_no_trend()
    {
        double[] x = [1, 2, 3], y = [4, 4 + 4e-16, 4 + 9e-13];
        Assert.That(TheilSen.Of(x, y).Slope, Is.Zero);
        Assert.That(TheilSen.SlopeSign(x, y), Is.Zero);
        Assert.That(TheilSen.SlopeSign([1, 1 + 5e-13], [3, 4]), Is.Zero);
    }

    [TestCase(new double[] { 1, 2, 3, 4 }, new double[] { 3, 2, 3, 3 }, 0, Description = "falls once, rises twice, flat three times")]
    [TestCase(new double[] { 1, 2, 3 }, new double[] { 1, 3, 3 }, 1)]
    [TestCase(new double[] { 1, 2, 3 }, new double[] { 3, 1, 1 }, -1)]
    [TestCase(new double[] { 1, 2, 2 }, new double[] { 1, 2, 0 }, 0, Description = "one up, one down, equally steep")]
    [TestCase(new double[] { 1, 2, 2 }, new double[] { 1, 2.5, 0 }, 1)]
    [TestCase(new double[] { 1, 2, 2 }, new double[] { 1, 2, -0.5 }, -1)]
    [TestCase(new double[] { 1, 2, 2 }, new double[] { 1, 2, 1 }, 1, Description = "the middle two are flat and rising")]
    [TestCase(new double[] { 1, 2, 2 }, new double[] { 1, 0, 1 }, -1)]
    public void Sign_of_small_series(double[] x, double[] y, int sign)
    {
        Assert.That(TheilSen.SlopeSign(x, y), Is.EqualTo(sign));
        Assert.That(Math.Sign(TheilSen.Of(x, y).Slope!.Value), Is.EqualTo(sign));
    }

    [Test]
    public void Sign_is_that_of_the_slope() => Courses.Sample(c =>
        TheilSen.SlopeSign(c.X, c.Y) == Math.Sign(TheilSen.Of(c.X, c.Y).Slope ?? 0));

    [Test]
    public void Follows_shift_and_scale_of_the_scores() => Courses.Sample(c =>
    {
        var line = TheilSen.Of(c.X, c.Y);
        var moved = TheilSen.Of(c.X, [.. c.Y.Select(v => 7 - (4 * v))]);
        return line.Pairs == moved.Pairs
            && Near(moved.Slope, -4 * line.Slope)
            && Near(moved.Intercept, 7 - (4 * line.Intercept));
    });

    [Test]
    public void Gives_numbers_in_order_or_nothing() => Courses.Sample(c =>
    {
        var line = TheilSen.Of(c.X, c.Y);
        return (line.Slope is null) == (line.Pairs == 0)
            && (line.Low is null || (line.Low <= line.Slope && line.Slope <= line.High && double.IsFinite(line.High!.Value)));
    });

    [Test]
    public void Refuses_what_is_no_series()
    {
        Assert.That(() => TheilSen.Of([1, 2], [1]), Throws.InstanceOf<ArgumentException>().With.Message.Contains("x has 2").And.Property("ParamName").EqualTo("y"));
        Assert.That(() => TheilSen.Of([2, 1], [1, 1]), Throws.InstanceOf<ArgumentException>().With.Message.Contains("x[1] = 1 follows 2"));
        Assert.That(() => TheilSen.Of([1, double.NaN], [1, 1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("x[1]"));
        Assert.That(() => TheilSen.SlopeSign([1], [double.PositiveInfinity]), Throws.InstanceOf<ArgumentException>().With.Message.Contains("y[0]"));
        Assert.That(() => TheilSen.Of([1], [1.1e12]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => TheilSen.Of(new double[10_001], new double[10_001]), Throws.InstanceOf<ArgumentException>().With.Message.Contains("10000"));
        Assert.That(() => TheilSen.Of([-1e12, 1e12], [-1e12, 1e12]).Slope, Is.EqualTo(1));
    }

    private static double[] Cumulated(IEnumerable<double> steps)
    {
        var at = 0.0;
        return [.. steps.Select(s => at += s)];
    }
}
