using Alliance.Measurement.Distributions;
using CsCheck;

namespace Alliance.Measurement.Tests.Distributions;

/// <summary>Expected values from 40-digit arithmetic (hypergeometric series, root finding).</summary>
public class BetaFamilyTests
{
    private const double Digits = 1e-12;

    [TestCase(0.5, 0.5, 0.3, 0.36901011956554538)]
    [TestCase(2, 3, 0.4, 0.5248)]
    [TestCase(2, 3, 0.9, 0.9963)]
    [TestCase(50, 0.5, 0.97, 0.081699333721822626)]
    [TestCase(1000, 2000, 0.33, 0.35063267613418342)]
    [TestCase(1000, 2000, 0.36, 0.99890949694075015)]
    [TestCase(1, 1, 0.37, 0.37)]
    [TestCase(5, 1, 0.2, 0.00032)]
    [TestCase(3, 4, 0, 0)]
    [TestCase(3, 4, 1, 1)]
    public void Incomplete_beta(double a, double b, double x, double expected)
    {
        Assert.That(IncompleteBeta.Of(a, b, x), Is.EqualTo(expected).Within(Digits * expected));
        Assert.That(IncompleteBeta.Of(b, a, 1 - x), Is.EqualTo(1 - expected).Within(Digits));
    }

    [TestCase(0, 1, 1)]
    [TestCase(0.001, 1, 0.99936338043983888)]
    [TestCase(0.5, 1, 0.70483276469913345)]
    [TestCase(1, 1, 0.5)]
    [TestCase(12.706204736, 1, 0.050000000000684654)]
    [TestCase(1e6, 1, 6.3661977236736914e-7)]
    [TestCase(2, 2, 0.18350341907227397)]
    [TestCase(1.5, 3, 0.23058386524482305)]
    [TestCase(2.5, 5, 0.054490099342376241)]
    [TestCase(9, 7, 4.2657009211243282e-5)]
    [TestCase(0.3, 12, 0.76931047408825233)]
    [TestCase(2, 30, 0.054625044962983104)]
    [TestCase(1.96, 1000, 0.050273184955748718)]
    [TestCase(15, 9998, 2.583955687165541e-50)]
    [TestCase(1.96, 1e6, 0.049996067585269791)]
    [TestCase(3, 2e8, 0.0026997963956488308)]
    [TestCase(double.PositiveInfinity, 4, 0)]
    public void T_two_sided(double t, double degrees, double expected)
    {
        Assert.That(StudentT.TwoSided(t, degrees), Is.EqualTo(expected).Within(Digits * expected));
        Assert.That(StudentT.TwoSided(-t, degrees), Is.EqualTo(StudentT.TwoSided(t, degrees)));
        Assert.That(StudentT.Cdf(-t, degrees), Is.EqualTo(expected / 2).Within(Digits * expected));
        Assert.That(StudentT.Cdf(t, degrees), Is.EqualTo(1 - (expected / 2)).Within(Digits));
    }

    [TestCase(0.975, 1, 12.706204736174693)]
    [TestCase(0.975, 2, 4.3026527297494618)]
    [TestCase(0.975, 3, 3.1824463052837084)]
    [TestCase(0.975, 5, 2.5705818356363148)]
    [TestCase(0.975, 12, 2.1788128296672284)]
    [TestCase(0.975, 38, 2.0243941639119692)]
    [TestCase(0.975, 1000, 1.9623390808264081)]
    [TestCase(0.995, 9998, 2.5763211450545076)]
    [TestCase(0.9, 4, 1.5332062740589441)]
    [TestCase(0.75, 1, 1.0)]
    [TestCase(0.6, 3, 0.27667066233268985)]
    [TestCase(0.5000001, 7, 2.5974602742784955e-7)]
    [TestCase(0.4, 10, -0.26018482949208018)]
    [TestCase(0.05, 6, -1.9431802805153032)]
    [TestCase(0.01, 2, -6.9645567342832741)]
    [TestCase(1e-9, 1, -318309886.18379065)]
    [TestCase(1e-100, 1, -3.1830988618379067e99)]
    [TestCase(1e-9, 20, -10.275301852168067)]
    [TestCase(0.5, 3, 0)]
    [TestCase(0, 3, double.NegativeInfinity)]
    [TestCase(1, 3, double.PositiveInfinity)]
    public void T_quantile(double p, double degrees, double expected) =>
        Assert.That(StudentT.Quantile(p, degrees), Is.EqualTo(expected).Within(double.IsFinite(expected) ? Digits * Math.Abs(expected) : 0));

