using Alliance.Measurement.Trends;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

public class ShapeTests
{
    private static readonly double[] Eleven = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    // Residuals that are small, sum to 0 and follow neither line nor parabola.
    private static readonly double[] Noise = [.02, -.03, .01, .02, -.02, 0, -.02, .02, .01, -.03, .02];

    [Test]
    public void Equals_the_reference()
    {
        foreach (var (series, expected, _) in Of("shape"))
        {
            var shape = Shape.Of(series.Sessions, series.Scores, 0.25);
            Assert.That(shape.Name, Is.EqualTo(expected.GetProperty("class").GetString()), series.Id);
            Assert.That(shape.Degree, Is.EqualTo((int?)expected.Number("chosenDegree")), series.Id);
            // The parabola of E09 is flat: the reference divides by rounding noise there.
            Close(shape.Vertex, series.Id == "E09-zigzag-ties" ? null : expected.Number("vertexSession"), 1e-8, series.Id, 1e-8);
            foreach (var (model, wanted) in shape.Models.Zip(expected.GetProperty("models").EnumerateArray()))
            {
                var what = $"{series.Id} degree {model.Degree}";
                Assert.That(model.Degree, Is.EqualTo(wanted.GetProperty("degree").GetInt32()), what);
                Assert.That(model.IsExact, Is.EqualTo(wanted.TryGetProperty("exactFit", out _)), what);
                Close(model.Aicc, wanted.Number("aicc"), 1e-8, what, 1e-8);
                Close(model.LogLikelihood, wanted.Number("logLik"), 1e-8, what, 1e-8);
                Close(model.ResidualSumOfSquares, wanted.Number("rss"), 1e-12, what, 1e-8);
                double[] coefficients = wanted.TryGetProperty("coef", out var given) ? Numbers(given) : [];
                Assert.That(model.Coefficients, Has.Length.EqualTo(coefficients.Length), what);
                foreach (var (actual, number) in model.Coefficients.Zip(coefficients)) Close(actual, number, 1e-12, what, 1e-8);
            }
        }
    }

    [TestCase(0.0, 0.0, Shape.Stable)]
    [TestCase(0.0249, 0.0, Shape.Stable)]
    [TestCase(0.0251, 0.0, Shape.Growth)]
    [TestCase(-0.0249, 0.0, Shape.Stable)]
    [TestCase(-0.0251, 0.0, Shape.Decline)]
    [TestCase(-0.3, 0.03, Shape.UShape, Description = "turns in the middle")]
    [TestCase(0.3, -0.03, Shape.InvertedU)]
    [TestCase(-0.1201, 0.03, Shape.UShape, Description = "turns just inside the middle 60 %")]
    [TestCase(0.1, 0.03, Shape.CurvedGrowth, Description = "turns before the start")]
    [TestCase(-0.1, -0.03, Shape.CurvedDecline)]
    [TestCase(-0.64, 0.03, Shape.CurvedDecline, Description = "turns after the end")]
    public void Names(double slope, double bend, string name)
    {
        var smallest = name is Shape.UShape or Shape.InvertedU ? 0.1 : 0.25;
        double[] y = [.. Eleven.Select((x, i) => 3 + (slope * (x - 1)) + (bend * (x - 1) * (x - 1)) + (bend == 0 ? 0 : Noise[i] / 10))];
        Assert.That(Shape.Of(Eleven, y, smallest).Name, Is.EqualTo(name));
    }

    [Test]
    public void A_parabola_needs_two_arms_and_a_middle()
    {
        double[] Course(double turn, double bend) => [.. Eleven.Select((x, i) => 3 + (bend * (x - 1 - turn) * (x - 1 - turn)) + (Noise[i] / 100))];
        Assert.That(Shape.Of(Eleven, Course(2.05, 0.1), 0.4).Name, Is.EqualTo(Shape.UShape));
        Assert.That(Shape.Of(Eleven, Course(1.95, 0.1), 0.3).Name, Is.EqualTo(Shape.CurvedGrowth));
        Assert.That(Shape.Of(Eleven, Course(7.95, 0.1), 0.4).Name, Is.EqualTo(Shape.UShape));
        Assert.That(Shape.Of(Eleven, Course(8.05, 0.1), 0.3).Name, Is.EqualTo(Shape.CurvedDecline));
        Assert.That(Shape.Of(Eleven, Course(5, 0.1), 2.6).Name, Is.EqualTo(Shape.Stable), "both arms are 2.5, the ends alike");
        Assert.That(Shape.Of(Eleven, Course(5, -0.1), 2.4).Name, Is.EqualTo(Shape.InvertedU));
        Assert.That(Shape.Of(Eleven, Course(3, 0.1), 1).Name, Is.EqualTo(Shape.CurvedGrowth), "the first arm is 0.9");
        Assert.That(Shape.Of(Eleven, Course(7, 0.1), 1).Name, Is.EqualTo(Shape.CurvedDecline), "the second arm is 0.9");
    }

