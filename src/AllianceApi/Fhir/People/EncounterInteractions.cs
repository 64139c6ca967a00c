using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Fhir.Search;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.People;

/// <summary>Sessions as encounters, as far as references to them need it.</summary>
internal static class EncounterInteractions
{
    public static readonly FhirType Type = new("Encounter",
    [
        new Interaction("read", "GET", "/{id}", Operation.ReadEpisode, Read),
        new Interaction("search-type", "GET", "", Operation.ReadEpisode, Find),
        new Interaction("search-type", "POST", "/_search", Operation.ReadEpisode, Find),
    ])
    {
        Parameters =
        [
            new Parameter("_id", SearchParamType.Token, "The id of the resource."),
            new Parameter("identifier", SearchParamType.Token, $"{FhirNames.SessionSystem}|episode/number."),
        ],
        Documentation = $"The session that a response belongs to. Its identifier is {FhirNames.SessionSystem}|episode/number; {FhirNames.EpisodeSystem}|episode names an episode alone.",
        WhyNot = "Sessions are made by the responses that name them.",
    };

    /// <summary>Episode and number of the session that an id names; null for none.</summary>
    public static async System.Threading.Tasks.Task<(string EpisodeId, int Number)?> Session(FhirContext context, string id)
    {
        var dash = id.LastIndexOf('-');
        return dash > 0 && int.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await context.Resolve(PublicKind.Episode, id[..dash]) is { } episode
            ? (episode, number)
            : null;
    }

    /// <summary>Episode and number that the value of a session's identifier names; null where it has another form.</summary>
    public static (string EpisodeId, int Number)? Named(string value)
    {
        var slash = value.LastIndexOf('/');
        return slash > 0 && int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (value[..slash], number) : null;
    }

    private static async System.Threading.Tasks.Task<FhirAnswer> Read(FhirRequest request) =>
        await Session(request.Context, request.Id!) is { } session && await Show(request.Context, session.EpisodeId, session.Number) is { } encounter
            ? FhirAnswer.Of(encounter)
            : FhirAnswer.NotFound(request.Type);

    private static async System.Threading.Tasks.Task<FhirAnswer> Find(FhirRequest request)
    {
        var (query, issues) = SearchQuery.Read(request, Type);
        if (query is null)
        {
            return FhirAnswer.Refused(400, issues);
        }

        if (query.Terms.Count != 1)
        {
            return FhirAnswer.Refused(400, FhirIssue.Error(OperationOutcome.IssueType.Required, "Name the encounters by _id or by identifier."));
        }

        var found = new List<Encounter>();
        foreach (var value in query.Terms[0].Values)
        {
            var session = query.Terms[0].Name == "_id" ? await Session(request.Context, value)
                : SearchText.Token(value) is { System: null or FhirNames.SessionSystem, Code: { } code } ? Named(code)
                : null;
            if (session is { } named && await Show(request.Context, named.EpisodeId, named.Number) is { } encounter)
            {
                found.Add(encounter);
            }
        }

        return SearchSet.Answer(request, query, SearchSet.Page(query, found, e => e.Id!, e => e));
    }

    public static async System.Threading.Tasks.Task<Encounter?> Show(FhirContext context, string episodeId, int number)
    {
        var episode = (await context.Send(new GetEpisode(context.Call, episodeId))).Value;
        var session = episode is null ? null : await context.Send(new GetSession(context.Call, episodeId, number));
        if (session?.Value is not { } held)
        {
            return null;
        }

        return new Encounter
        {
            Id = References.EncounterId(context, episodeId, number),
            Meta = new Meta { VersionId = session.Revision!.Value.ToString(CultureInfo.InvariantCulture), LastUpdated = AllianceApi.Hosting.Instant.FromStore(session.Revision.Value) },
            Identifier = [References.ToEncounter(context, episodeId, number).Identifier!, new Identifier(FhirNames.EpisodeSystem, episodeId)],
            Status = Encounter.EncounterStatus.Finished,
            Class = new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", held.Modality is "video" or "phone" or "chat" ? "VR" : "AMB", held.Modality is "video" or "phone" or "chat" ? "virtual" : "ambulatory"),
            Subject = References.ToPerson(context, PublicKind.Client, episode!.ClientId),
            Participant = [new Encounter.ParticipantComponent { Individual = References.ToPerson(context, PublicKind.Clinician, episode.ClinicianId) }],
            Period = new Period { StartElement = new FhirDateTime(held.HeldAt) },
        };
    }
}