    [TestCase(0.5, 3, 7, 0.30596361243118628)]
    [TestCase(1, 1, 1, 0.5)]
    [TestCase(2.3, 5, 2, 0.66974607887268122)]
    [TestCase(4, 10, 30, 0.99848307156639927)]
    [TestCase(1.1, 175, 1925, 0.81476681617404915)]
    [TestCase(0.9, 175, 1925, 0.18447066949431222)]
    [TestCase(1e-8, 2, 9, 9.9999999388888894e-9)]
    [TestCase(250, 4, 3, 0.999591783646316)]
    [TestCase(0, 4, 3, 0)]
    [TestCase(-2, 4, 3, 0)]
    [TestCase(double.PositiveInfinity, 4, 3, 1)]
    public void F_cdf(double f, double numerator, double denominator, double expected) =>
        Assert.That(FisherF.Cdf(f, numerator, denominator), Is.EqualTo(expected).Within(Digits * expected));

    [TestCase(0.025, 175, 525, 0.77879291082775799)]
    [TestCase(0.975, 175, 525, 1.2650601391087386)]
    [TestCase(0.025, 175, 1925, 0.79487019057879056)]
    [TestCase(0.975, 175, 1925, 1.2327974428363104)]
    [TestCase(0.5, 1, 1, 1.0)]
    [TestCase(0.95, 3, 7, 4.3468313999078163)]
    [TestCase(0.05, 3, 7, 0.11252716602610751)]
    [TestCase(1e-6, 2, 9, 1.0000006111115637e-6)]
    [TestCase(0.999, 4, 3, 137.10036272151086)]
    [TestCase(0, 4, 3, 0)]
    [TestCase(1, 4, 3, double.PositiveInfinity)]
    public void F_quantile(double p, double numerator, double denominator, double expected) =>
        Assert.That(FisherF.Quantile(p, numerator, denominator), Is.EqualTo(expected).Within(double.IsFinite(expected) ? Digits * expected : 0));

    [Test]
    public void Quantiles_undo_the_cdf() =>
        Gen.Select(Gen.Double[-15, -0.001].Select(e => Math.Pow(10, e)), Gen.Int[1, 5000], Gen.Int[1, 5000]).Sample((p, a, b) =>
            Math.Abs((StudentT.Cdf(StudentT.Quantile(p, a), a) / p) - 1) < 1e-11
            && Math.Abs((FisherF.Cdf(FisherF.Quantile(p, a, b), a, b) / p) - 1) < 1e-11);

    [Test]
    public void T_squared_is_f() =>
        Gen.Select(Gen.Double[0.01, 20], Gen.Int[1, 500]).Sample((t, v) =>
            Math.Abs(1 - StudentT.TwoSided(t, v) - FisherF.Cdf(t * t, 1, v)) < 1e-12);

    [Test]
    public void T_nears_the_normal() =>
        Assert.That(StudentT.Quantile(0.975, 2e8), Is.EqualTo(Normal.Z95).Within(2e-8));

    [Test]
    public void Refuses_what_is_no_argument()
    {
        Assert.That(() => IncompleteBeta.Of(0.4, 1, 0.5), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("a"));
        Assert.That(() => IncompleteBeta.Of(1, 1.1e8, 0.5), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("b"));
        Assert.That(() => IncompleteBeta.Of(1, double.NaN, 0.5), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => IncompleteBeta.Of(1, 1, -1e-9), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("x"));
        Assert.That(() => IncompleteBeta.Of(1, 1, 1.0001), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => StudentT.TwoSided(double.NaN, 3), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("t"));
        Assert.That(() => StudentT.Cdf(1, 0.9), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("degrees"));
        Assert.That(() => StudentT.Cdf(1, 2.1e8), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => StudentT.Quantile(1e-101, 3), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("p"));
        Assert.That(() => StudentT.Quantile(double.NaN, 3), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => StudentT.Quantile(0.5, 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => FisherF.Quantile(1.01, 3, 3), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("p"));
        Assert.That(() => FisherF.Quantile(0.5, 0, 3), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("numerator"));
        Assert.That(() => FisherF.Quantile(0.5, 3, 0), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("denominator"));
        Assert.That(() => FisherF.Cdf(1, 0, 3), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("numerator"));
        Assert.That(() => FisherF.Cdf(1, 3, 0), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("denominator"));
        Assert.That(() => FisherF.Cdf(double.NaN, 3, 3), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("f"));
    }
}