    [Test]
    public void An_exact_fit_of_the_lowest_degree_wins()
    {
        Assert.That(Shape.Of(Eleven, [.. Eleven.Select(x => 0.5 * x)], 0.25).Degree, Is.EqualTo(1));
        var parabola = Shape.Of(Eleven, [.. Eleven.Select(x => 0.5 * x * x)], 0.25);
        Assert.That((parabola.Degree, parabola.Name, parabola.Vertex), Is.EqualTo((2, Shape.CurvedGrowth, (double?)null)));
        Assert.That(parabola.Models[2].IsExact, Is.True);
        Assert.That(parabola.Models[2].Coefficients, Is.EqualTo(new[] { 0.5, 1, 0.5 }).Within(1e-12));
    }

    [Test]
    public void Short_series_are_insufficient()
    {
        for (var n = 0; n < Shape.MinimumForms; n++)
        {
            double[] x = Eleven[..n], y = [.. Eleven[..n].Select(v => v % 3)];
            var shape = Shape.Of(x, y, 0.25);
            Assert.That((shape.Name, shape.Degree), Is.EqualTo((Shape.Insufficient, (int?)null)));
            Assert.That(shape.Models.Count(m => m.Aicc is not null), Is.EqualTo(Math.Max(0, n - 3)), $"{n}");
            Assert.That(shape.Vertex, Is.Null);
        }

        Assert.That(Shape.Of(Eleven.AsSpan(0, 6), [1, 2, 0, 2, 0, 1], 0.25).Degree, Is.Not.Null);
    }

    [Test]
    public void Few_times_carry_few_coefficients()
    {
        var one = Shape.Of([2, 2, 2, 2, 2, 2], [1, 2, 3, 1, 2, 3], 0.25);
        Assert.That((one.Name, one.Models[1].Coefficients.IsEmpty, one.Models[2].Coefficients.IsEmpty), Is.EqualTo((Shape.Stable, true, true)));
        var two = Shape.Of([2, 2, 2, 2, 3, 3 + 1e-13], [1, 1.1, 1, 1.1, 3, 3.1], 0.25);
        Assert.That((two.Name, two.Models[2].Coefficients.IsEmpty), Is.EqualTo((Shape.Growth, true)));
        var uneven = Shape.Of([0, 0, 0, 1e-11, 1e12, 1e12], [1, 2, 1, 2, 1, 2], 0.25);
        Assert.That(uneven.Models.SelectMany(m => m.Coefficients), Is.All.Matches<double>(double.IsFinite));
    }

    [Test]
    public void Follows_shift_in_time_and_score() => Gen.Double[1, 5].Array[6, 20].Select(Gen.Int[-50, 50]).Sample((y, shift) =>
    {
        double[] x = [.. Enumerable.Range(1, y.Length).Select(i => (double)i)];
        var shape = Shape.Of(x, y, 0.25);
        var moved = Shape.Of([.. x.Select(v => v + shift)], [.. y.Select(v => v + shift)], 0.25);
        return shape.Models.Zip(moved.Models).All(m => Math.Abs(m.First.Aicc - m.Second.Aicc ?? 0) < 1e-8)
            && (shape.Vertex is not { } at || Math.Abs(at + shift - moved.Vertex!.Value) <= 1e-6 * (1 + Math.Abs(at)));
    });

    [Test]
    public void Gives_numbers_or_nothing() => Gen.Select(Gen.Double[0, 1e6], Gen.Double[-1e12, 1e12]).Array[0, 12].Sample(points =>
    {
        var at = 0.0;
        double[] x = [.. points.Select(p => at += p.Item1)], y = [.. points.Select(p => p.Item2)];
        var shape = Shape.Of(x, y, 0);
        return double.IsFinite(shape.Vertex ?? 0) && shape.Models.All(m =>
            double.IsFinite(m.Aicc ?? 0) && double.IsFinite(m.LogLikelihood ?? 0) && m.Coefficients.All(double.IsFinite));
    });

    [Test]
    public void Refuses_what_is_no_series()
    {
        Assert.That(() => Shape.Of([1, 2], [1], 0.25), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Shape.Of([2, 1], [1, 1], 0.25), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Shape.Of([1], [double.NaN], 0.25), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Shape.Of([1], [1], -0.1), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("smallestChange"));
    }
}
