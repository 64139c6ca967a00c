using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Access.Audit;
using AllianceApi.Fhir.Search;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Trail;

/// <summary>The audit log as AuditEvents, for auditors.</summary>
internal static class AuditEventInteractions
{
    private static readonly string[] Entities = ["QuestionnaireResponse", "Observation"];

    public static readonly FhirType Type = new("AuditEvent",
    [
        new Interaction("read", "GET", "/{id}", Operation.ReadAudit, Read),
        new Interaction("search-type", "GET", "", Operation.ReadAudit, Find),
        new Interaction("search-type", "POST", "/_search", Operation.ReadAudit, Find),
    ])
    {
        Parameters =
        [
            new Parameter("_id", SearchParamType.Token, "The id of the resource."),
            new Parameter("patient", SearchParamType.Reference, "Whose data; :identifier takes system|value."),
            new Parameter("patient.identifier", SearchParamType.Token, "Our identifier of the patient."),
            new Parameter("date", SearchParamType.Date, "When it happened."),
            new Parameter("agent", SearchParamType.Reference, "Who did it: agent:identifier takes the id or the name of a key, or the subject of a token."),
            new Parameter("agent.identifier", SearchParamType.Token, "The same."),
            new Parameter("entity", SearchParamType.Reference, "What it was done to: a QuestionnaireResponse, or an Observation that was made of one."),
        ],
        Documentation = "What was read, written and refused, newest first. Append-only; the chain of its hashes is checked by GET /v1/audit/verify.",
        WhyNot = "The audit log is written by the service alone.",
    };

    private static async Task<FhirAnswer> Read(FhirRequest request)
    {
        if (!long.TryParse(request.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return FhirAnswer.NotFound(request.Type);
        }

        var found = await List(request.Context, new AuditFilter(null, null, null, null) { Sequences = [sequence] }, 1, null);
        return found.Refusal is { } refusal ? FhirAnswer.Refused(refusal)
            : found.Value!.Items is [var row] ? FhirAnswer.Of(AuditEventView.Of(request.Context, row))
            : FhirAnswer.NotFound(request.Type);
    }

    private static async Task<FhirAnswer> Find(FhirRequest request)
    {
        var (query, issues) = SearchQuery.Read(request, Type);
        if (query is null)
        {
            return FhirAnswer.Refused(400, issues);
        }

        var context = request.Context;
        var (filter, fault) = await Filter(context, query);
        if (fault is not null)
        {
            return FhirAnswer.Refused(400, fault);
        }

        Page<AuditResource> page = new([], null);
        if (filter is not null && !query.IsCountOnly)
        {
            var found = await List(context, filter, query.Count, query.After);
            if (found.Refusal is { } refusal)
            {
                return FhirAnswer.Refused(refusal);
            }

            page = found.Value!;
        }

        long? total = filter is null ? 0 : query.WantsTotal ? (await context.Send(new CountAudit(context.Call, filter))).Value?.Rows : null;
        var next = page.Next is null ? null : page.Items[^1].Sequence.ToString(CultureInfo.InvariantCulture);
        return SearchSet.Answer(request, query, new FoundPage([.. page.Items.Select(r => AuditEventView.Of(context, r))], next, total, []));
    }

    private static Task<Outcome<Page<AuditResource>>> List(FhirContext context, AuditFilter filter, int limit, string? after) =>
        context.Send(new ListAudit(context.Call, new PageRequest("/v1/audit", new Dictionary<string, string>(StringComparer.Ordinal), limit, after, context.Cursors), filter));

    // Null where nothing can be found.
    private static async Task<(AuditFilter? Filter, FhirIssue? Fault)> Filter(FhirContext context, SearchQuery query)
    {
        var filter = new AuditFilter(null, null, null, null);
        foreach (var term in query.Terms)
        {
            if (term.Values.Count > 1 && term.Name != "_id" && term.Name != "entity")
            {
                return (null, FhirIssue.Error(OperationOutcome.IssueType.NotSupported, $"{term.Name} takes one value here.", term.Name));
            }

            switch (term.Name)
            {
                case "_id":
                    filter = filter with { Sequences = [.. term.Values.Select(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)] };
                    break;
                case "date" when SearchText.Date(term.Values[0]) is { Outside: false } span:
                    filter = filter with { From = Later(filter.From, span.From), To = Earlier(filter.To, span.To) };
                    break;
                case "date":
                    return (null, FhirIssue.Error(OperationOutcome.IssueType.NotSupported, "date does not take the prefix ne here.", "date"));
                case "agent" or "agent.identifier":
                    filter = filter with { Actor = Agent(term) };
                    break;
                case "entity":
                    filter = filter with { Resources = [.. term.Values.SelectMany(v => Paths(context, v))] };
                    break;
                default:
                    if (await Client(context, term) is not { } client)
                    {
                        return (null, null);
                    }

                    filter = filter with { ClientId = client };
                    break;
            }
        }

        return (filter, null);
    }

    private static string Agent(SearchTerm term)
    {
        var text = SearchText.Token(term.Values[0]).Code ?? "";
        return text.StartsWith("Device/", StringComparison.Ordinal) ? text["Device/".Length..] : text;
    }

    // An auditor sees no clients: a patient is named by our identifier or by the id that stands in an AuditEvent.
    private static async Task<string?> Client(FhirContext context, SearchTerm term)
    {
        if (term.Modifier == "identifier" || term.Name == "patient.identifier")
        {
            var (system, code) = SearchText.Token(term.Values[0]);
            return system is null or "" || system == context.Names.ClientSystem ? code : null;
        }

        var text = SearchText.Plain(term.Values[0]);
        var id = References.Local(context, text) is { } local ? local.Type == "Patient" ? local.Id : null : text;
        return id is null ? null : await context.Resolve(PublicKind.Client, id);
    }

    private static IEnumerable<string> Paths(FhirContext context, string value)
    {
        if (References.Local(context, SearchText.Plain(value)) is not { } local || !Entities.Contains(local.Type))
        {
            return [];
        }

        var id = local.Type == "Observation" ? Scores.ObservationView.Read(local.Id)?.ResponseId : local.Id;
        return id is null ? [] : [$"/v1/responses/{id}"];
    }

    private static long? Later(long? a, long? b) => a is null || b > a ? b ?? a : a;

    private static long? Earlier(long? a, long? b) => a is null || b < a ? b ?? a : a;
}
