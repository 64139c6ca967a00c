using System.Text.Json.Nodes;
using AllianceApi.Access;
using AllianceApi.Tests.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting.Fuzz;

/// <summary>What the FHIR door is sent at random: resources that it gave itself and spoilt copies of them, searches, ids.</summary>
internal sealed class FuzzFhir
{
    private const string Base = "/fhir/R4";

    private static readonly string[] Types = ["Questionnaire", "QuestionnaireResponse", "Observation", "Provenance", "Patient", "Practitioner", "Encounter", "CodeSystem", "ValueSet", "StructureDefinition"];

    private static readonly string[] Parameters =
    [
        "_id", "_count", "_sort", "_summary", "_elements", "_include", "_revinclude", "_format", "_lastUpdated", "_cursor", "_total", "patient", "subject", "patient.identifier", "date", "authored", "code", "status", "identifier",
        "url", "name", "questionnaire", "encounter", "author", "category", "value-quantity", "derived-from", "target", "max", "nonsense",
    ];

    private readonly Dictionary<string, List<JsonObject>> _resources = [];

    public static async Task<FuzzFhir> Of(World world)
    {
        var fhir = new FuzzFhir();
        foreach (var type in Types)
        {
            var found = await world[Role.Integration].Get($"{Base}/{type}?_count=20");
            fhir._resources[type] = found.Status == 200 ? [.. (found.Json["entry"]?.AsArray() ?? []).Select(e => e!["resource"]!.AsObject())] : [];
        }

        Assert.That(fhir._resources.Values.Count(r => r.Count > 0), Is.GreaterThan(6), "there must be something to spoil");
        return fhir;
    }

    public string IdOf(string type, FuzzValues values) => _resources.GetValueOrDefault(type) is { Count: > 0 } known ? values.Pick(known).Text("id") ?? "x" : "nothing";

    public string Query(FuzzValues values, Things things)
    {
        var parts = Enumerable.Range(0, values.Pick([0, 0, 1, 2, 4])).Select(_ => $"{values.Pick(Parameters)}{values.Pick(["", "", ":missing", ":identifier", ":exact", ":not"])}={Uri.EscapeDataString(Value(values, things))}").ToList();
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    public (string? Body, string Type) Body(string template, FuzzValues values, Things things)
    {
        if (template.EndsWith("_search", StringComparison.Ordinal))
        {
            return (Query(values, things).TrimStart('?'), "application/x-www-form-urlencoded");
        }

        var made = (template == Base ? Bundle(values, things) : values.Spoilt(Resource(template.Split('/').ElementAtOrDefault(3) ?? "", values)))?.ToJsonString() ?? "null";
        return (values.Rarely(12) ? made[..(made.Length / 2)] : made, values.Rarely(15) ? "text/plain" : "application/fhir+json");
    }

    // What comes back from the service is right; where nothing of a type is there, another type is wrong in its own way.
    private JsonNode? Resource(string type, FuzzValues values) =>
        values.Pick(_resources.GetValueOrDefault(type) is { Count: > 0 } known && !values.Rarely() ? known : values.Pick(_resources.Values.Where(r => r.Count > 0).ToList())).DeepClone();

    private JsonNode? Bundle(FuzzValues values, Things things)
    {
        var entries = Enumerable.Range(0, values.Pick([0, 1, 2, 5])).Select(_ =>
        {
            var type = values.Pick(Types);
            var method = values.Pick(["GET", "POST", "PUT", "DELETE", "PATCH"]);
            return (JsonNode?)new JsonObject
            {
                ["fullUrl"] = $"urn:uuid:01900000-0000-7000-8000-{values.Pick([0, 1, 2, 3]):D12}",
                ["resource"] = method == "GET" ? null : Resource(type, values),
                ["request"] = new JsonObject { ["method"] = method, ["url"] = $"{type}{(method == "POST" ? "" : "/" + IdOf(type, values))}{(method == "GET" ? Query(values, things) : "")}" },
            };
        });
        return values.Spoilt(new JsonObject { ["resourceType"] = "Bundle", ["type"] = values.Pick(["batch", "transaction", "history"]), ["entry"] = new JsonArray([.. entries]) }, 20);
    }

    private string Value(FuzzValues values, Things things) => values.Rarely(3)
        ? values.Odd().Replace("\uffff", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal)
        : values.Pick([things.Client, $"Patient/{IdOf("Patient", values)}", things.Episode, "wai-sr", "final", "completed", "2024", "ge2024-01-01", "-date", "1", "500", "QuestionnaireResponse:subject", "Observation:derived-from", "*", "true", "urn:alliance:client|" + things.Client]);
}
