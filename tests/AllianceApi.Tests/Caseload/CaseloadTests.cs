using System.Text.Json.Nodes;
using Alliance.Measurement.Trends;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Caseload;

/// <summary>A dashboard's first screen in one call.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class CaseloadTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task A_row_has_all_that_the_screen_shows()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 28 / 12.0);
        var tag = (await Clinic.Integration.Get($"/v1/clients/c-{episode}")).Tag!;
        await Clinic.Integration.Put($"/v1/clients/c-{episode}", new { label = "M." }, ("If-Match", tag));
        var row = await Clinic.Clinician.CaseloadRow(episode);
        Assert.That(row.AsObject().Select(m => m.Key), Is.SupersetOf(new[]
        {
            "episodeId", "clientId", "clientLabel", "clinicianId", "instrument", "rater", "forms", "lastSession", "lastHeldAt", "daysSinceLast",
            "attention", "scales", "openAlerts", "unseenAlerts", "quality",
        }));
        Assert.That((row.Text("clientId"), row.Text("clientLabel"), row.Text("clinicianId")), Is.EqualTo(($"c-{episode}", "M.", "th-1")));
        Assert.That((row.Text("instrument"), row.Text("rater")), Is.EqualTo(("wai-sr", "client")));
        Assert.That((row.Whole("forms"), row.Whole("lastSession"), row.Text("lastHeldAt")), Is.EqualTo((6, 6, Clinic.HeldAt(6))));
        var alert = (await Clinic.Alerts(episode)).Single();
        Assert.That(row["openAlerts"]!.ToJsonString(), Is.EqualTo($$"""[{"id":"{{alert.Text("id")}}","kind":"possibleStrain","state":"open"}]"""));
        Assert.That((row.Whole("unseenAlerts"), (bool?)row.Path("quality.informative"), row.Texts("quality.notes").Count), Is.EqualTo((1, true, 0)));
    }

    [Test]
    public async Task Its_scales_are_those_of_the_trend()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 28 / 12.0);
        var trend = await Clinic.Trend(episode);
        var row = await Clinic.Clinician.CaseloadRow(episode);
        foreach (var scale in row["scales"]!.AsArray())
        {
            var full = trend.Scale(scale.Text("scale")!);
            Assert.That(scale!.AsObject().Select(m => m.Key), Is.EqualTo(new[] { "scale", "last", "level", "recentLabel", "overallLabel", "sparkline" }));
            Assert.That(scale["level"]!.ToJsonString(), Is.EqualTo(full["level"]!.ToJsonString()));
            Assert.That((scale.Text("recentLabel"), scale.Text("overallLabel")), Is.EqualTo((full.Text("recentChange.label"), full.Text("overallChange.label"))));
            Assert.That(scale["sparkline"]!.AsArray().Select(p => (p.Whole("session"), p.Number("score"))), Is.EqualTo(full["points"]!.AsArray().Select(p => (p.Whole("session"), p.Number("score")))));
            Assert.That(scale.Number("last"), Is.EqualTo(full.Number("points.5.score")));
        }
    }

    [Test]
    public async Task The_reason_reads_as_the_contract_has_it()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4.25, 4.25, 4.25, 4.25, 4.25, 28 / 12.0);
        var because = (await Clinic.Clinician.CaseloadRow(episode)).Texts("attention.because");
        Assert.That(because, Is.EqualTo(new[] { "Session 6 was lower than expected (2.3; expected about 4.3)." }));
    }

    [Test]
    public async Task A_reason_from_another_form_than_the_one_shown_says_so()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25);
        for (var n = 1; n <= 4; n++)
        {
            await Clinic.Enter(episode, Forms.Of(n, n == 4 ? 2 : 4, "therapist"));
            await Clinic.Enter(episode, Clinic.Form(n, Enumerable.Repeat((double?)(n == 4 ? 3 : 9), 4), instrument: "srs"));
        }

        var because = (await Clinic.Clinician.CaseloadRow(episode)).Texts("attention.because");
        Assert.That(because, Has.Exactly(1).Match(@"^On the therapist's form: Session 4 was lower than expected \(2\.0; expected about \d\.\d\)\.$"));
        Assert.That(because, Has.Exactly(1).Match(@"^On the client's form srs: Session 4 was lower than expected \(12\.0; expected about \d\d\.\d\)\.$"));
    }

    [Test]
    public async Task A_flat_perfect_series_is_not_informative()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 5, 5, 5, 5);
        var row = await Clinic.Clinician.CaseloadRow(episode);
        Assert.That((bool?)row.Path("quality.informative"), Is.False);
        Assert.That(row.Texts("quality.notes").Single(), Does.Contain("no room to show improvement"));
        Assert.That(row.Texts("attention.because"), Is.EqualTo(row.Texts("quality.notes")));
    }

    [Test]
    public async Task An_episode_without_forms_is_there_with_nulls()
    {
        var row = await Clinic.Clinician.CaseloadRow(await NewEpisode());
        Assert.That((row.Whole("forms"), row["lastSession"], row["lastHeldAt"], row["daysSinceLast"]), Is.EqualTo((0, (JsonNode?)null, (JsonNode?)null, (JsonNode?)null)));
        Assert.That(row["scales"]!.AsArray().Select(s => (s!["last"], s["level"], s.Text("recentLabel"))), Is.All.EqualTo(((JsonNode?)null, (JsonNode?)null, "not-enough-data")));
        Assert.That(row.Texts("attention.because"), Is.Empty);
    }

    [Test]
    public async Task A_long_series_has_a_short_sparkline()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, [.. Enumerable.Repeat(4.0, 33)]);
        Assert.That((await Clinic.Clinician.CaseloadRow(episode)).Scale().Each<int>("sparkline", "session"), Is.EqualTo(Enumerable.Range(4, 30)));
    }

    [Test]
    public async Task The_supervisors_lens_hides_single_scores_alone()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 2);
        var full = await Clinic.Clinician.CaseloadRow(episode);
        var seen = await Clinic.Supervisor.CaseloadRow(episode);
        Assert.That(seen["scales"]!.AsArray().Select(s => (s!["last"], s["sparkline"]!.AsArray().Count)), Is.All.EqualTo(((JsonNode?)null, 0)));
        foreach (var member in (string[])["forms", "lastSession", "openAlerts", "unseenAlerts", "quality"])
        {
            Assert.That(seen[member]!.ToJsonString(), Is.EqualTo(full[member]!.ToJsonString()), member);
        }

        Assert.That(seen.Scale()["level"]!.ToJsonString(), Is.EqualTo(full.Scale()["level"]!.ToJsonString()));
        Assert.That(seen.Texts("attention.because"), Is.EqualTo(full.Texts("attention.because").Select(b => Statements.WithoutScores(b!))));
    }
}
