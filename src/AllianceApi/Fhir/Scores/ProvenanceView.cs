using System.Globalization;
using AllianceApi.Fhir.Responses;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Scores;

/// <summary>Where scores come from: the response, the program that scored it, and the credential that sent it.</summary>
internal static class ProvenanceView
{
    private const string Participation = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

    public static string IdOf(string responseId, long revision) => string.Create(CultureInfo.InvariantCulture, $"{responseId}-r{revision}");

    /// <summary>Response and revision that an id names; null where it has another form.</summary>
    public static (string ResponseId, long Revision)? Read(string id) =>
        id.Length > 38 && id[36] == '-' && id[37] == 'r' && long.TryParse(id.AsSpan(38), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? (id[..36], revision) : null;

    public static Provenance Of(FhirContext context, ShownResponse shown)
    {
        var (filed, scales) = (shown.Filed, shown.Form.View.Scales.Count);
        var activity = shown.IsVoid ? "NULLIFY" : filed.Revision > 1 ? "UPDATE" : "CREATE";
        return new Provenance
        {
            Id = IdOf(filed.ResponseId, filed.Revision),
            Meta = new Meta { VersionId = "1", LastUpdated = shown.RecordedAt },
            Target = [.. Enumerable.Range(0, scales + 1).Select(i => new ResourceReference($"Observation/{ObservationView.IdOf(filed.ResponseId, i)}"))],
            Recorded = shown.RecordedAt,
            Activity = new CodeableConcept("http://terminology.hl7.org/CodeSystem/v3-DataOperation", activity, activity.ToLowerInvariant(), null),
            Agent =
            [
                new Provenance.AgentComponent
                {
                    Type = new CodeableConcept(Participation, "assembler", "Assembler", null),
                    Who = new ResourceReference { Type = "Device", Identifier = new Identifier("urn:alliance:software", Capability.Version), Display = $"AllianceApi {Capability.Version}" },
                },
                new Provenance.AgentComponent
                {
                    Type = new CodeableConcept(Participation, "enterer", "Enterer", null),
                    Who = new ResourceReference { Type = "Device", Identifier = new Identifier(FhirNames.KeySystem, filed.RecordedBy) },
                },
                new Provenance.AgentComponent
                {
                    Type = new CodeableConcept(Participation, "author", "Author", null),
                    Who = References.ToPerson(context, shown.Source.Kind, shown.Source.Id),
                },
            ],
            Entity =
            [
                new Provenance.EntityComponent
                {
                    Role = Provenance.ProvenanceEntityRole.Source,
                    What = new ResourceReference($"QuestionnaireResponse/{filed.ResponseId}/_history/{shown.Version}"),
                },
            ],
        };
    }
}
