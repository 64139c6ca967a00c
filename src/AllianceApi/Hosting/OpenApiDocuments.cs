using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AllianceApi.Hosting;

/// <summary>
/// Makes of the single operations one document: refusals and headers stand once and are referred to, what the service gives has
/// every member, and what it takes has no other.
/// </summary>
internal sealed class SharedPartsDocumentFilter : IDocumentFilter
{
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Alerts"] = "What a clinician should look at, and what was done with it.",
        ["Apps"] = "Programs that fetch their own tokens (SMART Backend Services).",
        ["Audit"] = "Who saw and changed what, in a chain of hashes.",
        ["Caseload"] = "A dashboard's first screen in one call.",
        ["Clients"] = "People in therapy, known by opaque ids.",
        ["Clinicians"] = "Therapists.",
        ["Episodes"] = "Courses of therapy of one client with one clinician.",
        ["Events"] = "What happened, in order: to catch up with, and to listen to.",
        ["Exports"] = "All responses at once, for analysis elsewhere.",
        ["Health"] = "Whether the service runs.",
        ["Instruments"] = "Questionnaires: items, scales and keys, never their wording.",
        ["Invitations"] = "One-time links by which a rater answers a form.",
        ["Keys"] = "API keys.",
        ["Organizations"] = "Clinics that share nothing.",
        ["Problems"] = "Pages that explain every refusal.",
        ["Responses"] = "Answers of one rater for one session, and their scores.",
        ["Sessions"] = "Meetings of an episode.",
        ["Trends"] = "Where the alliance stands and where it is going.",
        ["Visibility"] = "Who may see how much, and what was promised.",
        ["Webhooks"] = "Receivers that are told of events over HTTP.",
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var components = swaggerDoc.Components ??= new OpenApiComponents();
        components.Responses ??= new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        components.Headers = OpenApiHeaders.All();
        foreach (var (method, operation) in swaggerDoc.Paths.SelectMany(p => p.Value.Operations ?? []))
        {
            Share(operation, components, swaggerDoc);
            OpenApiHeaders.Describe(method, operation, swaggerDoc);
        }

        foreach (var tag in swaggerDoc.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = Tags.TryGetValue(tag.Name!, out var text) ? text : throw new InvalidOperationException($"The tag {tag.Name} is not described.");
        }

        Tighten(swaggerDoc, components);
    }

    private static void Share(OpenApiOperation operation, OpenApiComponents components, OpenApiDocument document)
    {
        var sorted = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses!.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            var kinds = ProblemType.All.Values.Where(t => t.Status.ToString(CultureInfo.InvariantCulture) == status).OrderBy(t => t.Slug, StringComparer.Ordinal).ToList();
            if (kinds.Count == 0 || response.Content?.ContainsKey("application/problem+json") != true)
            {
                sorted[status] = response;
                continue;
            }

            var name = $"Problem{status}";
            components.Responses![name] = Refusal(kinds, response, document);
            sorted[status] = new OpenApiResponseReference(name, document);
        }

        operation.Responses = sorted;
    }

    private static OpenApiResponse Refusal(List<ProblemType> kinds, IOpenApiResponse response, OpenApiDocument document)
    {
        var first = kinds[0];
        response.Content!["application/problem+json"] = new OpenApiMediaType
        {
            Schema = response.Content["application/problem+json"].Schema,
            Example = new JsonObject
            {
                ["type"] = $"/problems/{first.Slug}",
                ["title"] = first.Title,
                ["status"] = first.Status,
                ["detail"] = "What is wrong this time, by which rule, and how to mend it.",
                ["instance"] = "/v1/episodes/e-1",
                ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
                ["retryable"] = first.Retryable,
            },
        };
        return new OpenApiResponse
        {
            Description = string.Join(" ", kinds.Select(k => $"`{k.Slug}`: {k.Title}.")),
            Content = response.Content,
            Headers = OpenApiHeaders.OfRefusal(first, document),
        };
    }

    private static bool IsLeftOut(IOpenApiSchema member) => member is OpenApiSchema { Metadata: { } marks } && marks.ContainsKey(MemberSchemaFilter.MayBeAbsent);

    // Answers hold every member, null where there is no value; only problems, and members that say so, leave out what they do not have. Whoever reads an
    // answer must bear members that are new, so only what is sent to the service is closed.
    private static void Tighten(OpenApiDocument document, OpenApiComponents components)
    {
        var taken = OpenApiReach.Of(document, document.Paths.SelectMany(p => p.Value.Operations ?? []).SelectMany(o => o.Value.RequestBody?.Content?.Values ?? []));
        foreach (var (name, schema) in components.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            if (schema is not OpenApiSchema open || taken.Contains(name))
            {
                continue;
            }

            open.AdditionalPropertiesAllowed = true;
            if (name != nameof(Problem) && open.Properties is { } members)
            {
                open.Required = new HashSet<string>(members.Where(m => !IsLeftOut(m.Value)).Select(m => m.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal);
            }
        }
    }
}

/// <summary>Which schemas can be reached from some media types.</summary>
internal static class OpenApiReach
{
    public static HashSet<string> Of(OpenApiDocument document, IEnumerable<IOpenApiMediaType> contents)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var content in contents)
        {
            Follow(document, content.Schema, reached);
        }

        return reached;
    }

    private static void Follow(OpenApiDocument document, IOpenApiSchema? schema, HashSet<string> reached)
    {
        // A reference does not know its target until the document is whole: it is looked up by its name.
        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            schema = reached.Add(id) && document.Components?.Schemas is { } schemas && schemas.TryGetValue(id, out var target) ? target : null;
        }

        if (schema is null)
        {
            return;
        }

        Follow(document, schema.Items, reached);
        Follow(document, schema.AdditionalProperties, reached);
        foreach (var part in (schema.OneOf ?? []).Concat(schema.AllOf ?? []).Concat(schema.Properties?.Values ?? []))
        {
            Follow(document, part, reached);
        }
    }
}
