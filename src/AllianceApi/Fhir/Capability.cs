using System.Reflection;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.CapabilityStatement;

namespace AllianceApi.Fhir;

/// <summary>Says what the FHIR door can do: made from the table that the routes are mapped from.</summary>
internal static class Capability
{
    private const string Released = "2026-11-01";

    /// <summary>The version of the program that answers.</summary>
    public static readonly string Version = typeof(Capability).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static System.Threading.Tasks.Task Write(HttpContext http)
    {
        if (FhirDoor.Unacceptable(http.Request) is { } refused)
        {
            return FhirReply.Write(http, refused);
        }

        var known = http.Request.Query.All(p => p.Key is "_format" or "_pretty" or "mode") && http.Request.Query["mode"].All(m => m is "full" or "normative" or "terminology");
        return known
            ? FhirReply.Write(http, new FhirAnswer(StatusCodes.Status200OK) { Resource = StatementOf(http) })
            : FhirReply.Write(http, FhirAnswer.Refused(400, FhirIssue.Error(OperationOutcome.IssueType.NotSupported, "The capability statement takes mode and _format only.")));
    }

    private static CapabilityStatement StatementOf(HttpContext http)
    {
        var services = http.RequestServices;
        return Statement(FhirDoor.BaseOf(http), SecurityOf(services.GetRequiredService<SmartSettings>(), PublicAddress.Of(http)));
    }

    private static SecurityComponent SecurityOf(SmartSettings smart, string publicBase)
    {
        var addresses = new List<Extension> { new("token", new FhirUri(SmartDiscovery.TokenEndpoint(smart, publicBase))) };
        if (smart.AuthorizationEndpoint is { } authorize)
        {
            addresses.Add(new Extension("authorize", new FhirUri(authorize)));
        }

        return new SecurityComponent
        {
            Cors = true,
            Service = [new CodeableConcept("http://terminology.hl7.org/CodeSystem/restful-security-service", "SMART-on-FHIR", "SMART-on-FHIR", null)],
            Description = "Authorization: Bearer with an API key of this service, or with a token as /.well-known/smart-configuration says.",
            Extension = [new Extension { Url = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris", Extension = addresses }],
        };
    }

    private static CapabilityStatement Statement(string serverBase, SecurityComponent security) => new()
    {
        Id = "alliance",
        Status = PublicationStatus.Active,
        Date = Released,
        Kind = CapabilityStatementKind.Instance,
        Software = new SoftwareComponent { Name = "AllianceApi", Version = Version },
        Implementation = new ImplementationComponent { Description = "Therapeutic alliance: forms in, scores and trends out.", Url = serverBase },
        FhirVersion = FHIRVersion.N4_0_1,
        Format = ["application/fhir+json", "json"],
        Rest =
        [
            new RestComponent
            {
                Mode = RestfulCapabilityMode.Server,
                Documentation = "An unknown search parameter is refused unless Prefer: handling=lenient is sent. PUT needs If-Match. Send the response only: scores are made by scoring it.",
                Security = security,
                Resource = [.. FhirTable.Types.Select(Resource)],
                Operation = [.. Exports("").Distinct().Select(c => new OperationComponent { Name = c[1..], Definition = Definition("", c) })],
                Interaction =
                [
                    new SystemInteractionComponent { Code = SystemRestfulInteraction.Batch },
                    new SystemInteractionComponent { Code = SystemRestfulInteraction.Transaction },
                ],
            },
        ],
    };

    private static ResourceComponent Resource(FhirType type) => new()
    {
        Type = type.Name,
        Profile = type.Profile,
        Documentation = type.Documentation,
        Versioning = type.Interactions.Any(i => i.Code == "update") ? ResourceVersionPolicy.VersionedUpdate : ResourceVersionPolicy.Versioned,
        ReadHistory = type.Interactions.Any(i => i.Code == "vread"),
        UpdateCreate = false,
        ConditionalCreate = type.TakesConditionalCreate,
        ConditionalRead = ConditionalReadStatus.NotMatch,
        ConditionalUpdate = false,
        ConditionalDelete = ConditionalDeleteStatus.NotSupported,
        ReferencePolicy = [ReferenceHandlingPolicy.Literal, ReferenceHandlingPolicy.Logical, ReferenceHandlingPolicy.Local],
        Interaction = [.. type.Interactions.Where(i => !i.IsOperation).Select(i => i.Code).Distinct().Select(c => new ResourceInteractionComponent { Code = Code(c) })],
        SearchInclude = type.Includes,
        SearchRevInclude = type.RevIncludes,
        SearchParam = [.. type.Parameters.Select(p => new CapabilityStatement.SearchParamComponent { Name = p.Name, Type = p.Type, Documentation = p.Meaning })],
        Operation = [.. type.Interactions.Where(i => i.IsOperation).Select(i => i.Code).Concat(Exports($"/{type.Name}")).Distinct().Select(c => new OperationComponent { Name = c[1..], Definition = Definition(type.Name, c) })],
    };

    // Bulk exports are mapped apart: what they answer is no resource.
    private static IEnumerable<string> Exports(string below) => FhirRoutes.Bulk.Where(b => b.Path == $"{below}/$export").Select(_ => "$export");

    private static TypeRestfulInteraction Code(string code) => Hl7.Fhir.Utility.EnumUtility.ParseLiteral<TypeRestfulInteraction>(code)!.Value;

    private static string Definition(string type, string operation) => operation switch
    {
        "$validate" => "http://hl7.org/fhir/OperationDefinition/Resource-validate",
        "$export" => $"http://hl7.org/fhir/uv/bulkdata/OperationDefinition/{(type == "Patient" ? "patient-export" : "export")}",
        "$lastn" => "http://hl7.org/fhir/OperationDefinition/Observation-lastn",
        "$populate" => "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-populate",
        "$extract" => "http://hl7.org/fhir/uv/sdc/OperationDefinition/QuestionnaireResponse-extract",
        _ => $"http://hl7.org/fhir/OperationDefinition/{type}-{operation[1..]}",
    };
}
