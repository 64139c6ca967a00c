using AllianceApi.Access;
using AllianceApi.Fhir.Bundles;

namespace AllianceApi.Fhir;

/// <summary>The routes of the FHIR door. They are told of in the capability statement, not in the OpenAPI document.</summary>
internal static class FhirRoutes
{
    public static void MapFhir(this IEndpointRouteBuilder app)
    {
        Map(app, "GET", "/metadata", http => Capability.Write(http));
        Map(app, "POST", "", BundleDoor.Run).WithMetadata(new Allows(Operation.ReadInstruments));
        foreach (var type in FhirTable.Types)
        {
            foreach (var interaction in type.Interactions)
            {
                Map(app, interaction.Method, $"/{type.Name}{interaction.Template}", http => FhirDoor.Run(http, type, interaction)).WithMetadata(new Allows(interaction.Operation));
            }
        }
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder app, string method, string path, RequestDelegate run) =>
        app.MapMethods(FhirNames.Path + path, [method], run).WithMetadata(new Microsoft.AspNetCore.Routing.ExcludeFromDescriptionAttribute());
}
