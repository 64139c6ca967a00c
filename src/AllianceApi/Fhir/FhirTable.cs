using AllianceApi.Fhir.Forms;
using AllianceApi.Fhir.People;
using AllianceApi.Fhir.Responses;
using AllianceApi.Fhir.Scores;
using AllianceApi.Fhir.Terms;
using AllianceApi.Fhir.Trail;

namespace AllianceApi.Fhir;

/// <summary>Everything that can be done over FHIR, once: the routes are mapped from it, and the capability statement tells of it.</summary>
internal static class FhirTable
{
    public static readonly IReadOnlyList<FhirType> Types =
    [
        QuestionnaireInteractions.Type,
        QuestionnaireResponseInteractions.Type,
        ObservationInteractions.Type,
        ProvenanceInteractions.Type,
        AuditEventInteractions.Type,
        PersonInteractions.Patient,
        PersonInteractions.Practitioner,
        EncounterInteractions.Type,
        TermInteractions.CodeSystem,
        TermInteractions.ValueSet,
        TermInteractions.StructureDefinition,
    ];

    public static FhirType? Find(string? name) => Types.FirstOrDefault(t => t.Name == name);
}
