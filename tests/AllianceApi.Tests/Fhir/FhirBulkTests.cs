using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Access.Apps;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>Bulk exports: what was committed before their instant is in them as it was then, and nobody else reads them.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirBulkTests(Store store) : FhirFixture(store)
{
    private static readonly (string, string) Async = ("Prefer", "respond-async, handling=lenient");

    [Test]
    public async Task AnExportGivesWhatSearchesFindAsOfItsInstant()
    {
        await using var clinic = await Clinic.Open(StoreKind);
        await clinic.Episode("e1");
        var first = await clinic.Enter("e1", Clinic.Flat(1, 4));
        await clinic.Enter("e1", Clinic.Flat(2, 4));
        var manifest = await Ready(clinic.Integration, await Begin(clinic.Integration, $"{Base}/$export"));
        var counts = manifest["output"]!.AsArray().ToDictionary(o => o.Text("type")!, o => (int)o!["count"]!);
        Assert.That(counts.Select(c => $"{c.Key} {c.Value}"), Is.EqualTo((string[])["Patient 1", "Practitioner 2", "Questionnaire 13", "QuestionnaireResponse 2", "Observation 14"]));
        await clinic.Integration.Put($"/v1/responses/{first.Text("id")}", new { answers = Clinic.Flat(1, 2)["answers"], reason = "typo" }, ("If-Match", "*"));
        await clinic.Enter("e1", Clinic.Flat(3, 5));
        foreach (var output in manifest["output"]!.AsArray())
        {
            var lines = await Lines(clinic.Integration, output.Text("url")!);
            Assert.That(lines, Has.Count.EqualTo((int)output!["count"]!));
            Assert.That(lines.Select(l => l.Text("resourceType")), Is.All.EqualTo(output.Text("type")));
            Assert.That(lines.Select(l => l.Text("id")), Is.Unique);
            if (output.Text("type") == "QuestionnaireResponse")
            {
                Assert.That(lines.Single(l => l.Text("id") == first.Text("id")).Text("meta.versionId"), Is.EqualTo("1"), "as it was");
            }
        }

        var since = manifest.Text("transactionTime")!;
        var more = await Ready(clinic.Integration, await Begin(clinic.Integration, $"{Base}/$export?_type=QuestionnaireResponse,Observation&_since={since}"));
        Assert.That(more["output"]!.AsArray().Select(o => $"{o.Text("type")} {o!["count"]}"), Is.EqualTo((string[])["QuestionnaireResponse 2", "Observation 14"]), "what changed since");
        Assert.That(more["deleted"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task AnExportIsItsOwnersAndEndsWhenItIsDeleted()
    {
        await using var clinic = await Clinic.Open(StoreKind);
        await clinic.Episode("e1");
        var place = await Begin(clinic.Integration, $"{Base}/Patient/$export");
        var manifest = await Ready(clinic.Integration, place);
        var file = new Uri(manifest.Text("output.0.url")!).PathAndQuery;
        var other = await clinic.Service.Key("integration");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool)manifest["requiresAccessToken"]!, Is.True);
            foreach (var path in (string[])[place, file])
            {
                Assert.That((await clinic.Service.Api(null).Get(path)).Status, Is.EqualTo(401));
                Assert.That((await clinic.Clinician.Get(path)).Status, Is.EqualTo(403));
                Assert.That((await other.Get(path)).Status, Is.EqualTo(404));
            }

            Assert.That((await clinic.Integration.Get(file.Replace("Patient.", "Observation.", StringComparison.Ordinal))).Status, Is.AnyOf(200, 404));
            Assert.That((await clinic.Integration.Get(file + "x")).Status, Is.EqualTo(404));
            Assert.That(Checked(await clinic.Integration.Delete(place)).Status, Is.EqualTo(202));
            Assert.That((await clinic.Integration.Get(place)).Status, Is.EqualTo(404));
            Assert.That((await clinic.Integration.Get(file)).Status, Is.EqualTo(404));
            var told = (await clinic.Auditor.All("/v1/audit?limit=500")).Where(r => r.Text("action") == "Export").Select(r => r.Text("resource")!);
            Assert.That(told, Has.Some.EndsWith("Patient.ndjson").And.Some.EqualTo("/fhir/R4/$export"));
        }
    }

    [TestCase("$export", "Prefer", "return=minimal", "http.Prefer")]
    [TestCase("$export?_type=Nonsense", "Prefer", "respond-async", "_type")]
    [TestCase("$export?_since=yesterday", "Prefer", "respond-async", "_since")]
    [TestCase("$export?_outputFormat=text/csv", "Prefer", "respond-async", "_outputFormat")]
    [TestCase("$export?colour=blue", "Prefer", "respond-async", "http.url")]
    [TestCase("Patient/$export?_type=Questionnaire", "Prefer", "respond-async", "_type")]
    public async Task WhatIsNotUnderstoodIsRefused(string path, string header, string value, string at)
    {
        var answer = await Get(path, null, (header, value));
        Assert.That((answer.Status, Issues(answer)), Is.EqualTo((400, (string[])[$"error not-supported {at}"])).Or.EqualTo((400, (string[])[$"error value {at}"])));
    }

    [Test]
    public async Task ItIsAskedForByPostAsWell()
    {
        await using var clinic = await Clinic.Open(StoreKind);
        await clinic.Episode("e1");
        var ask = new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = new JsonArray(new JsonObject { ["name"] = "_type", ["valueString"] = "Patient" }) };
        var begun = Checked(await clinic.Integration.SendText(HttpMethod.Post, $"{Base}/$export", ask.ToJsonString(), "application/fhir+json", ("Prefer", "respond-async")));
        Assert.That(begun.Status, Is.EqualTo(202));
        var manifest = await Ready(clinic.Integration, new Uri(begun.Headers["Content-Location"]).PathAndQuery);
        Assert.That(manifest["output"]!.AsArray().Select(o => o.Text("type")), Is.EqualTo((string[])["Patient"]));
    }

    [Test]
    public async Task AnErasedClientIsInNoFile()
    {
        await using var clinic = await Clinic.Open(StoreKind);
        await clinic.Episode("e1");
        await clinic.Enter("e1", Clinic.Flat(1, 4));
        var manifest = await Ready(clinic.Integration, await Begin(clinic.Integration, $"{Base}/$export?_type=Patient,QuestionnaireResponse"));
        Assert.That((await clinic.Integration.Delete("/v1/clients/c-e1", ("If-Match", "*"))).Status, Is.EqualTo(204));
        foreach (var output in manifest["output"]!.AsArray())
        {
            Assert.That(await Lines(clinic.Integration, output.Text("url")!), Is.Empty);
        }
    }

    [Test]
    public async Task ATokenExportsTheTypesOfItsScopes()
    {
        await using var clinic = await Clinic.Open(StoreKind);
        await clinic.Episode("e1");
        await clinic.Enter("e1", Clinic.Flat(1, 4));
        var app = await AppClient.Register(clinic.Service, SigningKey.Ec("bulk", "ES384"), ["system/Observation.rs"]);
        var api = await app.Api("system/Observation.rs");
        var manifest = await Ready(api, await Begin(api, $"{Base}/$export"));
        Assert.That(manifest["output"]!.AsArray().Select(o => o.Text("type")), Is.EqualTo((string[])["Observation"]));
        Assert.That(await Lines(api, manifest.Text("output.0.url")!), Is.Not.Empty);
        Assert.That(Checked(await api.Get($"{Base}/$export?_type=Observation,Patient", Async)).Status, Is.EqualTo(403));
    }

    private static async Task<string> Begin(Api api, string path)
    {
        var begun = Checked(await api.Get(path, Async));
        Assert.That(begun.Status, Is.EqualTo(202), begun.Text);
        return new Uri(begun.Headers["Content-Location"]).PathAndQuery;
    }

    private static async Task<JsonObject> Ready(Api api, string place)
    {
        for (var i = 0; i < 600; i++)
        {
            var answer = await api.Get(place);
            if (answer.Status == 200)
            {
                Assert.That(answer.Headers["Content-Type"], Does.StartWith("application/json"));
                Assert.That(answer.Headers, Contains.Key("Expires"));
                return answer.Json;
            }

            Assert.That((answer.Status, answer.Headers.ContainsKey("Retry-After"), answer.Headers.ContainsKey("X-Progress")), Is.EqualTo((202, true, true)), answer.Text);
            await Task.Delay(50);
        }

        throw new AssertionException("The export did not become ready.");
    }

    private static async Task<List<JsonObject>> Lines(Api api, string url)
    {
        var answer = await api.Get(new Uri(url).PathAndQuery);
        Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((200, "application/fhir+ndjson")), answer.Text);
        return [.. Encoding.UTF8.GetString(answer.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];
    }
}
