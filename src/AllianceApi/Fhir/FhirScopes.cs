using AllianceApi.Access;
using AllianceApi.Access.Tokens;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir;

/// <summary>Which SMART scopes the interactions need, and what they leave of an answer.</summary>
internal static class FhirScopes
{
    // Every Observation of ours is of this category, and of no other.
    private static readonly string[] Survey = ["survey", $"{Codes.Category}|survey"];

    private static readonly SmartEverywhere Everything = new("cruds");

    /// <summary>What an interaction with a type needs.</summary>
    public static SmartNeed Of(string type, Interaction interaction) => interaction.Code switch
    {
        "read" or "vread" or "history-instance" => Reading(type, 'r'),
        "search-type" or "$lastn" => Reading(type, 's'),
        "create" => new SmartAccess(type, 'c') { KeepsPatient = type == "QuestionnaireResponse" },
        "update" => new SmartAccess(type, 'u') { KeepsPatient = type == "QuestionnaireResponse" },
        "$extract" when interaction.Template.StartsWith("/{id}", StringComparison.Ordinal) => Reading(type, 'r'),
        _ => Everything,
    };

    /// <summary>Whether a resource may come along with others: its own type must be readable, too, and for as many patients.</summary>
    public static bool MayComeAlong(Caller caller, Resource resource) =>
        caller.Scopes is not { } scopes
        || ((scopes.Allow(Reading(resource.TypeName, 'r')) ?? scopes.Allow(Reading(resource.TypeName, 's'))) is { } reach && (reach.OnlyClient is null || reach.OnlyClient == caller.OnlyClient));

    /// <summary>Whether all resources of a type may be exported: those of one patient alone are no export.</summary>
    public static bool MayExport(Caller caller, string type) =>
        caller.Scopes is not { } scopes || "rs".All(letter => scopes.Allow(Reading(type, letter)) is { OnlyClient: null });

    private static SmartAccess Reading(string type, char letter) => new(type, letter) { KeepsPatient = type != "AuditEvent", Categories = type == "Observation" ? Survey : [] };
}
