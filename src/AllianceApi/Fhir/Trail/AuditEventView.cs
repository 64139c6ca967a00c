using System.Globalization;
using System.Text;
using AllianceApi.Access.Audit;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Trail;

/// <summary>A row of the audit log as an AuditEvent, in the pattern of IHE's Basic Audit Log Patterns.</summary>
internal static class AuditEventView
{
    public const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";

    private const string EntityType = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private const string ObjectRole = "http://terminology.hl7.org/CodeSystem/object-role";
    private const string ResponsePath = "/v1/responses/";

    private static readonly string[] Lists =
    [
        "/v1/responses", "/v1/trends", "/v1/alerts", "/v1/caseload", "/v1/episodes", "/v1/clients", "/v1/clinicians", "/v1/audit", "/v1/events", "/v1/keys", "/v1/organizations", "/v1/webhooks",
    ];

    public static AuditEvent Of(FhirContext context, AuditResource row)
    {
        var (interaction, action) = Kind(row);
        var made = new AuditEvent
        {
            Id = row.Sequence.ToString(CultureInfo.InvariantCulture),
            Meta = new Meta { VersionId = "1", LastUpdated = row.At },
            Type = new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation"),
            Subtype = [new Coding("http://hl7.org/fhir/restful-interaction", interaction), new Coding(Codes.System(context), row.Action)],
            Action = action,
            Recorded = row.At,
            Outcome = row.Outcome == "allowed" ? AuditEvent.AuditEventOutcome.N0 : AuditEvent.AuditEventOutcome.N4,
            OutcomeDesc = row.Outcome == "allowed" ? null : row.Reason,
            Agent = Agents(row, gives: action is AuditEvent.AuditEventAction.R),
            Source = new AuditEvent.SourceComponent
            {
                Observer = new ResourceReference { Type = "Device", Identifier = new Identifier("urn:alliance:software", Capability.Version), Display = "AllianceApi" },
                Type = [new Coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server")],
            },
            Entity = [.. Things(context, row, interaction)],
        };
        if (row.BreakGlass is { } why)
        {
            made.PurposeOfEvent = [new CodeableConcept("http://terminology.hl7.org/CodeSystem/v3-ActReason", "BTG", "break the glass", why)];
        }

        return made;
    }

    // For a read the server is where the data comes from; for all else it is where the request goes to.
    private static List<AuditEvent.AgentComponent> Agents(AuditResource row, bool gives)
    {
        var (source, destination) = (new CodeableConcept(Dicom, "110153", "Source Role ID", null), new CodeableConcept(Dicom, "110152", "Destination Role ID", null));
        var identifier = row.Actor.KeyId is { } key ? new Identifier(FhirNames.KeySystem, key) : new Identifier(row.Actor.Issuer, row.Actor.Subject);
        return
        [
            new AuditEvent.AgentComponent
            {
                Type = gives ? destination : source,
                Who = new ResourceReference { Type = "Device", Identifier = identifier, Display = row.Actor.Name },
                Requestor = false,
                Network = new AuditEvent.NetworkComponent { Address = row.From, Type = AuditEvent.AuditEventAgentNetworkType.N2 },
            },
            new AuditEvent.AgentComponent
            {
                Type = gives ? source : destination,
                Who = new ResourceReference { Type = "Device", Identifier = new Identifier("urn:alliance:software", Capability.Version), Display = "AllianceApi" },
                Requestor = false,
            },
            new AuditEvent.AgentComponent
            {
                Type = new CodeableConcept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP", "information recipient", null),
                Role = [new CodeableConcept { Text = row.Actor.Role }],
                Who = new ResourceReference { Identifier = identifier, Display = row.Actor.Name },
                Requestor = true,
            },
        ];
    }

    private static IEnumerable<AuditEvent.EntityComponent> Things(FhirContext context, AuditResource row, string interaction)
    {
        if (row.ClientId is { } client)
        {
            yield return new AuditEvent.EntityComponent
            {
                What = References.ToPerson(context, PublicKind.Client, client),
                Type = new Coding(EntityType, "1", "Person"),
                Role = new Coding(ObjectRole, "1", "Patient"),
            };
        }

        if (interaction == "search-type")
        {
            yield return new AuditEvent.EntityComponent
            {
                Type = new Coding(EntityType, "2", "System Object"),
                Role = new Coding(ObjectRole, "24", "Query"),
                Query = Encoding.UTF8.GetBytes(row.Resource),
            };
        }
        else
        {
            var response = row.Resource.StartsWith(ResponsePath, StringComparison.Ordinal) ? row.Resource[ResponsePath.Length..].Split('/', '?')[0] : null;
            yield return new AuditEvent.EntityComponent
            {
                What = response is not null && Guid.TryParse(response, out _)
                    ? new ResourceReference($"QuestionnaireResponse/{response}")
                    : new ResourceReference { Identifier = new Identifier("urn:alliance:path", row.Resource) },
                Type = new Coding(EntityType, "2", "System Object"),
                Role = new Coding(ObjectRole, "4", "Domain Resource"),
            };
        }
    }

    // The log names what was done in our words; which interaction of REST that is follows from the word and the path.
    private static (string Interaction, AuditEvent.AuditEventAction Action) Kind(AuditResource row)
    {
        if (row.Action.StartsWith("Read", StringComparison.Ordinal))
        {
            return Lists.Contains(row.Resource.Split('?')[0]) ? ("search-type", AuditEvent.AuditEventAction.E) : ("read", AuditEvent.AuditEventAction.R);
        }

        return row.Action switch
        {
            "EraseClient" => ("delete", AuditEvent.AuditEventAction.D),
            "Export" or "ExportClient" or "AnswerInvitation" => ("operation", AuditEvent.AuditEventAction.E),
            "WriteResponse" or "WriteEpisode" or "WriteClient" or "WriteClinician" or "WriteInvitation" when !row.Resource.StartsWith(ResponsePath, StringComparison.Ordinal) => ("create", AuditEvent.AuditEventAction.C),
            _ => ("update", AuditEvent.AuditEventAction.U),
        };
    }
}
