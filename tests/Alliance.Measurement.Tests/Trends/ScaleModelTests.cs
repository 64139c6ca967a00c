using Alliance.Measurement.Instruments;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests.Trends;

public class ScaleModelTests
{
    [Test]
    public void The_fallback_is_the_default_of_the_reference()
    {
        var config = ReferenceCases.Open("kalman-config");
        var expected = config.GetProperty("fixed").GetProperty("LLTdefault");
        var growth = Wai.Total.Growth;
        Assert.That(Wai.Total.ObservationVariance, Is.EqualTo(expected.Number("R")).Within(1e-15));
        Assert.That(new[] { growth.LevelVariance, growth.SlopeVariance }, Is.EqualTo(ReferenceCases.Numbers(expected.GetProperty("q"))).Within(1e-15));
        Assert.That(new[] { growth.Prior.Level, growth.Prior.Slope }, Is.EqualTo(ReferenceCases.Numbers(expected.GetProperty("a1"))).Within(1e-15));
        Assert.That(new[] { growth.Prior.LevelVariance, growth.Prior.SlopeVariance, growth.Prior.Covariance }, Is.EqualTo(ReferenceCases.Numbers(expected.GetProperty("P1"))).Within(1e-15));
        Assert.That((growth.Clock, growth.LevelVariance, ProcessVariance.PriorSd), Is.EqualTo((Clock.Session, config.GetProperty("map").Number("qPop"), config.GetProperty("map").Number("sdLog"))));
    }

    [Test]
    public void Fallback_of_the_scale_from_1_to_5()
    {
        var total = Wai.Total;
        Assert.That((total.Minimum, total.Maximum, total.Factor, total.Unit), Is.EqualTo((1.0, 5.0, 1.0, 1.0)));
        Assert.That(total.StandardError, Is.EqualTo(0.18));
        Assert.That(total.ObservationVariance, Is.EqualTo(0.075).Within(1e-16));
        Assert.That((total.LevelVariance, total.PriorLevel, total.PriorLevelVariance), Is.EqualTo((0.015, 3.8, 0.30)));
        Assert.That((total.PriorSlope, total.PriorSlopeVariance), Is.EqualTo((0.020, 0.0009)));
        Assert.That((total.SmallestDrop, total.SmallestChange), Is.EqualTo((0.5, 0.25)));
        Assert.That((total.ParameterSet, total.Source), Is.EqualTo(("fallback/1", "fallback")));
        foreach (var scale in Wai.Instrument.Scales.Where(s => !s.IsTotal))
        {
            var model = ScaleModel.For(Wai.Instrument, scale);
            Assert.That(model.StandardError, Is.EqualTo(0.28));
            Assert.That(model.ObservationVariance, Is.EqualTo(0.121).Within(1e-16));
            Assert.That(model.Scale, Is.SameAs(scale));
        }
    }

    [Test]
    public void Fallback_stretches_with_the_range_and_sums_with_the_items()
    {
        var form = Form(0, 10, 4, Metric.Sum);
        var model = ScaleModel.For(form, form.Primary);
        Assert.That((model.Unit, model.Factor), Is.EqualTo((2.5, 4.0)));
        Assert.That(model.StandardError, Is.EqualTo(0.45).Within(1e-15));
        Assert.That(model.ObservationVariance, Is.EqualTo(0.075 * 6.25).Within(1e-15));
        Assert.That(model.PriorLevel, Is.EqualTo(7.0).Within(1e-15));
        Assert.That(model.SmallestDrop, Is.EqualTo(1.25));
    }

    [Test]
    public void What_the_instrument_states_takes_precedence()
    {
        var both = Form(1, 5, 6, Metric.Mean, new ScaleParameters(0.2, 0.09, "a manual"));
        var model = ScaleModel.For(both, both.Primary);
        Assert.That((model.StandardError, model.ObservationVariance), Is.EqualTo((0.2, 0.09)));
        Assert.That((model.ParameterSet, model.Source), Is.EqualTo(("instrument/1", "instrument")));
        var one = Form(1, 5, 6, Metric.Mean, new ScaleParameters(0.2, null, "a manual"));
        Assert.That(ScaleModel.For(one, one.Primary).ObservationVariance, Is.EqualTo(0.04 + 0.0426).Within(1e-15));
    }

    [Test]
    public void Estimated_parameters_replace_the_model()
    {
        var growth = new LocalLinearTrend(new GrowthState(3.9, 0.02, 0.4, 0.0004, 0), 0.02);
        var model = Wai.Total.With(0.08, growth, "caseload/2026-03-01", "caseload");
        Assert.That((model.ObservationVariance, model.LevelVariance, model.PriorLevel), Is.EqualTo((0.08, 0.02, 3.9)));
        Assert.That((model.StandardError, model.Source), Is.EqualTo((0.18, "caseload")));
        Assert.That(() => Wai.Total.With(0, growth, "x", "x"), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Wai.Total.With(0.1, growth, " ", "x"), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Wai.Total.With(0.1, new LocalLinearTrend(growth.Prior, 0.02, 0, Clock.Weeks), "x", "x"), Throws.ArgumentException);
    }

    internal static Instrument Form(double minimum, double maximum, int items, Metric metric, ScaleParameters? parameters = null) => new(
        "form",
        "1",
        "A form",
        [Rater.Client],
        new ItemFormat(items, minimum, maximum, (maximum - minimum) / 4, []),
        [new Scale(Scale.TotalName, Enumerable.Range(1, items))],
        0.75,
        metric,
        parameters is null ? null : new Dictionary<string, ScaleParameters> { [Scale.TotalName] = parameters });
}
