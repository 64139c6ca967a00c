using System.Globalization;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access;

/// <summary>The audit log has a row for each read, write and refusal, and gives them all.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class AuditTests(Store store)
{
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open() => _clinic = await Clinic.Open(store);

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task EachReadAndWriteLeavesItsRow()
    {
        var episode = await _clinic.Episode("traced");
        var made = await _clinic.Submit(episode, Clinic.Flat(1, 4), _clinic.Clinician);
        var path = made.Headers["Location"];
        await _clinic.Clinician.Get(path);
        await _clinic.Clinician.Get($"/v1/episodes/{episode}/trend");
        var amended = await _clinic.Clinician.Put(path, new { answers = Clinic.Flat(1, 5)["answers"], reason = "misread the sheet" }, ("If-Match", made.Tag!));
        await _clinic.Clinician.Delete($"{path}?reason=entered%20twice", ("If-Match", amended.Tag!));
        string[] expected =
        [
            $"WriteResponse {path} c-traced allowed entered twice",
            $"WriteResponse {path} c-traced allowed misread the sheet",
            $"ReadTrend /v1/episodes/{episode}/trend c-traced allowed ",
            $"ReadResponse {path} c-traced allowed ",
            $"WriteResponse /v1/episodes/{episode}/responses c-traced allowed ",
            $"WriteEpisode /v1/episodes/{episode} c-traced allowed ",
        ];
        Assert.That((await Rows("clientId=c-traced")).Select(Short), Is.EqualTo(expected));
    }

    [Test]
    public async Task EachRefusalLeavesItsRow()
    {
        var episode = await _clinic.Episode("refused");
        await _clinic.Submit(episode, Clinic.Flat(1, 4));
        await _clinic.OtherClinician.Get("/v1/clients/c-refused");
        await _clinic.Admin.Get($"/v1/episodes/{episode}/responses");
        await _clinic.Submit(episode, Clinic.Flat(1, 3));
        await _clinic.Submit(episode, Clinic.Flat(1, 9));
        await _clinic.Integration.Put($"/v1/clients/c-refused", new { label = "New" });
        var rows = (await Rows("limit=500")).Where(r => (string?)r["outcome"] == "refused").Take(5).Select(Short);
        string[] expected =
        [
            "WriteClient /v1/clients/c-refused c-refused refused precondition-required",
            $"WriteResponse /v1/episodes/{episode}/responses  refused invalid-request",
            $"WriteResponse /v1/episodes/{episode}/responses c-refused refused response-exists",
            $"ReadResponse /v1/episodes/{episode}/responses  refused forbidden",
            "ReadClient /v1/clients/c-refused c-refused refused not-found",
        ];
        Assert.That(rows, Is.EqualTo(expected));
    }

    [Test]
    public async Task WhatCanNotBeReadAsARequestLeavesItsRowToo()
    {
        var key = await _clinic.Service.Key("integration", new { name = "unreadable" });
        var episode = await _clinic.Episode("unread");
        await key.SendText(HttpMethod.Post, $"/v1/episodes/{episode}/responses", "{ not json");
        await key.SendText(HttpMethod.Post, $"/v1/episodes/{episode}/responses", new string(' ', 70_000));
        await key.Get($"/v1/episodes/{episode}?no=such");
        await key.Get($"/v1/episodes/{episode}/trend?instrument=@");
        await key.SendText(HttpMethod.Put, "/v1/clients/c-unread", "{}", headers: ("Content-Encoding", "gzip"));
        await key.Get("/v1/events?limit=0");
        await key.Get("/v1/export?format=xml");
        await key.SendText(HttpMethod.Post, "/fhir/R4/QuestionnaireResponse", "{ not json", "application/fhir+json");
        await key.SendText(HttpMethod.Post, "/fhir/R4", "<Bundle/>", "application/fhir+xml");
        string[] expected =
        [
            "ReadInstruments unsupported-media-type", "WriteResponse invalid-request", "Export invalid-request", "ReadEvents invalid-request", "WriteClient unsupported-content-encoding",
            "ReadTrend invalid-request", "ReadEpisode invalid-request", "WriteResponse body-too-large", "WriteResponse malformed-json",
        ];
        Assert.That((await Rows("actor=unreadable")).Where(r => (string?)r["outcome"] == "refused").Select(r => $"{r["action"]} {r["reason"]}"), Is.EqualTo(expected));
    }

    [Test]
    public async Task ARowSaysWhoAndFromWhere()
    {
        await _clinic.Supervisor.Get("/v1/caseload");
        var row = (await Rows("limit=500")).First(r => (string?)r["action"] == "ReadCaseload");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)row["actor"]!["role"], Is.EqualTo("supervisor"));
            Assert.That((string?)row["actor"]!["name"], Is.EqualTo("test supervisor"));
            Assert.That((string?)row["from"], Is.EqualTo("127.0.0.1"));
            Assert.That((string?)row["hash"], Does.Match("^[0-9a-f]{64}$"));
            Assert.That((string?)row["at"], Does.EndWith("Z"));
        }
    }

    [Test]
    public async Task AMoveAndAMergeStandInTheLogOfBothClients()
    {
        var (wrong, right) = (await _clinic.Episode("wrong"), await _clinic.Episode("right"));
        var made = await _clinic.Submit(wrong, Clinic.Flat(1, 4));
        var path = made.Headers["Location"] + "/move";
        Assert.That((await _clinic.Integration.Post(path, new { episodeId = right, reason = "other person" })).Status, Is.EqualTo(200));
        Assert.That((await _clinic.Integration.Post("/v1/clients/c-wrong/merge", new { into = "c-right" })).Status, Is.EqualTo(200));
        foreach (var client in (string[])["c-wrong", "c-right"])
        {
            var rows = (await Rows($"clientId={client}")).Select(Short).ToList();
            Assert.That(rows, Does.Contain($"MoveResponse {path} {client} allowed other person"));
            Assert.That(rows, Does.Contain($"MergeClients /v1/clients/c-wrong/merge {client} allowed merged into c-right"));
        }
    }

    [Test]
    public async Task ARefusedWriteLeavesOnlyItsRow()
    {
        var episode = await _clinic.Episode("undone");
        var made = await _clinic.Submit(episode, Clinic.Flat(1, 4));
        var before = await Rows("clientId=c-undone");
        var sent = Clinic.Flat(1, 3);
        sent["session"]!["modality"] = "video"; // noted on the session before the answers are compared
        Assert.That((await _clinic.Submit(episode, sent)).Problem, Is.EqualTo("response-exists"));
        Assert.That((await Rows("clientId=c-undone")).Select(Short).Take(1), Is.EqualTo((string[])[$"WriteResponse /v1/episodes/{episode}/responses c-undone refused response-exists"]));
        Assert.That((await _clinic.Auditor.All("/v1/audit?clientId=c-undone&limit=500")).Count(r => (string?)r["action"] != "ReadAudit"), Is.EqualTo(before.Count + 1));
        Assert.That((await _clinic.Integration.Get(made.Headers["Location"])).Body, Is.EqualTo(made.Body));
    }

    [Test]
    public async Task PagingWalksTheFullListOnce()
    {
        var rows = await _clinic.Auditor.All("/v1/audit?limit=3");
        var sequences = rows.ConvertAll(r => (long)r["sequence"]!);
        Assert.That(sequences, Is.EqualTo(Enumerable.Range(1, sequences.Count).Reverse().Select(n => (long)n)), "every row once, newest first");
        Assert.That(sequences, Has.Count.GreaterThan(9));
    }

    [Test]
    public async Task FiltersNarrowTheList()
    {
        var all = await Rows("limit=500");
        var (newest, oldest) = (all[0], all[^1]);
        var middle = (string)all[all.Count / 2]["at"]!;
        var since = await _clinic.Auditor.All($"/v1/audit?limit=500&from={middle}");
        var until = await _clinic.Auditor.All($"/v1/audit?limit=500&to={middle}");
        var byName = await _clinic.Auditor.All("/v1/audit?limit=500&actor=test%20clinician");
        var byId = await _clinic.Auditor.All($"/v1/audit?limit=500&actor={oldest["actor"]!["keyId"]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(since.Select(At), Has.All.GreaterThanOrEqualTo(Instant(middle)));
            Assert.That(until.Select(At), Has.All.LessThan(Instant(middle)));
            Assert.That(since.Concat(until).Select(r => (long)r["sequence"]!), Is.SupersetOf(all.Select(r => (long)r["sequence"]!)), "from includes its instant, to does not");
            Assert.That(byName.Select(r => (string?)r["actor"]!["role"]).Distinct(), Is.SubsetOf((string[])["clinician"]));
            Assert.That(byId.Select(r => (string?)r["actor"]!["keyId"]).Distinct(), Is.EqualTo((string?[])[(string?)oldest["actor"]!["keyId"]]));
            Assert.That(newest, Is.Not.EqualTo(oldest));
        }
    }

    private static DateTimeOffset At(JsonNode row) => Instant((string)row["at"]!);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Short(JsonNode row) => $"{row["action"]} {row["resource"]} {row["clientId"]} {row["outcome"]} {row["reason"]}";

    // The rows of an audit query, without those of reading the log.
    private async Task<List<JsonNode>> Rows(string query) => (await _clinic.Auditor.All($"/v1/audit?{query}")).FindAll(r => (string?)r["action"] != "ReadAudit");
}
