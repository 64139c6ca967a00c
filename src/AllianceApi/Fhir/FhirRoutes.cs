using AllianceApi.Access;
using AllianceApi.Access.Tokens;
using AllianceApi.Fhir.Bundles;
using AllianceApi.Hosting;

namespace AllianceApi.Fhir;

/// <summary>The routes of the FHIR door. They are told of in the capability statement, not in the OpenAPI document.</summary>
internal static class FhirRoutes
{
    public static void MapFhir(this IEndpointRouteBuilder app)
    {
        SmartDiscovery.Map(app);
        Map(app, "GET", "/metadata", http => Capability.Write(http)).RequireCors(PublicCors.Policy);
        Map(app, "POST", "", BundleDoor.Run).WithMetadata(new Allows(Operation.ReadInstruments), new SmartPerEntry());
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
