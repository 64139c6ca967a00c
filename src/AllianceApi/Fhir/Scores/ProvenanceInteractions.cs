using AllianceApi.Access;
using AllianceApi.Fhir.Responses;
using AllianceApi.Fhir.Search;
using AllianceApi.Responses.Search;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Scores;

/// <summary>Where scores come from: one Provenance for each scoring and each correction.</summary>
internal static class ProvenanceInteractions
{
    public static readonly FhirType Type = new("Provenance",
    [
        new Interaction("read", "GET", "/{id}", Operation.ReadResponse, Read),
        new Interaction("search-type", "GET", "", Operation.ReadResponse, Find),
        new Interaction("search-type", "POST", "/_search", Operation.ReadResponse, Find),
    ])
    {
        Parameters =
        [
            new Parameter("_id", SearchParamType.Token, "The id of the resource."),
            new Parameter("target", SearchParamType.Reference, "The Observation that was made; the response of it will do."),
            new Parameter("patient", SearchParamType.Reference, "Whose scores they are; :identifier takes system|value."),
            new Parameter("recorded", SearchParamType.Date, "When it was done."),
        ],
        Documentation = "Made with each scoring.",
        WhyNot = "Provenance is made with each scoring and never changes.",
    };

    private static async Task<FhirAnswer> Read(FhirRequest request)
    {
        if (ProvenanceView.Read(request.Id!) is not { } named)
        {
            return FhirAnswer.NotFound(request.Type);
        }

        var states = await States(request.Context, named.ResponseId);
        return states.FirstOrDefault(s => s.Revision == named.Revision) is { } state && await ResponseView.Load(request.Context, state) is { } shown
            ? FhirAnswer.Of(ProvenanceView.Of(request.Context, shown))
            : FhirAnswer.NotFound(request.Type);
    }

    private static async Task<FhirAnswer> Find(FhirRequest request)
    {
        var (query, issues) = SearchQuery.Read(request, Type, "patient.identifier");
        if (query is null)
        {
            return FhirAnswer.Refused(400, issues);
        }

        if (!query.Terms.Any(t => t.Name is "_id" or "target" || t.Name.StartsWith("patient", StringComparison.Ordinal)))
        {
            return FhirAnswer.Refused(400, FhirIssue.Error(OperationOutcome.IssueType.Required, "Name a target or a patient."));
        }

        var context = request.Context;
        var shown = new List<ShownResponse>();
        foreach (var id in await Responses(context, query))
        {
            foreach (var state in (await States(context, id)).Where(s => Holds(query, s)))
            {
                if (await ResponseView.Load(context, state) is { } one)
                {
                    shown.Add(one);
                }
            }
        }

        return SearchSet.Answer(request, query, SearchSet.Page(query, shown, s => ProvenanceView.IdOf(s.Filed.ResponseId, s.Filed.Revision), s => ProvenanceView.Of(context, s)));
    }

    private static async Task<IEnumerable<string>> Responses(FhirContext context, SearchQuery query)
    {
        var criteria = await new ResponseSearch(context).Criteria([.. query.Terms.Where(t => t.Name.StartsWith("patient", StringComparison.Ordinal))]);
        foreach (var term in query.Terms.Where(t => t.Name is "_id" or "target"))
        {
            var ids = term.Values.Select(SearchText.Plain).Select(v => term.Name == "_id" ? ProvenanceView.Read(v)?.ResponseId : Target(context, v)).OfType<string>().ToList();
            criteria = criteria with { Ids = criteria.Ids is null ? ids : [.. criteria.Ids.Intersect(ids)] };
        }

        var found = await context.Send(new FindResponses(context.Call, criteria, new ResponseOrder(ResponseKey.Received, false), int.MaxValue, false));
        return (found.Value?.Items ?? []).Select(f => f.ResponseId);
    }

    private static string? Target(FhirContext context, string value) => References.Local(context, value) switch
    {
        { Type: "Observation" } observation => ObservationView.Read(observation.Id)?.ResponseId,
        { Type: "QuestionnaireResponse" } response => response.Id,
        null => ObservationView.Read(value)?.ResponseId,
        _ => null,
    };

    private static bool Holds(SearchQuery query, FiledResponse state) => query.Terms.All(t => t.Name switch
    {
        "_id" => t.Values.Contains(ProvenanceView.IdOf(state.ResponseId, state.Revision)),
        "recorded" => t.Values.Select(SearchText.Date).OfType<TimeSpanAsked>().All(s => ((s.From is null || state.RecordedAt >= s.From) && (s.To is null || state.RecordedAt < s.To)) != s.Outside),
        _ => true,
    });

    private static async Task<IReadOnlyList<FiledResponse>> States(FhirContext context, string responseId) =>
        (await context.Send(new ListRevisions(context.Call, responseId))).Value?.Items ?? [];
}
