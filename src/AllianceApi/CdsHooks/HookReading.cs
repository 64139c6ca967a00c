using System.Text.Json;
using AllianceApi.Fhir;
using AllianceApi.Hosting;

namespace AllianceApi.CdsHooks;

/// <summary>What a CDS client tells when a hook fires, as far as it matters here.</summary>
/// <param name="User">Who looks, such as <c>Practitioner/123</c>; null where that is not said.</param>
/// <param name="Identifiers">What the patient is called, each with its system, which is empty for our own; null where no patient was sent along.</param>
internal sealed record HookCall(string? User, IReadOnlyList<(string? System, string Value)>? Identifiers);

/// <summary>
/// Reads what a CDS client sends. Its requests carry much that is its own matter (extensions, an access token for its server, whole
/// resources), so what is not asked for is passed over, never kept and never logged.
/// </summary>
internal static class HookReading
{
    private const int LongestId = 255;

    /// <summary>Reads the call of a hook; faults are added.</summary>
    public static HookCall Read(JsonElement body, HookEntry entry, FhirNames names, Faults faults)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            faults.Add("", "wrong-type", "This must be a JSON object.");
            return new HookCall(null, null);
        }

        if (Text(body, "hook") is not { } hook || hook != entry.Hook)
        {
            faults.Add("/hook", "out-of-range", $"This is for the hook {entry.Hook}.");
        }

        if (Text(body, "hookInstance") is null)
        {
            faults.Add("/hookInstance", "required", "Every call of a hook names its instance.");
        }

        var context = Member(body, "context");
        if (context?.ValueKind != JsonValueKind.Object || Text(context.Value, "patientId") is null)
        {
            faults.Add("/context/patientId", "required", "The context names the patient.");
        }

        var user = context is { ValueKind: JsonValueKind.Object } told && Text(told, "userId") is { Length: <= LongestId } id && !id.Any(char.IsControl) ? id : null;
        return new HookCall(user, Patient(body, names));
    }

    private static List<(string? System, string Value)>? Patient(JsonElement body, FhirNames names)
    {
        if (Member(body, "prefetch") is not { ValueKind: JsonValueKind.Object } prefetch
            || Member(prefetch, HookTable.Patient) is not { ValueKind: JsonValueKind.Object } patient
            || Text(patient, "resourceType") != "Patient")
        {
            return null;
        }

        var identifiers = new List<(string? System, string Value)>();
        if (Member(patient, "identifier") is not { ValueKind: JsonValueKind.Array } named)
        {
            return identifiers;
        }

        foreach (var identifier in named.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object))
        {
            // A value whose system nobody names could be another person's in ours.
            if (Text(identifier, "system") is { } system && Text(identifier, "value") is { Length: <= LongestId } value && Text(identifier, "use") != "old")
            {
                identifiers.Add((system == names.ClientSystem ? "" : system, value));
            }
        }

        return identifiers;
    }

    /// <summary>A member of an object that is there and not null.</summary>
    public static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text member that is not empty.</summary>
    public static string? Text(JsonElement json, string name) => Member(json, name) is { } value && JsonText.Of(value) is { Length: > 0 } text ? text : null;
}
