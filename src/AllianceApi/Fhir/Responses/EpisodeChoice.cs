using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Fhir.People;
using AllianceApi.Hosting;
using AllianceApi.Responses.Foreign;
using AllianceApi.Responses.Search;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Responses;

/// <summary>
/// Which episode a response belongs to, and which session of it: the one that its encounter or our extension names; else the
/// client's one open episode with the clinician.
/// </summary>
internal sealed class EpisodeChoice(FhirContext context, QuestionnaireResponse sent, List<FhirIssue> issues)
{
    private const string AtEncounter = "QuestionnaireResponse.encounter";

    public async System.Threading.Tasks.Task<(EpisodeResource? Episode, int? Number, ForeignIdentifier? Visit)> Of(string clientId, string? clinicianId)
    {
        var before = issues.Count;
        var (episodeId, number, visit) = await Encounter(clientId);
        var named = Extension();
        if (episodeId is not null && named is not null && episodeId != named)
        {
            issues.Add(FhirIssue.Error(IssueType.BusinessRule, "The encounter and the extension name different episodes.", AtEncounter));
        }

        if (issues.Count > before)
        {
            return (null, null, null);
        }

        var episode = (episodeId ?? named) is { } id ? await Existing(id, clientId, episodeId is null ? "QuestionnaireResponse.extension" : AtEncounter) : await Usual(clientId, clinicianId);
        return (episode, number, visit);
    }

    private async System.Threading.Tasks.Task<(string? EpisodeId, int? Number, ForeignIdentifier? Visit)> Encounter(string clientId)
    {
        switch (sent.Encounter)
        {
            case { Reference: { Length: > 0 } address }:
                if (References.Local(context, address) is { Type: "Encounter" } local && await EncounterInteractions.Session(context, local.Id) is { } session)
                {
                    return (session.EpisodeId, session.Number, Visit(sent.Encounter.Identifier));
                }

                issues.Add(FhirIssue.Error(IssueType.NotFound, "This must be an Encounter of this server, or its identifier. References to other servers are not followed.", $"{AtEncounter}.reference"));
                return default;
            case { Identifier: { Value: { Length: > 0 } value } identifier }:
                return await Named(identifier.System, value, clientId);
            default:
                return default;
        }
    }

    private async System.Threading.Tasks.Task<(string? EpisodeId, int? Number, ForeignIdentifier? Visit)> Named(string? system, string value, string clientId)
    {
        switch (system)
        {
            case FhirNames.EpisodeSystem:
                return (value, null, null);
            case FhirNames.SessionSystem when EncounterInteractions.Named(value) is { } session:
                return (session.EpisodeId, session.Number, null);
            case FhirNames.SessionSystem:
                issues.Add(FhirIssue.Error(IssueType.Value, "The identifier of a session is the episode's id, a slash, and the number of the session.", $"{AtEncounter}.identifier.value"));
                return default;
        }

        // A visit of another system: known by the responses that named it before.
        var criteria = new ResponseCriteria { ClientIds = [clientId], Visits = [(system ?? "", value)], Statuses = [ReadStatus.Completed, ReadStatus.Amended] };
        var found = (await context.Send(new FindResponses(context.Call, criteria, new ResponseOrder(ResponseKey.Received, false), 1, false))).Value?.Items;
        return found is [var first] ? (first.EpisodeId, (int)first.Number, new ForeignIdentifier(system ?? "", value)) : (null, null, new ForeignIdentifier(system ?? "", value));
    }

    private static ForeignIdentifier? Visit(Identifier? identifier) =>
        identifier is { Value: { Length: > 0 } value, System: not (FhirNames.EpisodeSystem or FhirNames.SessionSystem) } ? new ForeignIdentifier(identifier.System ?? "", value) : null;

    private string? Extension() => sent.Extension.Find(e => Codes.IsOurs(e, "alliance-episode") || e.Url == FhirNames.EpisodeSystem)?.Value switch
    {
        FhirString text => text.Value,
        Identifier identifier => identifier.Value,
        ResourceReference { Identifier: { } identifier } => identifier.Value,
        _ => null,
    };

    private async System.Threading.Tasks.Task<EpisodeResource?> Existing(string episodeId, string clientId, string at)
    {
        var episode = (await context.Send(new GetEpisode(context.Call, episodeId))).Value;
        if (episode is null)
        {
            issues.Add(FhirIssue.Error(IssueType.NotFound, "There is no such episode within your sight.", at));
        }
        else if (episode.ClientId != clientId)
        {
            issues.Add(FhirIssue.Error(IssueType.BusinessRule, "This episode is of another Patient than the subject.", at));
            return null;
        }

        return episode;
    }

    private async System.Threading.Tasks.Task<EpisodeResource?> Usual(string clientId, string? clinicianId)
    {
        clinicianId ??= context.Call.Caller.Role == Role.Clinician ? context.Call.Caller.ClinicianId : null;
        var page = new PageRequest("/v1/episodes", new Dictionary<string, string>(StringComparer.Ordinal), 500, null, context.Cursors);
        var open = (await context.Send(new ListEpisodes(context.Call, page, new EpisodeFilter(clinicianId, clientId, "open")))).Value?.Items ?? [];
        if (open is [var only])
        {
            return only;
        }

        var how = $"Name the episode: encounter.identifier with the system {FhirNames.EpisodeSystem} and the episode's id as value, or the extension {Codes.Extension(context, "alliance-episode")} with the id as valueString.";
        issues.Add(FhirIssue.Error(IssueType.BusinessRule, $"The Patient has {(open.Count == 0 ? "no open episode" : "more than one open episode")}{(clinicianId is null ? "" : " with this clinician")}. {how}", AtEncounter));
        return null;
    }
}
