using AllianceApi.Access;
using AllianceApi.Fhir.Search;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Scores;

/// <summary>Scores and estimates.</summary>
internal static class ObservationInteractions
{
    private const int MostCounted = 100_000;

    public static readonly FhirType Type = new("Observation",
    [
        new Interaction("read", "GET", "/{id}", Operation.ReadTrend, Read),
        new Interaction("search-type", "GET", "", Operation.ReadTrend, Find),
        new Interaction("search-type", "POST", "/_search", Operation.ReadTrend, Find),
        new Interaction("$lastn", "GET", "/$lastn", Operation.ReadTrend, Last),
    ])
    {
        Parameters =
        [
            new Parameter("_id", SearchParamType.Token, "The id of the resource."),
            new Parameter("_lastUpdated", SearchParamType.Date, "When this state was recorded."),
            new Parameter("patient", SearchParamType.Reference, "The subject; :identifier takes system|value."),
            new Parameter("patient.identifier", SearchParamType.Token, "An identifier of the subject."),
            new Parameter("subject", SearchParamType.Reference, "The subject; :identifier takes system|value."),
            new Parameter("subject.identifier", SearchParamType.Token, "An identifier of the subject."),
            new Parameter("category", SearchParamType.Token, "survey."),
            new Parameter("code", SearchParamType.Token, "instrument.rater.scale, or the scale alone; panel; trend."),
            new Parameter("date", SearchParamType.Date, "When the form was answered; of an estimate the last session."),
            new Parameter("status", SearchParamType.Token, "final, amended or entered-in-error."),
            new Parameter("derived-from", SearchParamType.Reference, "The response of a score, or a score of an estimate."),
            new Parameter("has-member", SearchParamType.Reference, "The panel of a score."),
            new Parameter("performer", SearchParamType.Reference, "Who answered the form."),
            new Parameter("encounter", SearchParamType.Reference, "The session; :identifier takes system|value."),
            new Parameter("identifier", SearchParamType.Token, "The id with its system."),
            new Parameter("value-quantity", SearchParamType.Quantity, "The score or level."),
        ],
        Includes = ["Observation:derived-from", "Observation:has-member", "Observation:patient", "Observation:subject", "Observation:performer", "Observation:encounter"],
        RevIncludes = ["Provenance:target"],
        Sorts = ["date", "_lastUpdated"],
        Documentation = "Made by scoring, never sent: a panel for each response, each scale below it, and estimates of level and change for each series.",
        WhyNot = "Scores are made here from responses. Send the QuestionnaireResponse only.",
    };

    private static async Task<FhirAnswer> Read(FhirRequest request)
    {
        var by = new List<KeyValuePair<string, string>> { KeyValuePair.Create("_id", request.Id!.Replace("\\", "", StringComparison.Ordinal)) };
        var (query, _) = SearchQuery.Read(request with { Query = by }, Type);
        var found = query is null ? [] : await (await Search(request.Context, query)).Take(1);
        return found is [var one] && one.Observation.Id == request.Id ? FhirAnswer.Of(one.Observation) : FhirAnswer.NotFound(request.Type);
    }

    private static async Task<FhirAnswer> Find(FhirRequest request)
    {
        var (query, issues) = SearchQuery.Read(request, Type, "encounter.identifier");
        issues = query is null ? issues : new ObservationFilter(request.Context, query.Terms).Faults();
        if (query is null || issues.Count > 0)
        {
            return FhirAnswer.Refused(400, issues);
        }

        var context = request.Context;
        var found = query.IsCountOnly ? [] : await (await Search(context, query)).Take(query.Count + 1);
        var page = found.Take(query.Count).ToList();
        var more = found.Count > page.Count;
        long? total = query.WantsTotal ? (await (await Search(context, query with { After = null })).Take(MostCounted)).Count : query.After is null && !more ? page.Count : null;
        var included = await ObservationIncludes.Of(context, query, page);
        return SearchSet.Answer(request, query, new FoundPage([.. page.Select(f => f.Observation)], more ? page[^1].Place.ToString() : null, total, included));
    }

    // The newest of each code, the newest first; scores and estimates alike.
    private static async Task<FhirAnswer> Last(FhirRequest request)
    {
        var most = 1;
        var sent = request.Query.Where(p => p.Key != "max").Append(KeyValuePair.Create("_sort", "-date")).ToList();
        var max = request.Query.FirstOrDefault(p => p.Key == "max").Value;
        var (query, issues) = SearchQuery.Read(request with { Query = sent }, Type);
        if (query is null || (max is not null && (!int.TryParse(max, out most) || most is < 1 or > SearchQuery.MostCount)))
        {
            return FhirAnswer.Refused(400, query is null ? issues : [FhirIssue.Error(OperationOutcome.IssueType.Value, $"max is a whole number from 1 to {SearchQuery.MostCount}.", "max")]);
        }

        if (!query.Terms.Any(t => t.Name.StartsWith("patient", StringComparison.Ordinal) || t.Name.StartsWith("subject", StringComparison.Ordinal)))
        {
            return FhirAnswer.Refused(400, FhirIssue.Error(OperationOutcome.IssueType.Required, "Name the patient.", "patient"));
        }

        var all = await (await Search(request.Context, query)).Take(MostCounted);
        var last = all.Where(f => f.Observation.Status != ObservationStatus.EnteredInError).GroupBy(f => f.Observation.Code.Coding[0].Code).SelectMany(g => g.Take(most)).ToList();
        return SearchSet.Answer(request, query, new FoundPage([.. last.Select(f => f.Observation)], null, last.Count, []));
    }

    private static async Task<ObservationSearch> Search(FhirContext context, SearchQuery query) =>
        new(context, query, await ObservationSearch.Criteria(context, query), new ObservationFilter(context, query.Terms));
}
