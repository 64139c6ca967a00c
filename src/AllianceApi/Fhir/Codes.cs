using AllianceApi.Hosting;
using AllianceApi.Instruments;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir;

/// <summary>The codes and extensions that are ours, and those of others that we use.</summary>
internal static class Codes
{
    public const string Category = "http://terminology.hl7.org/CodeSystem/observation-category";
    public const string Units = "http://unitsofmeasure.org";
    public const string MinValue = "http://hl7.org/fhir/StructureDefinition/minValue";
    public const string MaxValue = "http://hl7.org/fhir/StructureDefinition/maxValue";
    public const string MaxDecimals = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces";
    public const string EntryFormat = "http://hl7.org/fhir/StructureDefinition/entryFormat";
    public const string QuestionnaireUnit = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";
    public const string OrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
    public const string ItemWeight = "http://hl7.org/fhir/StructureDefinition/itemWeight";
    public const string ObservationExtract = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract";
    public const string CalculatedExpression = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
    public const string ScreeningAssessment = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment";

    public const string ScoreLink = "score-";
    public const string TrendCode = "trend";
    public const string PanelCode = "panel";

    /// <summary>Our own measures.</summary>
    public static string System(FhirContext context) => $"{context.Canonical}/CodeSystem/alliance-measure";

    /// <summary>An extension of ours by the last part of its URL; what others call their base does not matter.</summary>
    public static string Extension(FhirContext context, string name) => $"{context.Canonical}/StructureDefinition/{name}";

    public static bool IsOurs(Extension extension, string name) => extension.Url?.EndsWith($"/StructureDefinition/{name}", StringComparison.Ordinal) == true;

    /// <summary>What is measured: one scale of one instrument by one rater; with the scale alone beside it, for searches across instruments.</summary>
    public static CodeableConcept Measure(FhirContext context, InstrumentView view, string rater, string scale, string? kind = null)
    {
        var tail = kind is null ? "" : "." + kind;
        var text = $"{view.Name}, {scale}{(kind is null ? "" : $", {kind}")} ({rater})";
        var code = new CodeableConcept { Text = text, Coding = [new Coding(System(context), $"{view.Id}.{rater}.{scale}{tail}", text), new Coding(System(context), kind ?? scale)] };
        if (context.Names.Snomed && kind is null && scale == "total" && view.Codes.FirstOrDefault(c => c.System == FhirNames.SnomedSystem) is { } snomed)
        {
            code.Coding.Add(new Coding(snomed.System, snomed.Code, snomed.Display));
        }

        return code;
    }

    /// <summary>All answers of one form as one panel.</summary>
    public static CodeableConcept Panel(FhirContext context, InstrumentView view, string rater) => new()
    {
        Text = $"{view.Name} ({rater})",
        Coding = [new Coding(System(context), $"{view.Id}.{rater}", $"{view.Name} ({rater})"), new Coding(System(context), PanelCode)],
    };

    public static CodeableConcept Component(FhirContext context, string code) => new(System(context), code, code.Replace('-', ' '), null);

    /// <summary>A score with every digit that our own API gives.</summary>
    public static Quantity Score(double value) => new() { Value = Exactly(value), Unit = "{score}", System = Units, Code = "{score}" };

    /// <summary>A double as the decimal with the same shortest digits.</summary>
    public static decimal Exactly(double value) => decimal.Parse(
        value.ToString("R", global::System.Globalization.CultureInfo.InvariantCulture), global::System.Globalization.NumberStyles.Float, global::System.Globalization.CultureInfo.InvariantCulture);

    public static CodeableConcept Survey() => new(Category, "survey", "Survey", null);

    public static string TextOf(PublicKind kind) => kind == PublicKind.Client ? "client" : "clinician";
}
