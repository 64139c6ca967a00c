using System.Diagnostics;
using System.Text.Json.Nodes;
using AllianceApi.Access;
using AllianceApi.Demo;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Demo;

[TestFixtureSource(typeof(Stores))]
internal sealed class DemoClinicTests(Store store)
{
    private RunningService _service = null!;
    private DemoClinic _clinic = null!;
    private Api _integration = null!;
    private TimeSpan _took;

    [OneTimeSetUp]
    public async Task Open()
    {
        _service = await RunningService.Start(store);
        var watch = Stopwatch.StartNew();
        _clinic = await DemoClinic.Open(_service.Services, adminIsKnown: true, CancellationToken.None);
        _took = watch.Elapsed;
        _integration = Of(Role.Integration);
    }

    [OneTimeTearDown]
    public async Task Close() => await _service.DisposeAsync();

    [Test]
    public void ItIsThereQuickly() => Assert.That(_took, Is.LessThan(TimeSpan.FromSeconds(10)), "alone on a machine it takes under one second");

    [Test]
    public async Task TwelveClientsAreWithTwoClinicians()
    {
        var episodes = await _integration.All("/v1/episodes?status=open");
        var clients = await _integration.All("/v1/clients");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(episodes, Has.Count.EqualTo(12));
            Assert.That(episodes.Select(e => (string?)e["clinicianId"]).Distinct().Count(), Is.EqualTo(2));
            Assert.That(clients.Select(c => (string?)c["label"]), Is.All.Not.Null);
            Assert.That(clients.Select(c => (string?)c["label"]), Is.Unique);
            Assert.That(await _service.Admin.All("/v1/episodes"), Has.Count.EqualTo(12), "the administrator lists them, too");
        }
    }

    [Test]
    public async Task EveryRoleHasAKeyThatWorks()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_clinic.Keys.Select(k => k.Role), Is.EqualTo((Role[])[Role.Integration, Role.Clinician, Role.Clinician, Role.Supervisor, Role.Auditor]));
            foreach (var key in _clinic.Keys)
            {
                var path = key.Role == Role.Auditor ? "/v1/audit/verify" : "/v1/caseload";
                Assert.That((await _service.Api(key.Secret).Get(path)).Status, Is.EqualTo(200), key.Title);
            }

            Assert.That((await Of(Role.Supervisor).All("/v1/caseload")), Has.Count.EqualTo(12), "the supervisor supervises both clinicians");
        }
    }

    [TestCase("growth", "rising", "growth", "")]
    [TestCase("slow-decline", "falling", "decline", "")]
    [TestCase("strain-recovered", "no-clear-change", "stable", "7 confirmed")]
    [TestCase("strain-stayed", "falling", "decline", "8 unrepaired")]
    [TestCase("ceiling", "no-clear-change", "stable", "")]
    [TestCase("stable", "no-clear-change", "stable", "")]
    [TestCase("two-forms", "not-enough-data", "insufficient", "")]
    [TestCase("recent-drop", "no-clear-change", "stable", "9 open")]
    public async Task ACourseShowsWhatItIsNamedFor(string course, string overall, string shape, string ruptures)
    {
        var total = Total(await Trend(course));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)total["overallChange"]!["label"], Is.EqualTo(overall));
            Assert.That((string?)total["shape"], Is.EqualTo(shape));
            Assert.That(string.Join(", ", total["ruptures"]!.AsArray().Select(r => $"{r!["onsetSession"]} {r["state"]}")), Is.EqualTo(ruptures));
        }
    }

    [Test]
    public async Task TheCeilingIsNotInformativeAndGapsAreNamed()
    {
        var gaps = await Trend("gaps");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool?)(await Trend("ceiling"))["quality"]!["informative"], Is.False);
            Assert.That(gaps["missingSessions"]!.AsArray().Select(n => (int)n!), Is.EqualTo((int[])[3, 4, 8, 12]));
            Assert.That(gaps["scales"]!.AsArray().Single(s => (string?)s!["scale"] == "goal")!["points"]!.AsArray().Select(p => (int)p!["session"]!), Has.No.Member(7), "an item was left out there");
            Assert.That((int?)(await Trend("long"))["forms"], Is.EqualTo(40));
            Assert.That(Total(await Trend("volatile"))["ruptures"]!.AsArray(), Has.Count.GreaterThanOrEqualTo(2));
        }
    }

    [TestCase("growth", 14)]
    [TestCase("two-raters", 12)]
    public async Task TheTherapistRatedToo(string course, int forms) =>
        Assert.That((int?)(await Trend(course, "?rater=therapist"))["forms"], Is.EqualTo(forms));

    [Test]
    public async Task TheRecentDropIsUnseenAndFirstInTheCaseload()
    {
        var caseload = await _integration.Get("/v1/caseload?sort=attention");
        var first = caseload.Json["items"]![0]!;
        var alerts = await _integration.All("/v1/alerts");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)first["episodeId"], Is.EqualTo("demo-recent-drop"));
            Assert.That((int?)first["unseenAlerts"], Is.GreaterThan(0));
            Assert.That(State(alerts, "demo-strain-stayed"), Is.EqualTo("seen"));
            Assert.That(State(alerts, "demo-strain-recovered"), Is.EqualTo("resolved"));
            Assert.That(caseload.Json["items"]!.AsArray().Select(i => (int?)i!["daysSinceLast"]), Is.All.InRange(1, 7), "sessions end a few days ago");
        }
    }

    [Test]
    public async Task TheSameSeedsGiveTheSameScoresInAnotherStore()
    {
        await using var other = await RunningService.Start(store);
        var keys = await DemoClinic.Open(other.Services, adminIsKnown: true, CancellationToken.None);
        var api = other.Api(keys.Keys[0].Secret);
        foreach (var course in DemoPlan.Courses)
        {
            var there = JsonNode.Parse((await api.Get($"/v1/episodes/{course.EpisodeId}/trend")).Body)!;
            Assert.That(Scores(there), Is.EqualTo(Scores(await Trend(course.Id))), course.Id);
        }
    }

    private static string? State(List<JsonNode> alerts, string episodeId) =>
        (string?)alerts.Single(a => (string?)a["episodeId"] == episodeId && (string?)a["kind"] == "possibleStrain")["state"];

    private static JsonNode Total(JsonNode trend) => trend["scales"]!.AsArray().Single(s => (string?)s!["scale"] == "total")!;

    private static IEnumerable<double?> Scores(JsonNode trend) => Total(trend)["points"]!.AsArray().Select(p => (double?)p!["score"]);

    private Api Of(Role role) => _service.Api(_clinic.Keys.First(k => k.Role == role).Secret);

    private async Task<JsonNode> Trend(string course, string query = "")
    {
        var answer = await _integration.Get($"/v1/episodes/demo-{course}/trend{query}");
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return answer.Json;
    }
}
