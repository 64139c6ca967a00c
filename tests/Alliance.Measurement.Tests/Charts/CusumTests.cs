using Alliance.Measurement.Charts;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Charts;

public class CusumTests
{
    [Test]
    public void Equals_the_reference()
    {
        foreach (var (series, expected, whole) in Of("cusum"))
        {
            var input = whole.GetProperty("input");
            var sums = Cusum.Of(
                series.Scores, input.Number("center")!.Value, input.Number("sigma")!.Value, input.Number("k")!.Value, input.Number("h")!.Value);
            Assert.That(sums.Upper, Is.EqualTo(Numbers(expected.GetProperty("upper"))).Within(1e-10), series.Id);
            Assert.That(sums.Lower, Is.EqualTo(Numbers(expected.GetProperty("lower"))).Within(1e-10), series.Id);
            Assert.That((IEnumerable<int>)sums.UpperSignals, Is.EqualTo(Places(expected.GetProperty("upperSignals"))), series.Id);
            Assert.That((IEnumerable<int>)sums.LowerSignals, Is.EqualTo(Places(expected.GetProperty("lowerSignals"))), series.Id);
        }
    }

    [Test]
    public void A_sum_on_the_interval_is_no_signal()
    {
        var sums = Cusum.Of([6, 5, 5], 4, 1, k: 0, h: 2);
        Assert.That(sums.Upper, Is.EqualTo(new[] { 2.0, 3, 4 }));
        Assert.That((IEnumerable<int>)sums.UpperSignals, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(sums.Lower, Is.All.Zero);
        Assert.That(sums.LowerSignals, Is.Empty);
    }

    [Test]
    public void The_defaults_are_half_a_sigma_and_four()
    {
        var sums = Cusum.Of([2, 2, 2, 2], 4, 1);
        Assert.That(sums.Lower, Is.EqualTo(new[] { 1.5, 3, 4.5, 6 }));
        Assert.That((IEnumerable<int>)sums.LowerSignals, Is.EqualTo(new[] { 3, 4 }));
    }

    [Test]
    public void Of_nothing_is_nothing()
    {
        var sums = Cusum.Of([], 4, 1);
        Assert.That((sums.Upper.Length, sums.Lower.Length, sums.UpperSignals.Length, sums.LowerSignals.Length), Is.EqualTo((0, 0, 0, 0)));
    }

    [Test]
    public void Mirrors_and_stays_a_number() => Gen.Double[-1e12, 1e12].Array[0, 30].Select(Gen.Double[1e-12, 10]).Sample((y, sigma) =>
    {
        var sums = Cusum.Of(y, 3, sigma);
        var mirrored = Cusum.Of([.. y.Select(v => -v)], -3, sigma);
        return sums.Upper.SequenceEqual(mirrored.Lower) && sums.Lower.SequenceEqual(mirrored.Upper)
            && sums.LowerSignals.SequenceEqual(mirrored.UpperSignals) && sums.Upper.All(double.IsFinite) && sums.Upper.All(v => v >= 0);
    });

    [Test]
    public void Refuses_what_is_no_input()
    {
        Assert.That(() => Cusum.Of([double.NaN], 1, 1), Throws.InstanceOf<ArgumentException>().With.Message.Contains("y[0]"));
        Assert.That(() => Cusum.Of([1], double.NaN, 1), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("centre"));
        foreach (var sigma in new[] { 0, -1, double.NaN, 1e-13, 2e12 })
        {
            Assert.That(() => Cusum.Of([1], 1, sigma), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("sigma"));
        }

        Assert.That(() => Cusum.Of([1], 1, 1, k: -0.1), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("k"));
        Assert.That(() => Cusum.Of([1], 1, 1, h: -0.1), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("h"));
        Assert.That(() => Cusum.Of([1], 1, 1, h: 2e12), Throws.InstanceOf<ArgumentException>());
    }
}
