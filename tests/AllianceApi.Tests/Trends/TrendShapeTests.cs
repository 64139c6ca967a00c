using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>The JSON of a trend: its members, its nulls, and its metrics.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class TrendShapeTests(Store store) : ClinicFixture(store)
{
    private static readonly Dictionary<string, string> Members = new()
    {
        [""] = "episodeId instrument version rater metric min max method revision asOf forms lastSession missingSessions scales quality statements",
        ["method"] = "id parameters source",
        ["scales.3"] = "scale min max forms lastSession points level slope recentChange overallChange nextSession baseline reliableChange robust shape ruptures parameters",
        ["scales.3.points.0"] = "session heldAt responseId score low high prorated level levelLow levelHigh smoothed smoothedLow smoothedHigh expected expectedLow expectedHigh surprise marker",
        ["scales.3.level"] = "value low high sd",
        ["scales.3.slope"] = "perSession low high sd probabilityRising",
        ["scales.3.recentChange"] = "sessions value low high sd probabilityRising label",
        ["scales.3.overallChange"] = "fromSession sessions value low high sd probabilityRising label",
        ["scales.3.nextSession"] = "value low high sd",
        ["scales.3.baseline"] = "status value standardError sessions",
        ["scales.3.reliableChange"] = "sinceBaseline sincePrevious",
        ["scales.3.reliableChange.sinceBaseline"] = "difference index reliable",
        ["scales.3.reliableChange.sincePrevious"] = "difference index reliable",
        ["scales.3.robust"] = "theilSen low high kendallTau p",
        ["scales.3.ruptures.0"] = "onsetSession reference depth lowestSession lowestScore state repairSession sessionsToRepair daysToRepair recoveredFraction because",
        ["scales.3.ruptures.0.because"] = "rule inputs thresholds",
        ["scales.3.ruptures.0.because.inputs"] = "score expected sd surprise drop",
        ["scales.3.ruptures.0.because.thresholds"] = "surprise drop",
        ["quality"] = "informative perfectShare longestPerfectRun straightLineShare lastHeldAt notes",
    };

    [Test]
    public async Task Every_object_has_the_members_of_the_contract()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 2.25, 4.25);
        var trend = await Clinic.Trend(episode);
        using (Assert.EnterMultipleScope())
        {
            foreach (var (path, members) in Members)
            {
                var actual = (path.Length == 0 ? trend : trend.Path(path))!.AsObject().Select(m => m.Key).ToList();
                Assert.That(actual.Take(members.Split(' ').Length), Is.EqualTo(members.Split(' ')), path);
            }
        }

        Assert.That(trend.Each<string>("scales", "parameters"), Is.All.EqualTo("fallback/1"));
        var because = trend.Path("scales.3.ruptures.0.because");
        var alert = (await Clinic.Clinician.All("/v1/alerts")).Single(a => a.Text("episodeId") == episode).Path("because");
        Assert.That((because.Text("rule"), because.Number("thresholds.surprise"), because.Number("thresholds.drop")), Is.EqualTo(("surprise/1", -1.96, 0.5)));
        foreach (var input in new[] { "score", "expected", "sd", "surprise", "drop" })
            Assert.That(because.Number($"inputs.{input}"), Is.EqualTo(alert.Number($"inputs.{input}")), "the alert has the same");
        Assert.That(trend.Each<string>("scales", "scale"), Is.EqualTo(new[] { "bond", "goal", "task", "total" }));
        Assert.That((trend.Text("method.id"), trend.Text("method.parameters"), trend.Text("method.source")), Is.EqualTo(("alliance-trend/1", "fallback/1", "fallback")));
    }

    [Test]
    public async Task An_episode_without_forms_has_every_scale_and_nulls()
    {
        var trend = await Clinic.Trend(await NewEpisode());
        Assert.That((trend.Whole("forms"), trend.Whole("revision"), trend["lastSession"], trend["missingSessions"]!.AsArray().Count), Is.EqualTo((0, 0, (JsonNode?)null, 0)));
        foreach (var scale in trend["scales"]!.AsArray())
        {
            Assert.That(new[] { "level", "slope", "nextSession", "robust", "lastSession" }.Select(m => scale.Path(m)), Is.All.Null);
            Assert.That((scale.Text("recentChange.label"), scale.Text("overallChange.label"), scale!["points"]!.AsArray().Count), Is.EqualTo(("not-enough-data", "not-enough-data", 0)));
            Assert.That((scale.Whole("recentChange.sessions"), scale.Path("recentChange.value"), scale.Path("overallChange.fromSession")), Is.EqualTo((0, (JsonNode?)null, (JsonNode?)null)));
            Assert.That((scale.Text("baseline.status"), scale.Path("baseline.value"), scale.Text("shape")), Is.EqualTo(("none", (JsonNode?)null, "insufficient")));
        }

        Assert.That((trend.Path("quality.perfectShare"), trend.Path("quality.lastHeldAt"), (bool?)trend.Path("quality.informative")), Is.EqualTo(((JsonNode?)null, (JsonNode?)null, true)));
        Assert.That(trend.Texts("statements"), Is.EqualTo(new[] { "Too few forms to describe a trend (0 of at least 3)." }));
    }

    [Test]
    public async Task Lines_are_reported_as_sums()
    {
        var episode = await NewEpisode(instrument: "srs");
        for (var n = 1; n <= 6; n++)
        {
            await Clinic.Enter(episode, Clinic.Form(n, [9, 8.5, 9, n == 6 ? 2.5 : 9], instrument: "srs"));
        }

        var trend = await Clinic.Trend(episode);
        Assert.That((trend.Text("metric"), trend.Number("min"), trend.Number("max")), Is.EqualTo(("sum", 0.0, 10.0)));
        Assert.That(trend["scales"]!.AsArray().Select(s => (s.Text("scale"), s.Number("min"), s.Number("max"))), Is.EqualTo(new (string?, double?, double?)[]
        {
            ("bond", 0, 10), ("goal", 0, 10), ("task", 0, 10), ("overall", 0, 10), ("total", 0, 40),
        }));
        Assert.That((trend.Scale().Number("points.0.score"), trend.Scale().Number("points.5.score")), Is.EqualTo((35.5, 29.0)));
        // c = 10/4; four lines: the standard error of a total is 0.18 c times four.
        Assert.That(trend.Scale().Number("points.0.high") - trend.Scale().Number("points.0.score"), Is.EqualTo(1.959963984540054 * 0.18 * 2.5 * 4).Within(1e-9));
        Assert.That(trend.Scale().Number("points.0.expected"), Is.EqualTo(4 * 2.8 * 2.5).Within(1e-9));
        Assert.That(trend.Scale("overall").Number("baseline.value"), Is.EqualTo(9));
    }

    [Test]
    public async Task Gaps_are_named_and_a_scale_that_was_not_scored_counts_for_the_others()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(2, 4));
        await Clinic.Enter(episode, Clinic.Form(3, [4, 4, null, 4, null, 4, 4, 4, 4, 4, 4, 4]));
        await Clinic.Enter(episode, Forms.Of(6, 4));
        var trend = await Clinic.Trend(episode);
        Assert.That(trend["missingSessions"]!.AsArray().Select(n => (int)n!), Is.EqualTo(new[] { 1, 4, 5 }));
        Assert.That((trend.Whole("forms"), trend.Scale("bond").Whole("forms"), trend.Scale("goal").Whole("forms"), trend.Scale().Whole("forms")), Is.EqualTo((3, 2, 3, 2)));
        Assert.That(trend.Scale("bond").Each<int>("points", "session"), Is.EqualTo(new[] { 2, 6 }));
    }

    [Test]
    public async Task A_prorated_score_says_so()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Clinic.Form(1, [4, 4, null, 4, 4, 4, 4, 4, 4, 4, 4, 4]));
        var trend = await Clinic.Trend(episode);
        Assert.That(trend["scales"]!.AsArray().Select(s => (bool?)s.Path("points.0.prorated")), Is.EqualTo(new[] { true, false, false, true }));
    }

    [Test]
    public async Task Days_to_repair_are_calendar_days_in_the_offsets_given()
    {
        var episode = await NewEpisode();
        foreach (var (session, total, heldAt) in new[]
        {
            (1, 4.0, "2024-01-01T10:00:00+01:00"), (2, 4.0, "2024-01-08T10:00:00+01:00"), (3, 4.0, "2024-01-15T10:00:00+01:00"),
            (4, 2.0, "2024-01-22T23:30:00+01:00"), (5, 4.0, "2024-01-24T00:30:00+01:00"),
        })
        {
            await Clinic.Enter(episode, Forms.Of(session, total, heldAt: heldAt));
        }

        var rupture = (await Clinic.Trend(episode)).Scale()["ruptures"]!.AsArray().Single();
        Assert.That((rupture.Text("state"), rupture.Whole("sessionsToRepair"), rupture.Whole("daysToRepair")), Is.EqualTo(("repaired", 1, 2)));
    }
}
