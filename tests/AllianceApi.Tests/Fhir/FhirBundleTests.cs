using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>Batches entry by entry, transactions all or none.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FhirBundleTests(Store store) : FhirFixture(store)
{
    [Test]
    public async Task ABatchAnswersEachEntryLikeASingleCall()
    {
        var episode = await NewEpisode();
        var bad = Response(episode, 2);
        bad["item"]![0]!["answer"]![0]!["valueInteger"] = 9;
        var answer = await Send(Bundle("batch",
            Entry("POST", "QuestionnaireResponse", Response(episode, 1, 4, NewName())), Entry("POST", "QuestionnaireResponse", bad), Entry("GET", "Patient?identifier=c-nobody"), Entry("GET", "Observation/nothing"),
            Entry("DELETE", "QuestionnaireResponse/x"), Entry("GET", "Nonsense"), Entry("POST", "Patient", Person("urn:ehr:mrn", NewName()), ifNoneExist: "identifier=urn:ehr:mrn|nobody")));
        var responses = answer.Json["entry"]!.AsArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.Json.Text("type")), Is.EqualTo((200, "batch-response")), answer.Text);
            Assert.That(responses.Select(r => r.Text("response.status")![..3]), Is.EqualTo((string[])["201", "422", "200", "404", "405", "404", "201"]));
            Assert.That(responses[0].Text("response.location"), Does.Contain("/QuestionnaireResponse/"));
            Assert.That(responses[0].Text("response.etag"), Is.EqualTo("W/\"1\""));
            Assert.That(responses[1].Text("response.outcome.issue.0.expression.0"), Is.EqualTo("QuestionnaireResponse.item[0].answer[0].value"));
        }
    }

    [Test]
    public async Task ATransactionFilesAllWithWhatRefersToEachOther()
    {
        var (client, clinician) = (NewName(), NewName());
        var patient = $"urn:uuid:{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
        await Clinic.Integration.Put($"/v1/episodes/e-{client}?create=true", new { clientId = client, clinicianId = clinician, instrument = "wai-sr", startedOn = "2024-01-01" });
        JsonObject[] forms = [.. Enumerable.Range(1, 3).Select(session => WithSubject(Response("x", session, 4, NewName()), patient))];
        var bundle = Bundle("transaction", [.. forms.Select(f => Entry("POST", "QuestionnaireResponse", f)), Entry("POST", "Patient", Person(ClientSystem, client), patient), Entry("GET", $"QuestionnaireResponse?patient:identifier={client}")]);
        var answer = await Send(bundle);
        Assert.That((answer.Status, answer.Json.Text("type")), Is.EqualTo((200, "transaction-response")), answer.Text);
        var responses = answer.Json["entry"]!.AsArray();
        Assert.That(responses.Select(r => r.Text("response.status")![..3]), Is.EqualTo((string[])["201", "201", "201", "200", "200"]));
        Assert.That(responses.Take(3).Select(r => r.Text("resource.meta.lastUpdated")).Distinct().Count(), Is.EqualTo(1), "one stamp");
        Assert.That(responses[4]!["resource"]!["entry"]!.AsArray(), Has.Count.EqualTo(3), "it reads what it wrote");
        var again = await Send(bundle);
        Assert.That(again.Json["entry"]!.AsArray().Select(r => r.Text("response.status")![..3]), Is.All.EqualTo("200"), again.Text);
        Assert.That(await Clinic.Integration.All($"/v1/episodes/e-{client}/responses"), Has.Count.EqualTo(3));
        var conditional = await Send(Bundle("transaction", Entry("POST", "QuestionnaireResponse", WithSubject(Response("x", 4), $"Patient?identifier={ClientSystem}|{client}"))));
        Assert.That(conditional.Status, Is.EqualTo(200), conditional.Text);
    }

    [Test]
    public async Task OneRefusedEntryTakesBackAll()
    {
        var episode = await NewEpisode();
        var mrn = NewName();
        var bad = Response(episode, 2);
        bad["item"]![3]!["answer"]![0]!["valueInteger"] = 9;
        var answer = await Send(Bundle("transaction", Entry("POST", "Patient", Person("urn:ehr:mrn", mrn)), Entry("POST", "QuestionnaireResponse", Response(episode, 1)), Entry("POST", "QuestionnaireResponse", bad)));
        var audit = await Clinic.Auditor.All($"/v1/audit?clientId=c-{episode}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, Issues(answer)), Is.EqualTo((422, (string[])["error invariant Bundle.entry[2].resource.item[3].answer[0].value"])), answer.Text);
            Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses"), Is.Empty);
            Assert.That(Matches(await Read($"Patient?identifier=urn:ehr:mrn|{mrn}")), Is.Empty);
            Assert.That(audit.Where(a => a.Text("action") == "WriteResponse"), Is.Empty, "nothing was written, and no row says so");
            Assert.That((await Clinic.Auditor.Get("/v1/audit/verify")).Json["valid"]!.GetValue<bool>(), Is.True);
        }
    }

    [Test]
    public async Task OverlapSizeAndObservationsAreRefused()
    {
        var episode = await NewEpisode();
        var made = await Made(Response(episode));
        var put = Entry("PUT", $"QuestionnaireResponse/{made.Text("id")}", made);
        var overlap = await Send(Bundle("transaction", put, (JsonObject)put.DeepClone()));
        var many = await Send(Bundle("batch", [.. Enumerable.Range(0, 201).Select(_ => Entry("GET", "Patient/x"))]));
        var observations = await Send(Bundle("transaction", Entry("POST", "Observation", new JsonObject { ["resourceType"] = "Observation", ["status"] = "final", ["code"] = new JsonObject { ["text"] = "x" } })));
        var wrong = await Send(Bundle("collection"));
        var document = await Send(new JsonObject { ["resourceType"] = "Patient", ["active"] = true });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((overlap.Status, Issues(overlap)[0]), Is.EqualTo((409, "error duplicate Bundle.entry[1]")));
            Assert.That(many.Status, Is.EqualTo(413));
            Assert.That((observations.Status, observations.Text), Is.EqualTo((405, observations.Text)));
            Assert.That(observations.Text, Does.Contain("Send the QuestionnaireResponse only"));
            Assert.That((wrong.Status, document.Status), Is.EqualTo((400, 400)));
            Assert.That(Checked(await Fhir.SendText(HttpMethod.Post, $"{Base}/", Bundle("batch", Entry("GET", "Patient?identifier=x")).ToJsonString())).Status, Is.EqualTo(200), "a slash at the end");
        }
    }

    [Test]
    public async Task ARoleWithoutTheRightIsRefusedPerEntryAndInTheLog()
    {
        var answer = await Send(Bundle("batch", Entry("POST", "QuestionnaireResponse", Response("any")), Entry("GET", "Questionnaire/wai-sr")), Clinic.Auditor);
        Assert.That(answer.Json["entry"]!.AsArray().Select(r => r.Text("response.status")![..3]), Is.EqualTo((string[])["403", "200"]));
        Assert.That((await Clinic.Auditor.All("/v1/audit?limit=500")).Count(a => a.Text("resource") == "/fhir/R4/QuestionnaireResponse" && a.Text("outcome") == "refused"), Is.EqualTo(1));
        var refused = await Send(Bundle("transaction", Entry("POST", "QuestionnaireResponse", Response("any"))), Clinic.Auditor);
        Assert.That(refused.Status, Is.EqualTo(403), refused.Text);
    }

    private static JsonObject WithSubject(JsonObject form, string reference) => form.With("subject", new JsonObject { ["reference"] = reference });

    private static JsonObject Person(string system, string value) =>
        new() { ["resourceType"] = "Patient", ["identifier"] = new JsonArray(new JsonObject { ["system"] = system, ["value"] = value }) };

    private static JsonObject Bundle(string type, params JsonObject[] entries)
    {
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = type };
        if (entries.Length > 0)
        {
            bundle["entry"] = new JsonArray([.. entries]);
        }

        return bundle;
    }

    private static JsonObject Entry(string method, string url, JsonObject? resource = null, string? fullUrl = null, string? ifNoneExist = null)
    {
        var request = new JsonObject { ["method"] = method, ["url"] = url };
        var entry = new JsonObject { ["request"] = request };
        if (resource is not null)
        {
            entry["resource"] = resource;
        }

        if (fullUrl is not null)
        {
            entry["fullUrl"] = fullUrl;
        }

        if (ifNoneExist is not null)
        {
            request["ifNoneExist"] = ifNoneExist;
        }

        if (method == "PUT")
        {
            request["ifMatch"] = "W/\"1\"";
        }

        return entry;
    }
}
