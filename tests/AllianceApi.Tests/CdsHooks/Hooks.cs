using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.CdsHooks;

/// <summary>What a record system sends when a hook fires.</summary>
internal static class Hooks
{
    public const string View = "/cds-services/alliance-patient-view";

    public const string Feedback = View + "/feedback";

    /// <summary>A call of patient-view with a patient of some identifiers, each <c>system|value</c>.</summary>
    public static JsonObject Call(params string[] identifiers) => Json.Object(new
    {
        hook = "patient-view",
        hookInstance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        fhirServer = "https://record.example/fhir",
        context = new { userId = "Practitioner/p-7", patientId = "ehr-1" },
        prefetch = new { patient = Patient(identifiers) },
    });

    /// <summary>A whole patient, as record systems send it: with much that is no matter of ours.</summary>
    public static JsonObject Patient(params string[] identifiers) => Json.Object(new
    {
        resourceType = "Patient",
        id = "ehr-1",
        extension = new[] { new { url = "urn:x", valueString = "y" } },
        identifier = identifiers.Select(i => i.Split('|')).Select(i => new { use = "usual", system = i[0], value = i[1] }),
        name = new[] { new { family = "Planted", given = new[] { "Patient" } } },
        birthDate = "1980-01-01",
    });

    /// <summary>The call for the client of an episode, by our own identifier.</summary>
    public static JsonObject Of(string episode) => Call($"urn:alliance:client|c-{episode}");

    public static JsonObject Note(string card, string outcome = "overridden", string at = "2026-03-02T10:00:00Z", object? reason = null) => Json.Object(new
    {
        feedback = new[] { new { card, outcome, outcomeTimestamp = at, overrideReason = reason } },
    });

    /// <summary>An episode with a drop at session 6, which raises an alert.</summary>
    public static async Task<string> Strained(Clinic clinic, string episode)
    {
        await clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 28 / 12.0);
        return episode;
    }

    public static async Task<List<JsonObject>> Cards(Api by, JsonObject call, string path = View)
    {
        var answer = await by.Post(path, call);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return [.. answer.Json["cards"]!.AsArray().Select(c => c!.AsObject())];
    }
}
