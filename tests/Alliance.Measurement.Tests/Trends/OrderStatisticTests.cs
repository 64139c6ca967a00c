using Alliance.Measurement.Trends;
using CsCheck;

namespace Alliance.Measurement.Tests.Trends;

/// <summary>The median and the interval of the Theil-Sen slope on series long enough for selection to do more than sort.</summary>
public class OrderStatisticTests
{
    [Test]
    public void Selection_equals_sorting() =>
        Gen.Select(Gen.Int[20, 60], Gen.Int[1, 40], Gen.Int[0, 1000]).Sample((n, levels, seed) =>
        {
            var random = new Random(seed);
            double[] x = [.. Enumerable.Range(1, n).Select(i => (double)(i + (i / 7)))], y = [.. x.Select(_ => random.Next(levels) / 4.0)];
            double[] slopes = [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(i + 1, n - i - 1).Select(j => (y[j] - y[i]) / (x[j] - x[i]))).Order()];
            var half = slopes.Length / 2;
            var line = TheilSen.Of(x, y);
            return line.Slope == (slopes.Length % 2 == 1 ? slopes[half] : (slopes[half - 1] + slopes[half]) / 2)
                && line.Low == slopes[Rank(-1) - 1] && line.High == slopes[Math.Min(Rank(1), slopes.Length - 1)]
                && TheilSen.SlopeSign(x, y) == Math.Sign(line.Slope!.Value);

            int Rank(int side)
            {
                double tied = y.GroupBy(v => v).Sum(g => (double)g.Count() * (g.Count() - 1) * ((2 * g.Count()) + 5));
                var sigma = Math.Sqrt((((double)n * (n - 1) * ((2 * n) + 5)) - tied) / 18);
                return (int)Math.Round((slopes.Length + (side * 1.959963984540054 * sigma)) / 2);
            }
        });

    [TestCase(1.0, 0.0, Description = "one slope for all pairs but those of the last point")]
    [TestCase(1e11, 1e12, Description = "the greatest slopes that there are")]
    public void One_wild_point_is_left_at_the_end(double slope, double wild)
    {
        double[] x = [.. Enumerable.Range(1, 40).Select(i => i / 10.0)], y = [.. x.Select(v => v * slope)];
        y[^1] = wild;
        double[] slopes = [.. Enumerable.Range(0, 40).SelectMany(i => Enumerable.Range(i + 1, 39 - i).Select(j => (y[j] - y[i]) / (x[j] - x[i]))).Order()];
        Assert.That(TheilSen.Of(x, y).Slope, Is.EqualTo((slopes[389] + slopes[390]) / 2));
    }

    [Test]
    public void A_series_too_long_for_twice_the_memory_has_the_same_slope()
    {
        double[] x = [.. Enumerable.Range(0, 750).Select(i => (double)i)], y = [.. x.Select(v => v * 389 % 751)];
        double[] slopes = [.. Enumerable.Range(0, 750).SelectMany(i => Enumerable.Range(i + 1, 749 - i).Select(j => (y[j] - y[i]) / (x[j] - x[i]))).Order()];
        Assert.That(TheilSen.Of(x, y).Slope, Is.EqualTo(slopes[slopes.Length / 2]));
    }

    [Test]
    public void Ordered_slopes_take_no_square_time()
    {
        // A parabola gives slopes x_i + x_j, a hard order for selection; the median slope is that of the mean of the range.
        double[] x = [.. Enumerable.Range(0, 801).Select(i => (double)i)], y = [.. x.Select(v => v * v)];
        Assert.That(TheilSen.Of(x, y).Slope, Is.EqualTo(800));
        Assert.That(TheilSen.Of(x, [.. y.Select(v => -v)]).Slope, Is.EqualTo(-800));
        Assert.That(TheilSen.Of(x, x).Slope, Is.EqualTo(1));
    }
}
