using AllianceApi.Access;
using AllianceApi.Fhir.Search;
using AllianceApi.Instruments;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Forms;

/// <summary>Instruments as questionnaires.</summary>
internal static class QuestionnaireInteractions
{
    public static readonly FhirType Type = new("Questionnaire",
    [
        new Interaction("read", "GET", "/{id}", Operation.ReadInstruments, Read),
        new Interaction("search-type", "GET", "", Operation.ReadInstruments, Find),
        new Interaction("search-type", "POST", "/_search", Operation.ReadInstruments, Find),
        new Interaction("create", "POST", "", Operation.ManageInstruments, Create),
        new Interaction("update", "PUT", "/{id}", Operation.ManageInstruments, Update),
        new Interaction("$populate", "POST", "/{id}/$populate", Operation.ReadClient, Population.Of),
    ])
    {
        Parameters =
        [
            new Parameter("_id", SearchParamType.Token, "The id of the resource."),
            new Parameter("_lastUpdated", SearchParamType.Date, "When it was entered."),
            new Parameter("url", SearchParamType.Uri, "Its canonical URL."),
            new Parameter("version", SearchParamType.Token, "Its version."),
            new Parameter("status", SearchParamType.Token, "All are active."),
            new Parameter("identifier", SearchParamType.Token, "The id of the instrument."),
            new Parameter("name", SearchParamType.String, "Its name for programs."),
            new Parameter("title", SearchParamType.String, "Its title."),
        ],
        Documentation = "The instruments. Item texts stand in it only where a licensed wording is attached. Answers go by linkId: the number of the item.",
        WhyNot = "An instrument's version never goes away once it is used.",
    };

    private static async System.Threading.Tasks.Task<FhirAnswer> Read(FhirRequest request) =>
        await FormNames.Find(request.Context, request.Id!) is { } form ? FhirAnswer.Of(QuestionnaireView.Of(request.Context, form)) : FhirAnswer.NotFound(request.Type);

    private static async System.Threading.Tasks.Task<FhirAnswer> Find(FhirRequest request)
    {
        var (query, issues) = SearchQuery.Read(request, Type);
        if (query is null)
        {
            return FhirAnswer.Refused(400, issues);
        }

        var all = (await request.Context.Forms(null)).Select(f => QuestionnaireView.Of(request.Context, f)).Where(q => query.Terms.All(t => Matches(request.Context, q, t))).ToList();
        return SearchSet.Answer(request, query, SearchSet.Page(query, all, q => q.Id!, q => q));
    }

    private static bool Matches(FhirContext context, Questionnaire q, SearchTerm term) => term.Name switch
    {
        "_id" => term.Values.Contains(q.Id),
        "_lastUpdated" => term.Values.Select(SearchText.Date).All(d => d is not null && Holds(d, q.Meta!.LastUpdated!.Value)),
        "url" => term.Values.Select(SearchText.Plain).Any(v => v == q.Url || v == $"{q.Url}|{q.Version}" || v == $"{context.Base}/Questionnaire/{q.Id}"),
        "version" => Token(term, null, q.Version),
        "status" => Token(term, "http://hl7.org/fhir/publication-status", "active"),
        "identifier" => Token(term, q.Identifier[0].System, q.Identifier[0].Value),
        "name" => Text(term, q.Name),
        _ => Text(term, q.Title),
    };

    private static bool Holds(AllianceApi.Responses.Search.TimeSpanAsked span, DateTimeOffset at)
    {
        var value = AllianceApi.Hosting.Instant.ToStore(at);
        return ((span.From is null || value >= span.From) && (span.To is null || value < span.To)) != span.Outside;
    }

    private static bool Token(SearchTerm term, string? system, string? code) =>
        term.Values.Select(SearchText.Token).Any(t => (t.System is null || t.System == (system ?? "")) && (t.Code is null || t.Code == code));

    private static bool Text(SearchTerm term, string? text) => text is not null && term.Values.Select(SearchText.Plain).Any(v => term.Modifier switch
    {
        "exact" => text == v,
        "contains" => text.Contains(v, StringComparison.OrdinalIgnoreCase),
        _ => text.StartsWith(v, StringComparison.OrdinalIgnoreCase),
    });

    private static System.Threading.Tasks.Task<FhirAnswer> Create(FhirRequest request) => Enter(request, null);

    private static async System.Threading.Tasks.Task<FhirAnswer> Update(FhirRequest request)
    {
        if (await FormNames.Find(request.Context, request.Id!) is not { } form)
        {
            return FhirAnswer.NotFound(request.Type);
        }

        return request.IfMatch is { } tag && (tag == "*" || tag.Contains(form.View.Sha256[..16], StringComparison.Ordinal))
            ? await Enter(request, form.View.Id)
            : FhirAnswer.Refused(412, FhirIssue.Error(IssueType.Conflict, "Send If-Match with the ETag of the state that you mean to change."));
    }

    private static async System.Threading.Tasks.Task<FhirAnswer> Enter(FhirRequest request, string? id)
    {
        var context = request.Context;
        var issues = new List<FhirIssue>();
        var submission = QuestionnaireReading.Read(request.Sent<Questionnaire>()!, id, issues);
        issues.AddRange(InstrumentRules.FaultsOf(submission).Where(_ => issues.Count == 0).Select(f => FhirIssue.Error(IssueType.Required, $"{f.Message} ({f.Pointer} of the instrument)", QuestionnaireReading.ExpressionOf(f.Pointer))));
        if (issues.Any(i => i.IsError))
        {
            return FhirAnswer.Refused(422, issues);
        }

        var entered = await context.Send(new PostInstrument(context.Call, submission));
        if (entered.Refusal is { } refusal)
        {
            return FhirAnswer.Refused(refusal);
        }

        var form = (await context.Form(submission.Id!, submission.Version))!;
        return FhirAnswer.At(context, QuestionnaireView.Of(context, form), entered.Status) with { Issues = issues };
    }
}
