using System.Text.Json;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Tests.Trends;
using Alliance.Measurement.Trends;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Ruptures;

/// <summary>The episodes of every hand-made series and of the simulated caseload against the reference rule.</summary>
public class RuptureTests
{
    private static IEnumerable<TestCaseData> Cases() => Open("rupture").GetProperty("cases").EnumerateArray()
        .Select(c => new TestCaseData(c.GetProperty("id").GetString()!, c.GetProperty("expected")).SetArgDisplayNames(c.GetProperty("id").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_reference(string id, JsonElement expected)
    {
        var trend = ScaleTrend.Of(Wai.Total, Wai.Series[id]);
        var episodes = expected.GetProperty("episodes");
        Assert.That(trend.Ruptures, Has.Length.EqualTo(episodes.GetArrayLength()));
        foreach (var (episode, wanted) in trend.Ruptures.Zip(episodes.EnumerateArray()))
        {
            Same(episode, wanted);
            Assert.That(episode.ExpectedSd, Is.EqualTo(wanted.Number("referenceSd")).Within(1e-9));
            Assert.That(episode.OnsetDrop, Is.EqualTo(wanted.Number("drop")).Within(1e-9));
            Assert.That(episode.DropThreshold, Is.EqualTo(wanted.Number("dropThreshold")).Within(1e-9));
            Assert.That(episode.LowestScore, Is.EqualTo(wanted.Number("nadirScore")).Within(1e-12));
            Assert.That(episode.RecoveredFraction, Is.EqualTo(wanted.Number("recoveredFraction")).Within(1e-9));
            Assert.That(episode.SessionsToRepair, Is.EqualTo((int?)wanted.Number("sessionsToRepair")));
            Assert.That(episode.FormsToRepair, Is.EqualTo((int?)wanted.Number("formsToRepair")));
            Assert.That(episode.ClosedSession, Is.EqualTo((int?)wanted.Number("closedAtSession")));
            Assert.That(episode.Relapsed, Is.EqualTo(wanted.GetProperty("relapsed").GetBoolean()));
        }
    }

    internal static void Same(RuptureEpisode episode, JsonElement wanted)
    {
        Assert.That(episode.OnsetSession, Is.EqualTo(wanted.GetProperty("onsetSession").GetInt32()));
        Assert.That(episode.Surprise, Is.EqualTo(wanted.Number("z")).Within(1e-9));
        Assert.That(episode.Reference, Is.EqualTo(wanted.Number("reference")).Within(1e-9));
        Assert.That(episode.Depth, Is.EqualTo(wanted.Number("depth")).Within(1e-9));
        Assert.That(episode.LowestSession, Is.EqualTo(wanted.GetProperty("nadirSession").GetInt32()));
        Assert.That(episode.RepairSession, Is.EqualTo((int?)wanted.Number("repairedSession")));
        Assert.That(episode.DaysToRepair, Is.EqualTo((int?)wanted.Number("daysToRepair")));
        var confirmed = wanted.GetProperty("confirmed");
        var state = wanted.GetProperty("status").GetString() + (confirmed.ValueKind == JsonValueKind.True ? " and confirmed" : "");
        Assert.That(episode.State.Text(), Is.EqualTo(state == "repaired and confirmed" ? "confirmed" : state));
    }
}
