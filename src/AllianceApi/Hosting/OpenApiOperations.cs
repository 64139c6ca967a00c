using System.Globalization;
using System.Text.Json.Nodes;
using AllianceApi.Access;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AllianceApi.Hosting;

/// <summary>Adds to an operation what its route says of path, queries, headers, credentials and further media types.</summary>
internal sealed class RouteOperationFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var parameters = operation.Parameters ??= [];
        foreach (var path in parameters.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path))
        {
            var known = PathParameters.Of(path.Name!);
            (path.Description, path.Example, path.Schema) = (known.Description, Example(known.Type, known.Example), Schema(known));
        }

        foreach (var query in metadata.OfType<QueryParameters>().SelectMany(q => q.All))
        {
            parameters.Add(Parameter(query, ParameterLocation.Query));
        }

        foreach (var header in metadata.OfType<HeaderParameters>().SelectMany(h => h.All))
        {
            parameters.Add(Parameter(new QueryParameter(header.Name, header.Description, "string", header.Example), ParameterLocation.Header));
        }

        foreach (var (status, contentType) in metadata.OfType<AlsoGives>().Select(a => (a.Status, a.ContentType)))
        {
            var response = (OpenApiResponse)operation.Responses![status.ToString(CultureInfo.InvariantCulture)];
            (response.Content ??= new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal))[contentType] = MediaType(contentType);
        }

        operation.Security = metadata.OfType<Allows>().Any()
            ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OpenApi.Scheme, context.Document)] = [] }]
            : [];
    }

    // What is no text has no schema in OpenAPI 3.1: the media type says all.
    private static OpenApiMediaType MediaType(string contentType) =>
        contentType is "image/png" or "application/pdf" ? new() : new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiParameter Parameter(QueryParameter query, ParameterLocation place) => new()
    {
        Name = query.Name,
        In = place,
        Description = query.Description,
        Schema = Schema(query),
        Example = Example(query.Type, query.Example),
    };

    private static OpenApiSchema Schema(QueryParameter query) => new()
    {
        Type = query.Type switch
        {
            "integer" => JsonSchemaType.Integer,
            "boolean" => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Format = query.Format,
        Minimum = query.Least?.ToString(CultureInfo.InvariantCulture),
        Maximum = query.Most?.ToString(CultureInfo.InvariantCulture),
        Enum = query.Choices is null || query.Type == "boolean" ? null : [.. query.Choices.Select(c => JsonValue.Create(c))],
    };

    private static JsonNode? Example(string type, string? example) => example is null
        ? null
        : type switch
        {
            "integer" => JsonValue.Create(int.Parse(example, CultureInfo.InvariantCulture)),
            "boolean" => JsonValue.Create(example == "true"),
            _ => JsonValue.Create(example),
        };
}

/// <summary>What the parts of paths are, by name; the same wherever they stand.</summary>
internal static class PathParameters
{
    private static readonly Dictionary<string, QueryParameter> Known = new QueryParameter[]
    {
        new("organizationId", "Id of an organization, chosen by the operator.", "string", "default"),
        new("clinicianId", "The caller's id of a clinician.", "string", "th-1"),
        new("clientId", "The caller's id of a client.", "string", "c-1"),
        new("episodeId", "The caller's id of an episode.", "string", "e-1"),
        new("number", "Number of a session, from 1.", "integer", "3", Least: 1, Most: Episodes.SessionNumber.Most),
        new("responseId", "Id of a response, as its submission answered it.", "string", "0198c0de-0000-7000-8000-000000000001"),
        new("alertId", "Id of an alert.", "string", "0198c0de-0000-7000-8000-000000000002"),
        new("invitationId", "Id of an invitation.", "string", "0198c0de-0000-7000-8000-000000000004"),
        new("appId", "Id of an app: its client id.", "string", "0198c0de-0000-7000-8000-000000000005"),
        new("keyId", "Id of an API key.", "string", "0198c0de-0000-7000-8000-000000000003"),
        new("webhookId", "The caller's id of a webhook.", "string", "records-system"),
        new("id", "Id of an instrument.", "string", "wai-sr"),
        new("version", "Version of the instrument.", "string", "2006"),
        new("language", "Language of the texts, as a BCP 47 tag.", "string", "en"),
        new("slug", "Last part of the `type` of a problem.", "string", "response-exists"),
    }.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>What a part of a path is.</summary>
    /// <exception cref="InvalidOperationException">It is described nowhere: say here what it is.</exception>
    public static QueryParameter Of(string name) => Known.TryGetValue(name, out var known) ? known : throw new InvalidOperationException($"The path parameter {name} is not described.");
}

/// <summary>A further media type in which a route gives the same thing.</summary>
internal sealed record AlsoGives(int Status, string ContentType);
