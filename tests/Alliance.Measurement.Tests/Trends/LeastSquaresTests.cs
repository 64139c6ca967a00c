using System.Text.Json;
using Alliance.Measurement.Trends;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

public class LeastSquaresTests
{
    [Test]
    public void Equals_the_reference()
    {
        foreach (var (series, expected, _) in Of("ols"))
        {
            Same(expected.GetProperty("perSession"), LeastSquares.Of(series.Sessions, series.Scores), series.Id + " per session");
            Same(expected.GetProperty("perWeek"), LeastSquares.Of(series.Weeks, series.Scores), series.Id + " per week");
        }
    }

    private static void Same(JsonElement expected, LeastSquares line, string what)
    {
        var interval = expected.TryGetProperty("ci95", out var ci) && ci.ValueKind == JsonValueKind.Array ? Numbers(ci) : null;
        Assert.That(line.Forms, Is.EqualTo((int)expected.Number("n")!), what);
        Assert.That(line.Degrees, Is.EqualTo((int?)expected.Number("df")), what);
        Close(line.Slope, expected.Number("slope"), 1e-14, what, 1e-9);
        Close(line.InterceptAtFirst, expected.Number("interceptAtFirst"), 0, what, 1e-9);
        Close(line.StandardError, expected.Number("se"), 0, what, 1e-9);
        Close(line.T, expected.Number("t"), 0, what, 1e-9);
        Close(line.P, expected.Number("p"), 0, what, 1e-9);
        Close(line.Low, interval?[0], 1e-14, what, 1e-9);
        Close(line.High, interval?[1], 1e-14, what, 1e-9);
        Close(line.ResidualDeviation, expected.Number("sigma"), 0, what, 1e-9);
        Close(line.RSquared, expected.Number("r2"), 1e-14, what, 1e-9);
    }

    [Test]
    public void Two_points_give_a_slope_only()
    {
        var line = LeastSquares.Of([3, 5], [4, 3]);
        Assert.That((line.Slope, line.InterceptAtFirst, line.Degrees, line.RSquared), Is.EqualTo((-0.5, 4.0, 0, 1.0)));
        Assert.That(new[] { line.StandardError, line.T, line.P, line.Low, line.High, line.ResidualDeviation }, Is.All.Null);
    }

    [Test]
    public void Is_undefined_without_two_times()
    {
        foreach (double[] x in new double[][] { [], [3], [2, 2, 2 + 5e-13] })
        {
            var line = LeastSquares.Of(x, x);
            Assert.That(line.Forms, Is.EqualTo(x.Length));
            Assert.That(
                new[] { line.Slope, line.InterceptAtFirst, line.Degrees, line.StandardError, line.T, line.P, line.Low, line.High, line.ResidualDeviation, line.RSquared },
                Is.All.Null);
        }
    }

    [Test]
    public void An_exact_line_has_no_error()
    {
        var line = LeastSquares.Of([1, 2, 3, 4], [0.1, 0.3, 0.5, 0.7]);
        Assert.That((line.StandardError, line.T, line.P, line.ResidualDeviation), Is.EqualTo(((double?)0, (double?)null, (double?)null, (double?)0)));
        Assert.That((line.Low, line.High, line.RSquared), Is.EqualTo((line.Slope, line.Slope, (double?)1)));
    }

    [Test]
    public void A_constant_series_has_no_share()
    {
        var line = LeastSquares.Of([1, 2, 3], [4.1, 4.1, 4.1 + 1e-15]);
        Assert.That((line.Degrees, line.StandardError, line.RSquared), Is.EqualTo(((int?)1, (double?)0, (double?)null)));
    }

    [Test]
    public void Follows_shift_and_scale() => Gen.Double[1, 5].Array[3, 30].Select(Gen.Double[-5, 5]).Sample((y, shift) =>
    {
        double[] x = [.. Enumerable.Range(1, y.Length).Select(i => (double)i)];
        var line = LeastSquares.Of(x, y);
        var moved = LeastSquares.Of([.. x.Select(v => (2 * v) + shift)], [.. y.Select(v => shift - v)]);
        return Near(moved.Slope, -line.Slope / 2) && Near(moved.StandardError, line.StandardError / 2) && Near(moved.P, line.P)
            && Near(moved.InterceptAtFirst, shift - line.InterceptAtFirst) && Near(moved.RSquared, line.RSquared) && Near(moved.Low, -line.High / 2);
    });

    [Test]
    public void Gives_numbers_or_nothing() => Gen.Select(Gen.Double[0, 1e6], Gen.Double[-1e12, 1e12]).Array[0, 12].Sample(points =>
    {
        var at = 0.0;
        var line = LeastSquares.Of([.. points.Select(p => at += p.Item1)], [.. points.Select(p => p.Item2)]);
        return new[] { line.Slope, line.InterceptAtFirst, line.StandardError, line.T, line.Low, line.High, line.RSquared }.All(v => double.IsFinite(v ?? 0))
            && (line.P ?? 0) is >= 0 and <= 1;
    });

    [Test]
    public void Refuses_what_is_no_series()
    {
        Assert.That(() => LeastSquares.Of([1, 2], [1]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => LeastSquares.Of([2, 1], [1, 1]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => LeastSquares.Of([1], [double.NaN]), Throws.InstanceOf<ArgumentException>());
    }
}
