using AllianceApi.Hosting;

namespace AllianceApi.Fhir;

/// <summary>The names that this deployment goes by: its addresses, and the systems of its identifiers.</summary>
/// <param name="CanonicalBase">Begin of the canonical URLs of questionnaires and codes; null for the base of the FHIR routes.</param>
/// <param name="ClientSystem">System of the identifiers whose values are our client ids.</param>
/// <param name="ClinicianSystem">System of the identifiers whose values are our clinician ids.</param>
/// <param name="RefusesOtherScores">Whether scores sent along must be those that we compute; else a difference is a warning.</param>
/// <param name="Snomed">Whether scores carry codes of SNOMED CT, too: the site needs a licence for it.</param>
internal sealed record FhirNames(string? CanonicalBase, string ClientSystem, string ClinicianSystem, bool RefusesOtherScores, bool Snomed)
{
    public const string Path = "/fhir/R4";
    public const string EpisodeSystem = "urn:alliance:episode";
    public const string SessionSystem = "urn:alliance:session";
    public const string KeySystem = "urn:alliance:key";
    public const string SnomedSystem = "http://snomed.info/sct";

    public static FhirNames Of(IConfiguration configuration) => new(
        PublicAddress.Read(configuration, "Fhir:CanonicalBase"),
        configuration["Fhir:ClientSystem"] ?? "urn:alliance:client",
        configuration["Fhir:ClinicianSystem"] ?? "urn:alliance:clinician",
        Choice(configuration, "Fhir:ScoreDifference", "warn", "refuse") == "refuse",
        Choice(configuration, "Fhir:SnomedCodes", "false", "true") == "true");

    public string System(PublicKind kind) => kind == PublicKind.Client ? ClientSystem : ClinicianSystem;

    private static string Choice(IConfiguration configuration, string key, string usual, string other) => configuration[key] switch
    {
        null or "" => usual,
        var value when value.Equals(usual, StringComparison.OrdinalIgnoreCase) => usual,
        var value when value.Equals(other, StringComparison.OrdinalIgnoreCase) => other,
        _ => throw new Access.ConfigurationException($"{key} must be {usual} or {other}."),
    };
}
