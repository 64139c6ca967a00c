using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Tests.Scoring;

internal sealed class MeasurementErrorTests
{
    [Test]
    public void The_fallback_is_the_method_s_on_a_range_of_one_to_five()
    {
        var total = ErrorOf(Forms.WaiSr, "total");
        var bond = ErrorOf(Forms.WaiSr, "bond");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(total.StandardError, Is.EqualTo(0.18));
            Assert.That(total.ObservationVariance, Is.EqualTo(0.075).Within(1e-15));
            Assert.That(bond.StandardError, Is.EqualTo(0.28));
            Assert.That(bond.ObservationVariance, Is.EqualTo(0.121).Within(1e-15));
            Assert.That(total.Source, Is.EqualTo("fallback"));
            Assert.That(total.IsFallback, Is.True);
        }
    }

    [Test]
    public void The_fallback_grows_with_the_range()
    {
        Assert.That(ErrorOf(Forms.WaiS, "total").StandardError, Is.EqualTo(0.27).Within(1e-15));
        Assert.That(ErrorOf(Forms.WaiS, "total").ObservationVariance, Is.EqualTo(0.075 * 2.25).Within(1e-15));
        Assert.That(ErrorOf(Forms.Lines, "overall").StandardError, Is.EqualTo(0.7).Within(1e-15));
        Assert.That(ErrorOf(Forms.Lines, "overall").ObservationVariance, Is.EqualTo(0.121 * 6.25).Within(1e-14));
    }

    [Test]
    public void What_the_instrument_states_takes_the_place_of_the_fallback()
    {
        var form = Stating(new ScaleParameters(0.2, 0.09, "Our own sample, 2025"));
        var total = ErrorOf(form, "total");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(total.StandardError, Is.EqualTo(0.2));
            Assert.That(total.ObservationVariance, Is.EqualTo(0.09));
            Assert.That(total.Source, Is.EqualTo("Our own sample, 2025"));
            Assert.That(total.IsFallback, Is.False);
            Assert.That(ErrorOf(form, "bond").IsFallback, Is.True);
        }
    }

    [Test]
    public void A_stated_error_without_a_variance_keeps_the_fallback_of_the_occasion() =>
        Assert.That(ErrorOf(Stating(new ScaleParameters(0.3, null, "A study")), "total").ObservationVariance, Is.EqualTo(0.09 + 0.0426).Within(1e-15));

    [Test]
    public void The_interval_of_a_score_uses_the_stated_error()
    {
        var form = Stating(new ScaleParameters(0.2, null, "A study"));
        var total = form.Score("total", form.All(4));
        Assert.That(total.Low, Is.EqualTo(4 - (1.959963984540054 * 0.2)).Within(1e-15));
        Assert.That(total.High, Is.EqualTo(4 + (1.959963984540054 * 0.2)).Within(1e-15));
    }

    [Test]
    public void The_interval_is_not_clipped_to_the_range()
    {
        var total = Forms.WaiSr.Score("total", Forms.WaiSr.All(5));
        Assert.That(total.High, Is.GreaterThan(5.3));
    }

    private static MeasurementError ErrorOf(Instrument form, string scale) => MeasurementError.Of(form, form.Scales.Single(s => s.Name == scale));

    private static Instrument Stating(ScaleParameters total) => new(
        "own", "1", "Own", [Rater.Client], Forms.WaiSr.Items, Forms.WaiSr.Scales, 0.75, Metric.Mean,
        new Dictionary<string, ScaleParameters> { ["total"] = total });
}
