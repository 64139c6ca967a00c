using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Caseload;

/// <summary>A supervisor's view of one clinician: courses without scores, intervals only from twenty clients, never a rank.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class SupervisionTests(Store store) : ClinicFixture(store)
{
    private const string Path = "/v1/supervision/clinicians/th-1";

    protected override IReadOnlyDictionary<string, string?>? Settings => new Dictionary<string, string?> { ["Alerts:NoFormsAfterDays"] = "0" };

    [Test]
    public async Task Courses_are_shown_as_levels_and_by_name()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 2.25, 4.25);
        var found = await Clinic.Supervisor.Read(Path);
        var course = found["courses"]!.AsArray().Single(c => (string?)c!["episodeId"] == episode)!;
        var trend = await Clinic.Supervisor.Read($"/v1/episodes/{episode}/trend");
        var whole = course["scales"]!.AsArray().Single(s => s!["points"]!.AsArray().Count > 0)!;
        Assert.Multiple(() =>
        {
            Assert.That((string?)whole["scale"], Is.EqualTo("total"));
            Assert.That((double?)whole["level"]!["value"], Is.EqualTo(trend.Scale().Number("level.value")));
            Assert.That(course.ToJsonString(), Does.Not.Contain("score").And.Not.Contain("\"rank\"").And.Not.Contain("2.3"), "the low score of session 6 stands nowhere");
            Assert.That((int?)found["alerts"]!["unseen"], Is.GreaterThan(0));
            Assert.That(found["alerts"]!["share"], Is.Null, "too few clients for a share");
            Assert.That(found["courses"]!.AsArray().Select(c => (string?)c!["clientId"]), Is.Ordered.Using((System.Collections.IComparer)StringComparer.OrdinalIgnoreCase));
        });
    }

    [Test]
    public async Task From_twenty_clients_on_a_share_is_an_interval()
    {
        for (var i = 0; i < 21; i++)
        {
            await NewEpisode("th-2");
        }

        var key = await Clinic.Admin.Post("/v1/keys", new { name = "supervises th-2", role = "supervisor", supervises = (string[])["th-2"] });
        var found = await Clinic.Service.Api((string)key.Json["key"]!).Read("/v1/supervision/clinicians/th-2");
        var share = found["alerts"]!["share"]!;
        Assert.That(((int?)found["clients"], (double?)share["low"]), Is.EqualTo((21, 0d)));
        Assert.That((double?)share["high"], Is.InRange(0.15, 0.16), "none of 21: up to 15 %");
    }

    [Test]
    public async Task What_is_promised_to_supervisors_holds_here_too()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4);
        var path = $"/v1/clients/c-{episode}/visibility";
        var now = await Clinic.Integration.Get(path);
        await Clinic.Integration.Put(path, new { clinician = "items", supervisor = "existence", integration = "items", client = "trend", holdUntil = (string?)null }, ("If-Match", now.Tag ?? "*"));
        var course = (await Clinic.Supervisor.Read(Path))["courses"]!.AsArray().Single(c => (string?)c!["episodeId"] == episode)!;
        Assert.That(((int?)course["forms"], course["scales"]!.AsArray().Sum(s => s!["points"]!.AsArray().Count)), Is.EqualTo((3, 0)));
    }

    [Test]
    public async Task A_policy_that_is_wider_shows_no_scores_either()
    {
        var episode = await NewEpisode();
        var path = $"/v1/clients/c-{episode}/visibility";
        var now = await Clinic.Integration.Get(path);
        await Clinic.Integration.Put(path, new { clinician = "items", supervisor = "scores", integration = "items", client = "trend", holdUntil = (string?)null }, ("If-Match", now.Tag ?? "*"));
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 2.25);
        var course = (await Clinic.Supervisor.Read(Path))["courses"]!.AsArray().Single(c => (string?)c!["episodeId"] == episode)!;
        Assert.That(course["statements"]!.ToJsonString(), Does.Not.Contain("2.3"));
    }

    [Test]
    public async Task It_has_a_tag_and_stands_in_the_audit_log()
    {
        await NewEpisode();
        var first = await Clinic.Supervisor.Get(Path);
        Assert.That((await Clinic.Supervisor.Get(Path, ("If-None-Match", first.Tag!))).Status, Is.EqualTo(304));
        var rows = (await Clinic.Auditor.Read("/v1/audit?limit=500"))["items"]!.AsArray().Select(r => $"{r!["action"]} {r["resource"]} {r["outcome"]}");
        Assert.That(rows, Has.Member($"ReadSupervision {Path} allowed"));
    }

    [Test]
    public async Task Others_are_not_found_and_other_roles_have_no_such_right()
    {
        Assert.That((await Clinic.Supervisor.Get("/v1/supervision/clinicians/th-2")).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Supervisor.Get("/v1/supervision/clinicians/nobody")).Status, Is.EqualTo(404));
        foreach (var api in (Api[])[Clinic.Clinician, Clinic.Integration, Clinic.Admin, Clinic.Auditor])
        {
            Assert.That((await api.Get(Path)).Status, Is.EqualTo(403));
        }
    }
}
