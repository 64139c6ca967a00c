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
            options.SchemaFilter<MemberSchemaFilter>();
            options.OperationFilter<RouteOperationFilter>();
            options.DocumentFilter<OperationIdDocumentFilter>();
            options.DocumentFilter<SharedPartsDocumentFilter>();
        });
    }

    // On a branch of their own: both look at every request that passes them.
    public static void MapOpenApi(this WebApplication app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal),
        branch =>
        {
            branch.UseSwagger(options =>
            {
                options.RouteTemplate = "openapi/{documentName}.{extension:regex(^(json|ya?ml)$)}";
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            });
            branch.UseSwaggerUI(options =>
            {
                options.RoutePrefix = "swagger";
                options.SwaggerEndpoint("/openapi/v1.json", "AllianceApi v1");
                options.DocumentTitle = "AllianceApi";
            });
        });

    // The name of the thing, without the word by which the code tells its forms apart.
    private static string SchemaId(Type type) => type.IsGenericType
        ? SchemaId(type.GetGenericArguments()[0]) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
        : type.Name.EndsWith("View", StringComparison.Ordinal) ? type.Name[..^"View".Length] : type.Name.Replace("Resource", "", StringComparison.Ordinal);
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
