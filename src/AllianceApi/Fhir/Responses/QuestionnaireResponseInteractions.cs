using AllianceApi.Access;
using AllianceApi.Fhir.Search;
using AllianceApi.Responses.Search;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Responses;

/// <summary>Filled forms.</summary>
internal static class QuestionnaireResponseInteractions
{
    public static readonly FhirType Type = new("QuestionnaireResponse",
    [
        new Interaction("read", "GET", "/{id}", Operation.ReadResponse, Read),
        new Interaction("vread", "GET", "/{id}/_history/{vid}", Operation.ReadResponse, ReadVersion),
        new Interaction("history-instance", "GET", "/{id}/_history", Operation.ReadResponse, History),
        new Interaction("search-type", "GET", "", Operation.ReadResponse, Find),
        new Interaction("search-type", "POST", "/_search", Operation.ReadResponse, Find),
        new Interaction("create", "POST", "", Operation.WriteResponse, ResponseWriting.Create),
        new Interaction("update", "PUT", "/{id}", Operation.WriteResponse, ResponseWriting.Update),
        new Interaction("$validate", "POST", "/$validate", Operation.WriteResponse, ResponseWriting.Validate),
        new Interaction("$validate", "POST", "/{id}/$validate", Operation.WriteResponse, ResponseWriting.Validate),
        new Interaction("$extract", "POST", "/$extract", Operation.WriteResponse, Extraction.OfSent),
        new Interaction("$extract", "POST", "/{id}/$extract", Operation.ReadResponse, Extraction.OfStored),
    ])
    {
        Parameters =
        [
            new Parameter("_id", SearchParamType.Token, "The id of the resource."),
            new Parameter("_lastUpdated", SearchParamType.Date, "When this state was recorded; it never falls from one change to the next."),
            new Parameter("patient", SearchParamType.Reference, "The subject; :identifier takes system|value."),
            new Parameter("patient.identifier", SearchParamType.Token, "An identifier of the subject."),
            new Parameter("subject", SearchParamType.Reference, "The subject; :identifier takes system|value."),
            new Parameter("subject.identifier", SearchParamType.Token, "An identifier of the subject."),
            new Parameter("questionnaire", SearchParamType.Reference, "The form, by url, url|version or Questionnaire/id."),
            new Parameter("status", SearchParamType.Token, "completed, amended or entered-in-error."),
            new Parameter("authored", SearchParamType.Date, "When it was answered."),
            new Parameter("author", SearchParamType.Reference, "Who entered it."),
            new Parameter("source", SearchParamType.Reference, "Who answered it."),
            new Parameter("identifier", SearchParamType.Token, "What the sender calls it."),
            new Parameter("encounter", SearchParamType.Reference, "The session; :identifier takes system|value."),
        ],
        Includes = ["QuestionnaireResponse:subject", "QuestionnaireResponse:patient", "QuestionnaireResponse:questionnaire", "QuestionnaireResponse:source", "QuestionnaireResponse:author", "QuestionnaireResponse:encounter"],
        Sorts = ["authored", "date", "_lastUpdated"],
        TakesConditionalCreate = true,
        Documentation = "Send the response only; its scores appear as Observations. The same identifier is the same resource, however often it is sent.",
        WhyNot = "A response is never deleted: PUT it with the status entered-in-error.",
    };

    private static async Task<FhirAnswer> Read(FhirRequest request) =>
        await ResponseView.Load(request.Context, request.Id!) is { } shown ? FhirAnswer.Of(ResponseView.Of(request.Context, shown)) : FhirAnswer.NotFound(request.Type);

    private static async Task<FhirAnswer> ReadVersion(FhirRequest request)
    {
        var states = (await request.Context.Send(new ListRevisions(request.Context.Call, request.Id!))).Value?.Items ?? [];
        var state = states.LastOrDefault(s => s.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture) == request.VersionId);
        return state is not null && await ResponseView.Load(request.Context, state) is { } shown ? FhirAnswer.Of(ResponseView.Of(request.Context, shown)) : FhirAnswer.NotFound(request.Type);
    }

    private static async Task<FhirAnswer> History(FhirRequest request)
    {
        var context = request.Context;
        var found = await context.Send(new ListRevisions(context.Call, request.Id!));
        if (found.Refusal is { } refusal)
        {
            return FhirAnswer.Refused(refusal);
        }

        var bundle = new Bundle { Type = Bundle.BundleType.History, Link = [new Bundle.LinkComponent { Relation = "self", Url = $"{context.Base}/{request.Type}/{request.Id}/_history" }] };
        foreach (var state in found.Value!.Items.Reverse())
        {
            if (await ResponseView.Load(context, state) is { } shown)
            {
                bundle.Entry.Add(Entry(context, shown));
            }
        }

        bundle.Total = bundle.Entry.Count;
        return new FhirAnswer(StatusCodes.Status200OK) { Resource = bundle };
    }

    private static Bundle.EntryComponent Entry(FhirContext context, ShownResponse shown)
    {
        var made = shown.Filed.Revision == 1;
        var path = $"QuestionnaireResponse/{shown.Filed.ResponseId}";
        return new Bundle.EntryComponent
        {
            FullUrl = $"{context.Base}/{path}",
            Resource = ResponseView.Of(context, shown),
            Request = new Bundle.RequestComponent { Method = made ? Bundle.HTTPVerb.POST : Bundle.HTTPVerb.PUT, Url = made ? "QuestionnaireResponse" : path },
            Response = new Bundle.ResponseComponent { Status = made ? "201" : "200", Etag = $"W/\"{shown.Version}\"", LastModified = shown.RecordedAt },
        };
    }

    private static async Task<FhirAnswer> Find(FhirRequest request)
    {
        var (query, issues) = SearchQuery.Read(request, Type, "encounter.identifier", "source.identifier", "author.identifier");
        if (query is null)
        {
            return FhirAnswer.Refused(400, issues);
        }

        var context = request.Context;
        var criteria = await new ResponseSearch(context).Criteria(query.Terms) with { Settled = ResponseSearch.FollowsChanges(query) };
        var order = ResponseSearch.Order(query);
        var found = await context.Send(new FindResponses(context.Call, criteria, order, query.IsCountOnly ? 0 : query.Count + 1, query.WantsTotal));
        if (found.Refusal is { } refusal)
        {
            return FhirAnswer.Refused(refusal);
        }

        var items = found.Value!.Items;
        var page = items.Take(query.Count).ToList();
        var shown = new List<ShownResponse>();
        foreach (var loading in page.ConvertAll(filed => ResponseView.Load(context, filed)))
        {
            if (await loading is { } one)
            {
                shown.Add(one);
            }
        }

        var next = items.Count > query.Count && page.Count > 0 ? ResponseSearch.Place(order.Key, page[^1]) : null;
        var total = found.Value.Total ?? (query.After is null && next is null ? shown.Count : null);
        var included = await Included.Of(context, query.Includes, shown);
        return SearchSet.Answer(request, query, new FoundPage([.. shown.Select(s => ResponseView.Of(context, s))], next, total, included));
    }
}
