using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace AllianceApi.Tests.Fhir;

/// <summary>Tests over FHIR that share one running clinic. Every resource that comes back is parsed strictly.</summary>
internal abstract class FhirFixture(Store store = Store.Sqlite) : ClinicFixture(store)
{
    public const string Base = "/fhir/R4";
    public const string ClientSystem = "urn:alliance:client";

    private static readonly FhirJsonDeserializer Strict = new();
    private int _forms;

    protected Api Fhir => Clinic.Integration;

    /// <summary>The canonical URL of WAI-SR in this service.</summary>
    protected string WaiSr => $"{Clinic.Service.Base.ToString().TrimEnd('/')}{Base}/Questionnaire/wai-sr|2006";

    /// <summary>A QuestionnaireResponse to WAI-SR of client <c>c-{episode}</c>, one answer for all items.</summary>
    protected JsonObject Response(string episode, int session = 1, double answer = 4, string? identifier = null) => Response(episode, session, Enumerable.Repeat((double?)answer, 12), identifier);

    protected JsonObject Response(string episode, int session, IEnumerable<double?> answers, string? identifier = null)
    {
        var items = new JsonArray();
        foreach (var (answer, index) in answers.Select((a, i) => (a, i)).Where(a => a.a is not null))
        {
            items.Add(new JsonObject { ["linkId"] = $"{index + 1}", ["answer"] = new JsonArray(new JsonObject { ["valueInteger"] = (int)answer!.Value }) });
        }

        var response = new JsonObject
        {
            ["resourceType"] = "QuestionnaireResponse",
            ["questionnaire"] = WaiSr,
            ["status"] = "completed",
            ["subject"] = Identified("Patient", ClientSystem, $"c-{episode}"),
            ["authored"] = Clinic.HeldAt(session),
            ["item"] = items,
        };
        if (identifier is not null)
        {
            response["identifier"] = new JsonObject { ["system"] = "urn:test", ["value"] = identifier };
        }

        return response;
    }

    /// <summary>A business identifier that no other test of the fixture uses.</summary>
    protected string NewName() => $"form-{Interlocked.Increment(ref _forms)}";

    protected static JsonObject Identified(string type, string system, string value) =>
        new() { ["type"] = type, ["identifier"] = new JsonObject { ["system"] = system, ["value"] = value } };

    protected async Task<Answer> Create(JsonObject resource, Api? by = null, params (string, string)[] headers) =>
        Checked(await (by ?? Fhir).SendText(HttpMethod.Post, $"{Base}/{(string)resource["resourceType"]!}", resource.ToJsonString(), "application/fhir+json", headers));

    /// <summary>Creates what must be new.</summary>
    protected async Task<JsonObject> Made(JsonObject resource)
    {
        var answer = await Create(resource);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return answer.Json;
    }

    protected async Task<Answer> Put(JsonObject resource, string? ifMatch, Api? by = null) => Checked(await (by ?? Fhir).SendText(
        HttpMethod.Put, $"{Base}/{(string)resource["resourceType"]!}/{(string)resource["id"]!}", resource.ToJsonString(), "application/fhir+json", ifMatch is null ? [] : [("If-Match", ifMatch)]));

    protected async Task<Answer> Get(string path, Api? by = null, params (string, string)[] headers) =>
        Checked(await (by ?? Fhir).Get(path.StartsWith("http", StringComparison.Ordinal) ? new Uri(path).PathAndQuery : $"{Base}/{path}", headers));

    /// <summary>Reads what must be there.</summary>
    protected async Task<JsonObject> Read(string path, Api? by = null)
    {
        var answer = await Get(path, by);
        Assert.That(answer.Status, Is.EqualTo(200), () => answer.Status == 500 ? $"{answer.Text}\n{Clinic.Service.LogOf("AllianceApi.Requests")}" : answer.Text);
        return answer.Json;
    }

    protected async Task<Answer> Send(JsonObject bundle, Api? by = null) => Checked(await (by ?? Fhir).SendText(HttpMethod.Post, Base, bundle.ToJsonString(), "application/fhir+json"));

    /// <summary>The matches of a search, over all pages.</summary>
    protected async Task<List<JsonObject>> Walk(string path, Api? by = null)
    {
        var all = new List<JsonObject>();
        for (string? next = path; next is not null;)
        {
            var page = await Read(next, by);
            all.AddRange(Matches(page));
            next = (page["link"]?.AsArray() ?? []).Where(l => l.Text("relation") == "next").Select(l => l.Text("url")).FirstOrDefault();
        }

        return all;
    }

    protected static IEnumerable<JsonObject> Matches(JsonObject bundle, string mode = "match") =>
        (bundle["entry"]?.AsArray() ?? []).Where(e => e.Text("search.mode") == mode).Select(e => e!["resource"]!.AsObject());

    /// <summary>The codes and places of the issues of an outcome.</summary>
    protected static List<string> Issues(Answer answer)
    {
        Assert.That(answer.Json.Text("resourceType"), Is.EqualTo("OperationOutcome"), answer.Text);
        return [.. answer.Json["issue"]!.AsArray().Select(i => $"{i.Text("severity")} {i.Text("code")} {(i!["expression"] is JsonArray e ? (string?)e[0] : "")}".TrimEnd())];
    }

    protected static Answer Checked(Answer answer)
    {
        if (answer.Body.Length > 0)
        {
            Assert.That(answer.Headers["Content-Type"], Is.EqualTo("application/fhir+json; charset=utf-8"), answer.Text);
            var reader = new Utf8JsonReader(answer.Body);
            var whole = Strict.TryDeserializeResource(ref reader, out Resource? _, out var faults);
            Assert.That(whole, $"{string.Join("; ", faults.Select(f => f.Message))}\n{answer.Text}");
        }

        return answer;
    }
}
