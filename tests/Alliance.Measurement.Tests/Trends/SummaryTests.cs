using System.Text.Json;
using Alliance.Measurement.Trends;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

/// <summary>The headline of every hand-made series, at its end and after each earlier form, against dense Gaussian conditioning.</summary>
public class SummaryTests
{
    private static IEnumerable<TestCaseData> Cases() =>
        from c in Open("summary").GetProperty("cases").EnumerateArray()
        let id = c.GetProperty("id").GetString()!
        let prefixes = c.GetProperty("expected").GetProperty("prefixes")
        from expected in prefixes.ValueKind == JsonValueKind.Array
            ? prefixes.EnumerateArray().Append(c.GetProperty("expected").GetProperty("final"))
            : [c.GetProperty("expected").GetProperty("final")]
        select new TestCaseData(id, expected).SetArgDisplayNames(id, $"{expected.GetProperty("nForms").GetInt32()} forms");

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_reference(string id, JsonElement expected)
    {
        var forms = expected.GetProperty("nForms").GetInt32();
        var trend = ScaleTrend.Of(Wai.Total, Wai.Series[id].AsSpan(0, forms));

        Assert.That((trend.Forms, trend.LastSession), Is.EqualTo((forms, expected.GetProperty("lastSession").GetInt32())));
        var level = trend.Level!.Value;
        Same(level, expected, "level", "levelSd", "levelCi95");
        SameInterval(level.Clipped(1, 5), expected.GetProperty("levelCi95Clipped"));
        var slope = trend.Slope!.Value;
        Same(new Estimate(slope.PerSession, slope.Low, slope.High, slope.Sd), expected, "slope", "slopeSd", "slopeCi95");
        Close(slope.ProbabilityRising, expected.Number("probSlopePositive"), 1e-9, "slope");
        var next = expected.GetProperty("nextSession");
        Same(trend.NextSession!.Value, next, "mean", "sd", "pi95");
        SameInterval(trend.NextSession.Value.Clipped(1, 5), next.GetProperty("pi95Clipped"));
        Same(trend.RecentChange, expected.GetProperty("recentChange"), expected.GetProperty("recentLabel").GetString()!);
        Same(trend.OverallChange, expected.GetProperty("overallChange"), expected.GetProperty("overallLabel").GetString()!);
        Assert.That(trend.OverallChange.FromSession, Is.EqualTo(expected.GetProperty("overallFromSession").GetInt32()));
    }

    private static void Same(Change change, JsonElement expected, string label)
    {
        Assert.That(change.Sessions, Is.EqualTo(expected.GetProperty("sessions").GetInt32()));
        Assert.That(change.ModelLabel.Text(), Is.EqualTo(label));
        Close(change.ProbabilityRising, expected.Number("probPositive"), 1e-9, "probability");
        if (change.Estimate is { } estimate) Same(estimate, expected, "mean", "sd", "ci95");
        else Assert.That(expected.Number("mean"), Is.Null);
    }

    private static void Same(Estimate estimate, JsonElement expected, string mean, string sd, string interval)
    {
        Close(estimate.Value, expected.Number(mean), 1e-9, mean);
        Close(estimate.Sd, expected.Number(sd), 1e-9, sd);
        SameInterval(estimate, expected.GetProperty(interval));
    }

    private static void SameInterval(Estimate estimate, JsonElement interval) =>
        Assert.That(new[] { estimate.Low, estimate.High }, Is.EqualTo(Numbers(interval)).Within(1e-9));
}
