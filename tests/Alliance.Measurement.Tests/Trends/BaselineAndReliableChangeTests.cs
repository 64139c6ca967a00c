using System.Text.Json;
using Alliance.Measurement.Distributions;
using Alliance.Measurement.Trends;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

public class BaselineAndReliableChangeTests
{
    private static IEnumerable<TestCaseData> Cases(string name) => Open(name).GetProperty("cases").EnumerateArray()
        .Select(c => new TestCaseData(c).SetArgDisplayNames(c.GetProperty("id").GetString()!));

    [TestCaseSource(nameof(Cases), new object[] { "baseline" })]
    public void Baseline_equals_the_reference(JsonElement c)
    {
        var (sessions, expected) = (Wai.Series[c.GetProperty("id").GetString()!], c.GetProperty("expected"));
        var baseline = Baseline.Of(Wai.Total, sessions);
        Assert.That(baseline.Status.Text(), Is.EqualTo(expected.GetProperty("status").GetString()));
        Assert.That(baseline.Sessions, Is.EqualTo(sessions.Select(s => s.Session).Where(s => s is >= 3 and <= 5)));
        Assert.That(baseline.Sessions, Has.Length.EqualTo(expected.GetProperty("n").GetInt32()));
        Close(baseline.Value, expected.Number("mean"), 1e-12, "mean");
        Close(baseline.StandardError, expected.Number("se"), 1e-12, "standard error");
    }

    [TestCaseSource(nameof(Cases), new object[] { "rci" })]
    public void Reliable_change_equals_the_reference(JsonElement c)
    {
        var (input, expected) = (c.GetProperty("input"), c.GetProperty("expected"));
        var error = input.Number("sd")!.Value * Math.Sqrt(1 - input.Number("reliability")!.Value);
        var earlier = Numbers(input.GetProperty("baselineScores"));
        var difference = ReliableDifference.Of(
            earlier.Average(), earlier.Length, input.Number("score")!.Value, error, input.Number("scaleMin")!.Value, input.Number("scaleMax")!.Value);

        Close(error, expected.Number("sem"), 1e-12, "sem");
        Close(difference.Difference, expected.Number("diff"), 1e-12, "difference");
        Close(difference.StandardError, expected.Number("seDiff"), 1e-12, "standard error");
        Close(difference.Index, expected.Number("rci"), 1e-12, "index");
        Close(difference.Threshold, expected.Number("threshold95"), 1e-12, "threshold");
        Close(difference.P, expected.Number("p"), 1e-12, "p");
        Assert.That(difference.IncreaseDetectable, Is.EqualTo(expected.GetProperty("increaseDetectable").GetBoolean()));
        Assert.That(difference.DecreaseDetectable, Is.EqualTo(expected.GetProperty("decreaseDetectable").GetBoolean()));
        string[] names = ["reliable-decrease", "no-reliable-change", "reliable-increase"];
        Assert.That(names[difference.Direction + 1], Is.EqualTo(expected.GetProperty("class").GetString()));
        var band = Estimate.Normal(input.Number("score")!.Value, error * error);
        Assert.That(new[] { band.Low, band.High }, Is.EqualTo(Numbers(expected.GetProperty("ci95"))).Within(1e-12));
    }

    [Test]
    public void Since_baseline_waits_for_a_form_after_session_5()
    {
        var sessions = Wai.Series["H1-classic-v"];
        for (var n = 1; n <= 5; n++)
        {
            var early = ScaleTrend.Of(Wai.Total, sessions.AsSpan(0, n)).ReliableChange;
            Assert.That(early.SinceBaseline, Is.Null);
            Assert.That(early.SincePrevious.HasValue, Is.EqualTo(n > 1));
        }

        var since = ScaleTrend.Of(Wai.Total, sessions.AsSpan(0, 7)).ReliableChange.SinceBaseline!.Value;
        Assert.That(since.Difference, Is.EqualTo(3.00 - ((4.25 + 4.08 + 4.25) / 3)).Within(1e-12));
        Assert.That(since.Index, Is.EqualTo(since.Difference / (0.18 * Math.Sqrt(1 + (1 / 3.0)))).Within(1e-12));
        Assert.That(since.Reliable, Is.True);

        var without = ScaleTrend.Of(Wai.Total, [sessions[0], sessions[1], sessions[6]]);
        Assert.That((without.Baseline.Status, without.ReliableChange.SinceBaseline), Is.EqualTo((BaselineStatus.None, (ReliableDifference?)null)));
        Assert.That(without.ReliableChange.SincePrevious!.Value.StandardError, Is.EqualTo(0.18 * Math.Sqrt(2)).Within(1e-15));
    }

    [Test]
    public void An_exact_scale_knows_every_difference()
    {
        Assert.That(ReliableDifference.Of(3, 1, 3 + 1e-14, 0, 1, 5).Reliable, Is.False);
        var down = ReliableDifference.Of(3, 3, 2.9, 0, 1, 5);
        Assert.That((down.Direction, down.Index, down.P, down.Threshold), Is.EqualTo((-1, (double?)null, (double?)null, 0.0)));
        Assert.That(() => ReliableDifference.Of(3, 0, 3, 0.1, 1, 5), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => ReliableDifference.Of(3, 1, 3, -0.1, 1, 5), Throws.InstanceOf<ArgumentException>());
        Assert.That(Normal.Z95, Is.EqualTo(1.959963984540054));
    }
}
