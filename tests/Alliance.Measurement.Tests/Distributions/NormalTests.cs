using Alliance.Measurement.Distributions;
using CsCheck;

namespace Alliance.Measurement.Tests.Distributions;

/// <summary>Expected values from 40-digit arithmetic (erfc, root finding).</summary>
public class NormalTests
{
    [TestCase(-38, 2.8854283600687843e-316)]
    [TestCase(-20, 2.7536241186062337e-89)]
    [TestCase(-10, 7.6198530241605261e-24)]
    [TestCase(-6, 9.8658764503769814e-10)]
    [TestCase(-5.6, 1.0717590258310929e-8)]
    [TestCase(-3, 0.0013498980316300945)]
    [TestCase(-1.96, 0.024997895148220436)]
    [TestCase(-1, 0.15865525393145705)]
    [TestCase(-0.7, 0.24196365222307303)]
    [TestCase(-0.67, 0.2514288950953101)]
    [TestCase(-0.3, 0.38208857781104737)]
    [TestCase(-1e-9, 0.49999999960105772)]
    [TestCase(0, 0.5)]
    [TestCase(0.25, 0.59870632568292372)]
    [TestCase(0.67, 0.7485711049046899)]
    [TestCase(0.68, 0.75174776954642949)]
    [TestCase(1, 0.84134474606854295)]
    [TestCase(1.6448536269514722, 0.94999999999999995)]
    [TestCase(2.5, 0.99379033467422386)]
    [TestCase(5, 0.99999971334842812)]
    [TestCase(6, 0.99999999901341235)]
    public void Cdf_keeps_its_digits(double z, double expected)
    {
        Assert.That(Normal.Cdf(z), Is.EqualTo(expected).Within(expected < 1e-300 ? 1e-6 * expected : 1e-15 * expected));
        Assert.That(Normal.Survival(-z), Is.EqualTo(Normal.Cdf(z)));
    }

    [TestCase(1e-300, -37.047096299361199)]
    [TestCase(1e-20, -9.2623400897984076)]
    [TestCase(1e-11, -6.7060231554951363)]
    [TestCase(1.5e-11, -6.6465708874771129)]
    [TestCase(0.001, -3.0902323061678135)]
    [TestCase(0.025, -1.9599639845400542)]
    [TestCase(0.07, -1.4757910281791707)]
    [TestCase(0.075, -1.4395314709384559)]
    [TestCase(0.08, -1.4050715603096325)]
    [TestCase(0.3, -0.52440051270804082)]
    [TestCase(0.5, 0.0)]
    [TestCase(0.6, 0.25334710313579974)]
    [TestCase(0.925, 1.4395314709384562)]
    [TestCase(0.93, 1.4757910281791711)]
    [TestCase(0.975, 1.9599639845400539)]
    [TestCase(0.995, 2.5758293035489005)]
    public void Quantile_keeps_its_digits(double p, double expected) =>
        Assert.That(Normal.Quantile(p), Is.EqualTo(expected).Within(1.5e-15 * Math.Abs(expected)));

    [Test]
    public void Ends_are_exact()
    {
        Assert.That(Normal.Cdf(double.NegativeInfinity), Is.Zero);
        Assert.That(Normal.Cdf(double.PositiveInfinity), Is.EqualTo(1));
        Assert.That(Normal.Cdf(-41), Is.Zero);
        Assert.That(Normal.Quantile(0), Is.EqualTo(double.NegativeInfinity));
        Assert.That(Normal.Quantile(1), Is.EqualTo(double.PositiveInfinity));
        Assert.That(Normal.Quantile(0.975), Is.EqualTo(Normal.Z95).Within(1e-15));
    }

    [Test]
    public void Quantile_undoes_the_cdf() =>
        Gen.Double[-37, 5].Sample(z => Math.Abs(Normal.Quantile(Normal.Cdf(z)) - z) <= (z > 0 ? 1e-9 : 1e-14 * Math.Max(1, -z)));

    [Test]
    public void Cdf_rises() =>
        Gen.Double[-39, 9].Select(Gen.Double[0, 3]).Sample((z, d) => Normal.Cdf(z) <= Normal.Cdf(z + d));

    [Test]
    public void Refuses_what_is_no_argument()
    {
        Assert.That(() => Normal.Cdf(double.NaN), Throws.ArgumentException.With.Property("ParamName").EqualTo("z"));
        foreach (var p in new[] { double.NaN, -0.1, 1.1 })
        {
            Assert.That(() => Normal.Quantile(p), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("p"));
        }
    }
}
