using AllianceApi.Access;
using AllianceApi.Fhir.Search;
using AllianceApi.Hosting;
using AllianceApi.People;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.People;

/// <summary>Patients and practitioners: identifiers only.</summary>
internal static class PersonInteractions
{
    private static readonly Parameter[] Parameters =
    [
        new("_id", SearchParamType.Token, "The id of the resource."),
        new("identifier", SearchParamType.Token, "What it is called: value, |value or system|value."),
    ];

    public static readonly FhirType Patient = Type(PublicKind.Client, Operation.ReadClient, Operation.WriteClient);

    public static readonly FhirType Practitioner = Type(PublicKind.Clinician, Operation.ReadClinician, Operation.WriteClinician);

    private static FhirType Type(PublicKind kind, Operation read, Operation write)
    {
        var name = References.TypeOf(kind);
        return new FhirType(name,
        [
            new Interaction("read", "GET", "/{id}", read, r => Read(r, kind)),
            new Interaction("search-type", "GET", "", read, r => Search(r, kind)),
            new Interaction("search-type", "POST", "/_search", read, r => Search(r, kind)),
            new Interaction("create", "POST", "", write, r => Create(r, kind)),
        ])
        {
            Parameters = Parameters,
            TakesConditionalCreate = true,
            Documentation = "Identifiers only: nothing else that is sent is kept. The same identifier is the same person, however often it is sent.",
        };
    }

    private static async System.Threading.Tasks.Task<FhirAnswer> Read(FhirRequest request, PublicKind kind)
    {
        var context = request.Context;
        if (await context.Resolve(kind, request.Id!) is not { } id)
        {
            return FhirAnswer.NotFound(request.Type);
        }

        var found = await context.Send(new FindPeople(context.Call, kind, new PersonFilter([id], null), null, 1));
        return found.Refusal is { } refusal ? FhirAnswer.Refused(refusal)
            : found.Value!.Items is [var person] ? FhirAnswer.Of(PersonView.Of(context, person))
            : FhirAnswer.NotFound(request.Type);
    }

    private static async System.Threading.Tasks.Task<FhirAnswer> Search(FhirRequest request, PublicKind kind)
    {
        var (query, issues) = SearchQuery.Read(request, FhirTable.Find(request.Type)!);
        if (query is null)
        {
            return FhirAnswer.Refused(400, issues);
        }

        var context = request.Context;
        var filter = await Filter(context, kind, query);
        var found = await context.Send(new FindPeople(context.Call, kind, filter, query.After, query.Count + 1));
        if (found.Refusal is { } refusal)
        {
            return FhirAnswer.Refused(refusal);
        }

        var items = found.Value!.Items;
        var page = items.Take(query.Count).ToList();
        var all = items.Count <= query.Count && query.After is null;
        long? total = all ? items.Count : query.WantsTotal ? (await context.Send(new FindPeople(context.Call, kind, filter, null, int.MaxValue))).Value?.Items.Count : null;
        var next = items.Count > query.Count && page.Count > 0 ? page[^1].Id : null;
        return SearchSet.Answer(request, query, new FoundPage([.. page.Select(p => PersonView.Of(context, p))], next, total, []));
    }

    private static async System.Threading.Tasks.Task<PersonFilter> Filter(FhirContext context, PublicKind kind, SearchQuery query)
    {
        List<string>? ids = null;
        List<(string?, string)>? identifiers = null;
        foreach (var term in query.Terms)
        {
            if (term.Name == "_id")
            {
                var named = new List<string>();
                foreach (var value in term.Values)
                {
                    if (await context.Resolve(kind, value) is { } id)
                    {
                        named.Add(id);
                    }
                }

                ids = ids is null ? named : [.. ids.Intersect(named)];
            }
            else
            {
                identifiers = [.. term.Values.Select(SearchText.Token).Where(t => t.Code is not null).Select(t => References.Token(context, kind, t.System, t.Code!))];
            }
        }

        return new PersonFilter(ids, identifiers);
    }

    private static async System.Threading.Tasks.Task<FhirAnswer> Create(FhirRequest request, PublicKind kind)
    {
        var context = request.Context;
        var issues = new List<FhirIssue>();
        var (id, others) = PersonView.Names(context, kind, request.Body!, issues);
        if (request.IfNoneExist is { } condition && issues.Count == 0)
        {
            var (matches, refused) = await Matches(context, kind, condition);
            if (refused is not null || matches.Count > 0)
            {
                return refused ?? (matches.Count == 1
                    ? FhirAnswer.At(context, PersonView.Of(context, matches[0]), StatusCodes.Status200OK)
                    : FhirAnswer.Refused(412, FhirIssue.Error(IssueType.MultipleMatches, "If-None-Exist names more than one. Name the system of the identifier, too.")));
            }
        }

        if (issues.Count > 0)
        {
            return FhirAnswer.Refused(422, issues);
        }

        var entered = await context.Send(new EnterPerson(context.Call, kind, id, others));
        return entered.Refusal is { } refusal ? FhirAnswer.Refused(refusal) : FhirAnswer.At(context, PersonView.Of(context, entered.Value!), entered.Status);
    }

    private static async System.Threading.Tasks.Task<(IReadOnlyList<NamedPerson> Matches, FhirAnswer? Refused)> Matches(FhirContext context, PublicKind kind, string condition)
    {
        if (SearchQuery.Pairs(condition.TrimStart('?')) is not [{ Key: "identifier" } only] || SearchText.Token(only.Value) is not { Code: { } code } token)
        {
            return ([], FhirAnswer.Refused(400, FhirIssue.Error(IssueType.NotSupported, "If-None-Exist takes one identifier: identifier=system|value.", "http.If-None-Exist")));
        }

        var found = await context.Send(new FindPeople(context.Call, kind, new PersonFilter(null, [References.Token(context, kind, token.System, code)]), null, 2));
        return found.Refusal is { } refusal ? ([], FhirAnswer.Refused(refusal)) : (found.Value!.Items, null);
    }
}
