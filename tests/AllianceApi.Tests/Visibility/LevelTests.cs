using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Visibility;

/// <summary>Every route that tells something of responses, at every level of detail.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class LevelTests(Store store) : ClinicFixture(store)
{
    private static readonly double[] Totals = [4, 4.25, 4, 4.25, 4, 4.25, 4, 2.0833333333333335];

    [TestCase("items")]
    [TestCase("scores")]
    [TestCase("trend")]
    [TestCase("existence")]
    public async Task AResponseIsShownAtItsLevelWhereverItIsAnswered(string level)
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(clinician: level));
        var form = Forms.Of(1, 4).With("setting", "atHome").With("durationSeconds", 90);
        var made = await Clinic.Submit(episode, form, Clinic.Clinician);
        var path = made.Headers["Location"];
        var again = await Clinic.Submit(episode, form, Clinic.Clinician);
        var amended = await Clinic.Clinician.Put(path, new { answers = Forms.Of(1, 3)["answers"], reason = "item 3 misread" }, ("If-Match", made.Tag!));
        var read = await Clinic.Clinician.Get(path);
        var first = await Clinic.Clinician.Get($"{path}?revision=1");
        var listed = (await Clinic.Clinician.All($"/v1/episodes/{episode}/responses")).Single().AsObject();
        var moved = await Clinic.Clinician.Post($"{path}/move", new { episodeId = episode, reason = "stays" });
        var voided = await Clinic.Clinician.Delete($"{path}?reason=item+3", ("If-Match", "*"));
        foreach (var shown in new[] { made.Json, again.Json, amended.Json, read.Json, first.Json, listed, moved.Json, voided.Json })
        {
            IsAt(level, shown);
        }
    }

    [TestCase("items")]
    [TestCase("scores")]
    [TestCase("trend")]
    [TestCase("existence")]
    public async Task AnExportGivesNoMoreThanTheLevelOfTheIntegration(string level)
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(integration: level));
        await Clinic.EnterTotals(episode, Totals);
        var rows = System.Text.Encoding.UTF8.GetString((await Clinic.Integration.Get("/v1/export?identified=true")).Body).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonNode.Parse(l)!).Where(r => r.Text("episodeId") == episode).ToList();
        Assert.That(rows, Has.Count.EqualTo(8));
        foreach (var row in rows)
        {
            Assert.That((row["answers"]!.AsObject().Count > 0, row["scores"]!.AsArray().Count > 0), Is.EqualTo((level == "items", level is "items" or "scores")));
        }

        var record = (await Clinic.Integration.Read($"/v1/clients/c-{episode}/export")).Path("episodes.0")!;
        Assert.That((record["responses"]!.AsArray().Count, record["promises"]!.AsArray().Count), Is.EqualTo((8, 8)));
        foreach (var response in record["responses"]!.AsArray())
        {
            IsAt(level, response!.AsObject());
        }

        Assert.That(record["alerts"]!.AsArray(), level == "existence" ? Is.Empty : Is.Not.Empty);
    }

    [Test]
    public async Task ACaseloadShowsWhatTheLevelAllows([Values("items", "scores", "trend", "existence")] string level)
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(clinician: level));
        await Clinic.EnterTotals(episode, Totals);
        var row = await Clinic.Clinician.CaseloadRow(episode);
        var scale = row.Scale();
        var because = string.Join(' ', row.Texts("attention.because"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((row.Whole("forms"), row.Whole("lastSession")), Is.EqualTo((8, 8)), "counts and dates");
            Assert.That(scale.Number("last") is not null, Is.EqualTo(level is "items" or "scores"));
            Assert.That(scale["sparkline"]!.AsArray().Count, Is.EqualTo(level is "items" or "scores" ? 8 : 0));
            Assert.That(scale["level"] is not null, Is.EqualTo(level != "existence"));
            Assert.That(scale.Text("recentLabel"), level == "existence" ? Is.EqualTo("not-enough-data") : Is.Not.EqualTo("not-enough-data"));
            Assert.That(row.Whole("unseenAlerts"), level == "existence" ? Is.Zero : Is.Positive);
            Assert.That(because, level switch
            {
                "existence" => Does.Not.Contain("lower than expected"),
                "trend" => Does.Contain("Session 8 was lower than expected (expected about").And.Not.Contain("2.1;"),
                _ => Does.Contain("Session 8 was lower than expected (2.1; expected about"),
            });
        }
    }

    [Test]
    public async Task ATrendAndItsChartShowWhatTheLevelAllows([Values("items", "scores", "trend", "existence")] string level)
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(clinician: level));
        await Clinic.EnterTotals(episode, Totals);
        foreach (var query in (string[])["", "?asOf=2190-01-01T00:00:00Z"])
        {
            var trend = await Clinic.Clinician.Read($"/v1/episodes/{episode}/trend{query}");
            var points = trend.Scale()["points"]!.AsArray();
            var scored = level is "items" or "scores";
            using (Assert.EnterMultipleScope())
            {
                Assert.That((trend.Whole("forms"), trend.Whole("lastSession"), trend["missingSessions"]!.AsArray().Count), Is.EqualTo((8, 8, 0)));
                Assert.That(points, Has.Count.EqualTo(level == "existence" ? 0 : 8));
                Assert.That(points.All(p => p!["score"] is not null == scored && p["surprise"] is not null == scored && p["responseId"] is not null == scored), Is.True);
                Assert.That(trend["withheld"]!.AsArray(), Has.Count.EqualTo(level == "existence" ? 8 : 0));
                Assert.That(trend.Scale()["level"] is not null, Is.EqualTo(level != "existence"));
                Assert.That(trend.ToJsonString().Contains("(2.1;", StringComparison.Ordinal), Is.EqualTo(scored));
                Assert.That(trend.Scale()["ruptures"]!.AsArray().All(r => r!["depth"] is not null == scored), Is.True);
            }
        }

        var chart = (await Clinic.Clinician.Get($"/v1/episodes/{episode}/trend.svg")).Text;
        Assert.That(chart.Contains("(2.1;", StringComparison.Ordinal), Is.EqualTo(level is "items" or "scores"));
        Assert.That(chart.Contains("The forms are not shown here", StringComparison.Ordinal), Is.EqualTo(level == "existence"));
    }

    // What is drawn can not be read back from the bytes; who may see the same is given the same, who may see less is given other ones.
    [Test]
    public async Task AnImageAndAReportAreOtherOnesForWhoMaySeeLess([Values("trend.png", "report.pdf")] string file)
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, Totals);
        var drawn = new Dictionary<string, string>();
        foreach (var level in (string[])["items", "scores", "trend", "existence"])
        {
            await Clinic.SetVisibility(episode, Policies.Of(clinician: level));
            var answer = await Clinic.Clinician.Get($"/v1/episodes/{episode}/{file}");
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            drawn[level] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(answer.Body));
        }

        Assert.That(drawn["scores"], Is.EqualTo(drawn["items"]));
        Assert.That(drawn.Values.Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public async Task AScoreReportHasNoValueBeneathTheLevelOfScores([Values("items", "scores", "trend", "existence")] string level)
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(integration: level));
        await Clinic.EnterTotals(episode, [4]);
        var id = (await Clinic.Integration.All($"/v1/episodes/{episode}/responses")).Single().Text("id");
        var report = await Clinic.Integration.Get($"/v1/score-reports/{id}");
        Assert.That(report.Status, Is.EqualTo(200), report.Text);
        var values = report.Text.Split('\r', StringSplitOptions.RemoveEmptyEntries).Where(l => l.StartsWith("OBX", StringComparison.Ordinal)).Select(l => l.Split('|')[5]).ToList();
        Assert.That(values.Exists(v => v.Length > 0), Is.EqualTo(level is "items" or "scores"), string.Join(", ", values));
    }

    [Test]
    public async Task AnAlertShowsWhatTheLevelAllows([Values("items", "scores", "trend", "existence")] string level)
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(clinician: level));
        await Clinic.EnterTotals(episode, Totals);
        var path = $"/v1/alerts/{(await Clinic.Alerts(episode)).Single().Text("id")}";
        var listed = (await Clinic.Clinician.All("/v1/alerts")).Find(a => a.Text("episodeId") == episode);
        var one = await Clinic.Clinician.Get(path);
        var changed = await Clinic.Clinician.Post(path + "/state", new { state = "seen" });
        if (level == "existence")
        {
            Assert.That((listed, one.Problem, changed.Problem), Is.EqualTo(((JsonNode?)null, "not-found", "not-found")));
            return;
        }

        var scored = level != "trend";
        foreach (var shown in (JsonNode[])[listed!, one.Json, changed.Json])
        {
            Assert.That(shown.ToJsonString().Contains("2.1;", StringComparison.Ordinal), Is.EqualTo(scored));
            Assert.That(shown["because"]!["inputs"]!.AsObject().Select(i => i.Key), scored ? Has.Member("score") : Is.EquivalentTo((string[])["expected", "sd"]));
            Assert.That(shown.Text("statement"), Does.StartWith(scored ? "Session 8 was lower than expected (2.1; expected about" : "Session 8 was lower than expected (expected about"));
        }
    }

    [Test]
    public async Task ASupervisorIsToldNoScoreOfAnAlertOrACaseload()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, Totals);
        var alert = (await Clinic.Supervisor.All("/v1/alerts")).Single(a => a.Text("episodeId") == episode);
        var row = await Clinic.Supervisor.CaseloadRow(episode);
        Assert.That(alert.ToJsonString() + row.ToJsonString(), Does.Not.Contain("2.08").And.Not.Contain("2.1;").And.Not.Contain("\"score\":"));
    }

    [Test]
    public async Task TheTwoRaterViewShowsWhatTheLevelAllows([Values("items", "scores", "trend", "existence")] string level)
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(clinician: level));
        for (var session = 1; session <= 3; session++)
        {
            await Clinic.Enter(episode, Forms.Of(session, 4));
            await Clinic.Enter(episode, Forms.Of(session, 3, "therapist"));
        }

        var total = (await Clinic.Clinician.Read($"/v1/episodes/{episode}/congruence")).Scale();
        Assert.That(
            (total.Whole("pairs"), total.Number("meanDiscrepancy") is not null, total["points"]!.AsArray().Count),
            Is.EqualTo((level == "existence" ? 0 : 3, level != "existence", level is "items" or "scores" ? 3 : 0)));
    }

    private static void IsAt(string level, JsonObject response)
    {
        var (items, scored) = (level == "items", level is "items" or "scores");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response["answers"]!.AsObject().Count > 0, Is.EqualTo(items), response.ToJsonString());
            Assert.That(response["scores"]!.AsArray().Count > 0, Is.EqualTo(level != "existence"));
            Assert.That(response["scores"]!.AsArray().Any(s => s!["mean"] is not null || s["sum"] is not null || s["low"] is not null), Is.EqualTo(scored));
            Assert.That(response["reason"] is null || items, Is.True);
            Assert.That((response["setting"] is null, response["durationSeconds"] is null) == (true, true) || scored, Is.True);
            Assert.That(response.Whole("session.number"), Is.Positive);
        }
    }
}
