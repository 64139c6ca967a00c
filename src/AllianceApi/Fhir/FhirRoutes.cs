using AllianceApi.Access;
using AllianceApi.Access.Tokens;
using AllianceApi.Fhir.Bulk;
using AllianceApi.Fhir.Bundles;
using AllianceApi.Hosting;

namespace AllianceApi.Fhir;

/// <summary>The routes of the FHIR door. They are told of in the capability statement, not in the OpenAPI document.</summary>
internal static class FhirRoutes
{
    /// <summary>The routes of bulk exports; they are told of as operations of the system and of Patient.</summary>
    public static readonly IReadOnlyList<(string Method, string Path, RequestDelegate Run)> Bulk =
    [
        ("GET", "/$export", BulkDoor.OfAll),
        ("POST", "/$export", BulkDoor.OfAll),
        ("GET", "/Patient/$export", BulkDoor.OfPatients),
        ("POST", "/Patient/$export", BulkDoor.OfPatients),
        ("GET", "/$export-status/{exportId}", BulkDoor.Status),
        ("DELETE", "/$export-status/{exportId}", BulkDoor.End),
        ("GET", "/$export-files/{exportId}/{file}", BulkDoor.File),
    ];

    public static void MapFhir(this IEndpointRouteBuilder app)
    {
        SmartDiscovery.Map(app);
        Map(app, "GET", "/metadata", http => Capability.Write(http)).RequireCors(PublicCors.Policy);
        Map(app, "POST", "", BundleDoor.Run).WithMetadata(new Allows(Operation.ReadInstruments), new SmartPerEntry());
        foreach (var (method, path, run) in Bulk)
        {
            Map(app, method, path, run).WithMetadata(new Allows(Operation.Export), new SmartPerEntry());
        }

        foreach (var type in FhirTable.Types)
        {
            foreach (var interaction in type.Interactions)
            {
                Map(app, interaction.Method, $"/{type.Name}{interaction.Template}", http => FhirDoor.Run(http, type, interaction))
                    .WithMetadata(new Allows(interaction.Operation), FhirScopes.Of(type.Name, interaction));
            }
        }
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder app, string method, string path, RequestDelegate run) =>
        app.MapMethods(FhirNames.Path + path, [method], run).WithMetadata(new Microsoft.AspNetCore.Routing.ExcludeFromDescriptionAttribute());
}
