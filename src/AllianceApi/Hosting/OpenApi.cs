using System.Text.Json.Nodes;
using AllianceApi.Access;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AllianceApi.Hosting;

/// <summary>The OpenAPI document, made from the routes and the doc comments of what they take and give.</summary>
internal static class OpenApi
{
    public const string Scheme = "bearer";

    public static void AddOpenApiOfService(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "AllianceApi",
                Version = "v1",
                Description = "Measures the therapeutic alliance: takes the answers of short questionnaires session by session, scores them, and returns trend scores that a clinician can act on.",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            });
            options.AddServer(new OpenApiServer { Url = "/" });
            options.AddSecurityDefinition(Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key (`aak_...`), made with `POST /v1/keys` or the shell command `keys add`.",
            });
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "AllianceApi.xml"));
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.CustomSchemaIds(SchemaId);
            options.OperationFilter<RouteOperationFilter>();
            options.DocumentFilter<OperationIdDocumentFilter>();
        });
    }

    public static void MapOpenApi(this WebApplication app)
    {
        app.UseSwagger(options =>
        {
            options.RouteTemplate = "openapi/{documentName}.{extension:regex(^(json|ya?ml)$)}";
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        });
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "swagger";
            options.SwaggerEndpoint("/openapi/v1.json", "AllianceApi v1");
            options.DocumentTitle = "AllianceApi";
        });
    }

    private static string SchemaId(Type type) => type.IsGenericType
        ? SchemaId(type.GetGenericArguments()[0]) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
        : type == typeof(Microsoft.AspNetCore.Mvc.ProblemDetails) ? "Problem" : type.Name.Replace("Resource", "", StringComparison.Ordinal);
}

/// <summary>Adds to an operation what its route says of queries, headers and credentials.</summary>
internal sealed class RouteOperationFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var query in metadata.OfType<QueryParameters>().SelectMany(q => q.All))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description,
                Schema = Schema(query),
                Example = Example(query.Type, query.Example),
            });
        }

        foreach (var header in metadata.OfType<HeaderParameters>().SelectMany(h => h.All))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = Example("string", header.Example),
            });
        }

        if (metadata.OfType<Allows>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OpenApi.Scheme, context.Document)] = [] }];
        }
    }

    private static OpenApiSchema Schema(QueryParameter query) => new()
    {
        Type = query.Type switch
        {
            "integer" => JsonSchemaType.Integer,
            "boolean" => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Enum = query.Choices is null || query.Type == "boolean" ? null : [.. query.Choices.Select(c => JsonValue.Create(c))],
    };

    private static JsonNode? Example(string type, string? example) => example is null
        ? null
        : type switch
        {
            "integer" => JsonValue.Create(int.Parse(example, System.Globalization.CultureInfo.InvariantCulture)),
            "boolean" => JsonValue.Create(example == "true"),
            _ => JsonValue.Create(example),
        };
}

/// <summary>Stops the making of the document when an operation has no id, or two share one.</summary>
internal sealed class OperationIdDocumentFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var ids = context.ApiDescriptions.Select(d => (d.RelativePath, Id: d.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().FirstOrDefault()?.EndpointName)).ToList();
        if (ids.Find(i => i.Id is null) is { RelativePath: not null } nameless)
        {
            throw new InvalidOperationException($"The operation at {nameless.RelativePath} has no id.");
        }

        if (ids.GroupBy(i => i.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Two operations have the id {twice.Key}.");
        }
    }
}
