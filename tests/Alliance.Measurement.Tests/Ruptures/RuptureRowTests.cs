using System.Globalization;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Tests.Trends;
using Alliance.Measurement.Trends;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Ruptures;

/// <summary>What each form is to the episodes, the simulated caseload, and the two other settings of the rule.</summary>
public class RuptureRowTests
{
    private static readonly Dictionary<string, ScoredSession[]> Caseload = File
        .ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "golden", "caseload-scores.csv")).Skip(1)
        .Select(line => line.Split(',')).Where(f => f[7].Length > 0)
        .GroupBy(f => f[1], f => new ScoredSession(
            int.Parse(f[2], CultureInfo.InvariantCulture), DateOnly.Parse(f[3], CultureInfo.InvariantCulture), double.Parse(f[7], CultureInfo.InvariantCulture)))
        .ToDictionary(g => g.Key, g => g.OrderBy(s => s.Session).ToArray());

    [Test]
    public void Every_form_carries_the_marker_of_the_reference()
    {
        foreach (var c in Open("rupture").GetProperty("cases").EnumerateArray())
        {
            var id = c.GetProperty("id").GetString()!;
            var detail = ScaleTrendDetail.Of(Wai.Total, Wai.Series[id]);
            var rows = c.GetProperty("expected").GetProperty("rows").EnumerateArray().ToArray();
            Assert.That(detail.Points, Has.Length.EqualTo(rows.Length), id);
            foreach (var (point, row) in detail.Points.Zip(rows))
            {
                var flag = row.GetProperty("flag").GetString();
                Assert.That(point.Session, Is.EqualTo(row.GetProperty("session").GetInt32()), id);
                Assert.That(point.Marker.Text(), Is.EqualTo(flag == "in-rupture" ? "inRupture" : flag), id);
                Close(point.Expected.Value, row.Number("expected"), 1e-9, id);
                Close(point.Expected.Sd, row.Number("sd"), 1e-9, id);
                Close(point.Surprise, row.Number("z"), 1e-9, id);
            }
        }
    }

    [Test]
    public void Equals_the_reference_over_a_caseload()
    {
        var clients = Open("rupture-caseload").GetProperty("clients").EnumerateArray().ToArray();
        Assert.That(clients, Has.Length.EqualTo(Caseload.Count));
        foreach (var client in clients)
        {
            var sessions = Caseload[client.GetProperty("client").GetString()!];
            Assert.That(sessions, Has.Length.EqualTo(client.GetProperty("nForms").GetInt32()));
            var ruptures = ScaleTrend.Of(Wai.Total, sessions).Ruptures;
            var episodes = client.GetProperty("episodes");
            Assert.That(ruptures, Has.Length.EqualTo(episodes.GetArrayLength()));
            foreach (var (episode, wanted) in ruptures.Zip(episodes.EnumerateArray())) RuptureTests.Same(episode, wanted);
        }
    }

    // Counts from a second implementation written from the text of the rule alone, over the same 200 clients.
    [TestCase("surprise/1", 64, 83, 49, 35, 3, 7, 580)]
    [TestCase("surprise-strict/1", 43, 53, 34, 26, 1, 3, 370)]
    [TestCase("surprise-sensitive/1", 89, 104, 71, 52, 3, 7, 872)]
    public void Settings_find_as_much_as_a_second_implementation(
        string name, int onset, int inRupture, int repair, int confirmed, int relapse, int unrepaired, int sumOfOnsets)
    {
        var rule = new[] { RuptureRule.Standard, RuptureRule.Strict, RuptureRule.Sensitive }.Single(r => r.Name == name);
        var details = Caseload.Values.Select(s => ScaleTrendDetail.Of(Wai.Total, s, rule)).ToArray();
        var counts = details.SelectMany(d => d.Points).CountBy(p => p.Marker).ToDictionary();
        Assert.That(
            (counts[Marker.Onset], counts[Marker.InRupture], counts[Marker.Repair], counts[Marker.Confirmed], counts[Marker.Relapse], counts[Marker.Unrepaired]),
            Is.EqualTo((onset, inRupture, repair, confirmed, relapse, unrepaired)));
        Assert.That(details.SelectMany(d => d.Trend.Ruptures).Sum(e => e.OnsetSession), Is.EqualTo(sumOfOnsets));
        Assert.That(details.All(d => d.Trend.Rule == rule));
    }

    [Test]
    public void A_return_that_does_not_last_is_withdrawn()
    {
        var detail = Detail(4, 4, 4, 4, 2.6, 4, 2.5, 4, 4);
        Marker[] markers = [Marker.None, Marker.None, Marker.None, Marker.None, Marker.Onset, Marker.Repair, Marker.Relapse, Marker.Repair, Marker.Confirmed];
        Assert.That(detail.Points.Select(p => p.Marker), Is.EqualTo(markers));
        var episode = detail.Trend.Ruptures.Single();
        Assert.That((episode.State, episode.Relapsed, episode.RepairSession, episode.LowestSession), Is.EqualTo((RuptureState.Confirmed, true, (int?)8, 7)));
        Assert.That((episode.SessionsToRepair, episode.FormsToRepair, episode.DaysToRepair, episode.ClosedSession), Is.EqualTo((3, 3, 21, 9)));
        Assert.That(episode.Depth, Is.EqualTo(episode.Reference - 2.5).Within(1e-12));

        var early = Detail(4, 4, 4, 4, 2.6, 4).Trend.Ruptures.Single();
        Assert.That((early.State, early.RepairSession, early.ClosedSession), Is.EqualTo((RuptureState.Repaired, (int?)6, (int?)null)));
        var late = Detail(4, 4, 4, 4, 2.6, 3, 3, 3, 4, 2.4);
        Assert.That((late.Trend.LastMarker, late.Trend.Ruptures[0].State), Is.EqualTo((Marker.Unrepaired, RuptureState.Unrepaired)));
        Assert.That(late.Trend.Ruptures[0].RepairSession, Is.Null);
    }

    [Test]
    public void The_form_that_confirms_can_begin_the_next_episode()
    {
        // The return goes far above the reference, so that the next score is low for what is expected by then, not for the reference.
        var detail = Detail(3.5, 3.5, 2.0, 5.0, 3.0);
        Assert.That(detail.Points.Select(p => p.Marker), Is.EqualTo(new[] { Marker.None, Marker.None, Marker.Onset, Marker.Repair, Marker.Onset }));
        Assert.That(detail.Trend.Ruptures.Select(e => (e.OnsetSession, e.State, e.ClosedSession)), Is.EqualTo(new[]
        {
            (3, RuptureState.Confirmed, (int?)5), (5, RuptureState.Open, null),
        }));
        Assert.That(Detail(3.5, 3.5, 2.0, 5.0, 3.1).Trend.LastMarker, Is.EqualTo(Marker.Confirmed));
        Assert.That(Detail(3.5, 3.5, 2.0, 5.0, 2.8).Trend.LastMarker, Is.EqualTo(Marker.Relapse));
    }

    [Test]
    public void Nothing_is_marked_before_the_third_form_or_below_the_smallest_drop()
    {
        Assert.That(Detail(4, 1).Trend.Ruptures, Is.Empty);
        Assert.That(Detail(4, 4, 1).Trend.Ruptures, Has.Length.EqualTo(1));
        Assert.That(RuptureRule.Standard.SmallestDrop(Wai.Total), Is.EqualTo(0.5));
        Assert.That(Detail(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4.51).Trend.Ruptures, Is.Empty, "a drop of 0.49 from the ceiling");
    }

    [Test]
    public void An_open_episode_follows_the_lowest_score()
    {
        var episode = Detail(4, 4, 4, 4, 3, 2.5, 3).Trend.Ruptures.Single();
        Assert.That((episode.State, episode.LowestSession, episode.LowestScore), Is.EqualTo((RuptureState.Open, 6, 2.5)));
        Assert.That(episode.RecoveredFraction, Is.EqualTo(0.5 / episode.Depth).Within(1e-12));
        Assert.That(Detail(4, 4, 4, 4, 3, 2.5).Trend.Ruptures.Single().RecoveredFraction, Is.Zero);
    }

    private static ScaleTrendDetail Detail(params double[] scores) => ScaleTrendDetail.Of(Wai.Total, Wai.Weekly(scores));
}
