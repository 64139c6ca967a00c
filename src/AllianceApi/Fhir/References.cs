using System.Globalization;
using AllianceApi.Hosting;
using AllianceApi.People;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir;

/// <summary>
/// References to what we hold, by address or by identifier. An address of another server is never followed: it is refused.
/// </summary>
internal static class References
{
    /// <summary>Type and id of a reference to this server; null for anything else.</summary>
    public static (string Type, string Id)? Local(FhirContext context, string reference)
    {
        var text = reference.StartsWith(context.Base + "/", StringComparison.Ordinal) ? reference[(context.Base.Length + 1)..] : reference;
        var parts = text.Split('/');
        var plain = parts.Length == 2 || (parts.Length == 4 && parts[2] == "_history");
        return plain && parts[0].Length > 0 && parts[0].All(char.IsAsciiLetter) && Id.IsValidValue(parts[1]) ? (parts[0], parts[1]) : null;
    }

    /// <summary>A reference to a person with the identifier beside it.</summary>
    public static ResourceReference ToPerson(FhirContext context, PublicKind kind, string externalId) => new($"{TypeOf(kind)}/{context.IdOf(kind, externalId)}")
    {
        Type = TypeOf(kind),
        Identifier = new Identifier(context.Names.System(kind), externalId),
    };

    /// <summary>A reference to the session of a response.</summary>
    public static ResourceReference ToEncounter(FhirContext context, string episodeId, long number) => new($"Encounter/{EncounterId(context, episodeId, number)}")
    {
        Type = "Encounter",
        Identifier = new Identifier(FhirNames.SessionSystem, string.Create(CultureInfo.InvariantCulture, $"{episodeId}/{number}")),
    };

    public static string EncounterId(FhirContext context, string episodeId, long number) => string.Create(CultureInfo.InvariantCulture, $"{context.IdOf(PublicKind.Episode, episodeId)}-{number}");

    public static string TypeOf(PublicKind kind) => kind == PublicKind.Client ? "Patient" : "Practitioner";

    /// <summary>The person that a reference names, by our caller's id; what is wrong is added to the issues.</summary>
    public static async System.Threading.Tasks.Task<string?> Person(FhirContext context, PublicKind kind, ResourceReference reference, string expression, List<FhirIssue> issues)
    {
        var type = TypeOf(kind);
        if (reference.Reference is { Length: > 0 } address)
        {
            if (address.StartsWith(type + "?", StringComparison.Ordinal))
            {
                return await Named(context, kind, Search.SearchQuery.Pairs(address[(type.Length + 1)..]), expression, issues);
            }

            if (Local(context, address) is not { } local || local.Type != type)
            {
                issues.Add(FhirIssue.Error(IssueType.NotFound, $"This must be a reference to a {type} of this server, or its identifier. References to other servers are not followed.", $"{expression}.reference"));
                return null;
            }

            var id = await context.Resolve(kind, local.Id);
            return id is not null && await IsInSight(context, kind, id) ? id : Missing(type, $"{expression}.reference", issues);
        }

        if (reference.Identifier is not { Value: { Length: > 0 } value } identifier)
        {
            issues.Add(FhirIssue.Error(IssueType.Required, $"Name the {type} by reference or by identifier.", expression));
            return null;
        }

        return await Found(context, kind, [Token(context, kind, identifier.System, value)], expression, issues);
    }

    /// <summary>A name as the people slice knows it: the system empty where it is our own.</summary>
    public static (string? System, string Value) Token(FhirContext context, PublicKind kind, string? system, string value) =>
        (system is null || system == context.Names.System(kind) ? system is null ? null : "" : system, value);

    private static async System.Threading.Tasks.Task<string?> Named(FhirContext context, PublicKind kind, List<KeyValuePair<string, string>> query, string expression, List<FhirIssue> issues)
    {
        if (query is not [{ Key: "identifier" } only] || Search.SearchText.Token(only.Value) is not { Code: { } code } token)
        {
            issues.Add(FhirIssue.Error(IssueType.NotSupported, "A conditional reference names one identifier: Patient?identifier=system|value.", $"{expression}.reference"));
            return null;
        }

        return await Found(context, kind, [Token(context, kind, token.System, code)], expression, issues);
    }

    private static async System.Threading.Tasks.Task<string?> Found(FhirContext context, PublicKind kind, (string? System, string Value)[] identifiers, string expression, List<FhirIssue> issues)
    {
        var found = (await context.Send(new FindPeople(context.Call, kind, new PersonFilter(null, identifiers), null, 2))).Value?.Items ?? [];
        if (found.Count == 2)
        {
            issues.Add(FhirIssue.Error(IssueType.MultipleMatches, "This identifier names more than one. Name its system, too.", expression));
            return null;
        }

        return found.Count == 1 ? found[0].Id : Missing(TypeOf(kind), expression, issues);
    }

    private static async System.Threading.Tasks.Task<bool> IsInSight(FhirContext context, PublicKind kind, string id) =>
        (await context.Send(new FindPeople(context.Call, kind, new PersonFilter([id], null), null, 1))).Value?.Items.Count == 1;

    private static string? Missing(string type, string expression, List<FhirIssue> issues)
    {
        issues.Add(FhirIssue.Error(IssueType.NotFound, $"There is no such {type} within your sight.", expression));
        return null;
    }
}
