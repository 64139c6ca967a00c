using System.Text.Json;
using Alliance.Measurement.Trends;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

public class ProcessVarianceTests
{
    private static readonly JsonElement Reference = Open("kalman-ml");

    private static IEnumerable<TestCaseData> Cases() => Reference.GetProperty("cases").EnumerateArray()
        .Select(c => new TestCaseData(c.GetProperty("id").GetString()!, c.GetProperty("expected")).SetArgDisplayNames(c.GetProperty("id").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_reference(string id, JsonElement expected)
    {
        var input = Reference.GetProperty("meta").GetProperty("input");
        var model = LocalLinearTrend.LocalLevel(Numbers(input.GetProperty("a1"))[0], Numbers(input.GetProperty("P1"))[0], 0);
        Observation[] series = [.. Wai.Series[id].Select(s => new Observation(s.Session, s.Score, input.Number("R")!.Value))];

        var likely = ProcessVariance.MaximumLikelihood(model, series);
        Assert.That(likely.IsZero, Is.EqualTo(expected.GetProperty("atBoundary").GetBoolean()));
        Close(likely.Value, expected.Number("mlQ"), 0, "q", 1e-4);
        Close(likely.LogLikelihood, expected.Number("mlLogLik"), 1e-8, "log-likelihood");
        Close(KalmanFilter.LogLikelihood(model, series), expected.Number("logLikAtZero"), 1e-8, "log-likelihood at zero");

        var drawn = ProcessVariance.MaximumAPosteriori(model, series, input.GetProperty("map").Number("qPop")!.Value);
        Close(drawn.Value, expected.Number("mapQ"), 0, "q", 1e-4);
        Close(drawn.Objective, expected.Number("mapObjective"), 1e-8, "objective");
        // The objective is flat at its maximum, its first part is not: it is compared at the q of the reference.
        Close(KalmanFilter.LogLikelihood(model.WithLevelVariance(expected.Number("mapQ")!.Value), series), expected.Number("mapLogLik"), 1e-8, "log-likelihood");
        Close(drawn.LogLikelihood, expected.Number("mapLogLik"), 1e-6, "log-likelihood");
    }

    [Test]
    public void A_series_of_eight_forms_may_have_its_own()
    {
        Assert.That(ProcessVariance.Fit(Wai.Total, Wai.Series["E08-monotone"]), Is.SameAs(Wai.Total), "seven forms");
        var own = ProcessVariance.Fit(Wai.Total, Wai.Series["H2-unrepaired"]);
        Assert.That(own.LevelVariance, Is.GreaterThan(Wai.Total.LevelVariance));
        Assert.That(own.ParameterSet, Is.EqualTo("fallback/1+map"));
        Assert.That(() => ProcessVariance.MaximumAPosteriori(Wai.Total.Growth, [], 0), Throws.InstanceOf<ArgumentException>());
    }
}
