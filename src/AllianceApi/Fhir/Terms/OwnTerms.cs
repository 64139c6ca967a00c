using AllianceApi.Fhir.Forms;
using AllianceApi.Instruments;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Terms;

/// <summary>Our own codes and extensions, as the resources that define them: made from the instruments, so they name what is in use.</summary>
internal static class OwnTerms
{
    public const string Id = "alliance-measure";

    // Parts and labels that stand beside scores and estimates.
    private static readonly (string Code, string Meaning)[] Parts =
    [
        (Codes.PanelCode, "All scores of one form"), (Codes.TrendCode, "An estimate made from the scores of a series"), ("mean", "Mean of the answered items"), ("sum", "Sum of the items"),
        ("mean-low", "Lower end of the 95 % band of measurement error of the mean"), ("mean-high", "Upper end of that band"), ("answered", "Items of the scale that were answered"),
        ("level-low", "Lower end of the 95 % interval of the level"), ("level-high", "Upper end of that interval"), ("level-sd", "Standard deviation of the level"),
        ("slope", "Growth per session"), ("slope-low", "Lower end of its 95 % interval"), ("slope-high", "Upper end of that interval"),
        ("recent-change", "Change of the level over the last sessions"), ("recent-change-low", "Lower end of its 95 % interval"), ("recent-change-high", "Upper end of that interval"),
        ("overall-change", "Change of the level since the early alliance"), ("overall-change-low", "Lower end of its 95 % interval"), ("overall-change-high", "Upper end of that interval"),
        ("recent-label", "What the recent change amounts to"), ("overall-label", "What the overall change amounts to"), ("forms", "Forms that the estimate is made from"),
        ("rising", "Rising"), ("falling", "Falling"), ("no-clear-change", "No clear change"), ("not-enough-data", "Not enough data"), ("alliance-trend/1", "The method of the estimates"),
    ];

    private static readonly (string Name, string Type, string Meaning, ResourceType On)[] Extensions =
    [
        ("alliance-episode", "string", "The episode that a response belongs to, by our caller's id.", ResourceType.QuestionnaireResponse),
        ("alliance-reason", "string", "Why a response was corrected or taken out.", ResourceType.QuestionnaireResponse),
        ("alliance-rater", "code", "Who may answer a form: client, therapist or observer.", ResourceType.Questionnaire),
        ("alliance-minimum-share", "decimal", "The share of a scale's items that must be answered.", ResourceType.Questionnaire),
        ("alliance-reversed", "boolean", "Whether a high answer lowers the score.", ResourceType.Questionnaire),
        ("alliance-scale", "Extension", "The items of a scale, by linkId.", ResourceType.Questionnaire),
    ];

    public static async Task<CodeSystem> System(FhirContext context)
    {
        var system = new CodeSystem
        {
            Id = Id,
            Meta = Stamp(),
            Url = Codes.System(context),
            Version = Capability.Version,
            Name = "AllianceMeasure",
            Title = "Measures of the therapeutic alliance",
            Status = PublicationStatus.Active,
            Content = CodeSystemContentMode.Complete,
            CaseSensitive = true,
        };
        var concepts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var view in (await context.Forms(null)).Select(f => f.View))
        {
            Add(context, view, concepts);
        }

        foreach (var (code, meaning) in Parts)
        {
            concepts[code] = meaning;
        }

        system.Concept = [.. concepts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new CodeSystem.ConceptDefinitionComponent { Code = c.Key, Display = c.Value })];
        system.Count = system.Concept.Count;
        return system;
    }

    public static ValueSet Set(FhirContext context) => new()
    {
        Id = Id,
        Meta = Stamp(),
        Url = $"{context.Canonical}/ValueSet/{Id}",
        Version = Capability.Version,
        Name = "AllianceMeasures",
        Title = "All measures of the therapeutic alliance",
        Status = PublicationStatus.Active,
        Compose = new ValueSet.ComposeComponent { Include = [new ValueSet.ConceptSetComponent { System = Codes.System(context) }] },
    };

    public static IReadOnlyList<StructureDefinition> Definitions(FhirContext context) => [.. Extensions.Select(e => Definition(context, e.Name, e.Type, e.Meaning, e.On))];

    private static void Add(FhirContext context, InstrumentView view, Dictionary<string, string> concepts)
    {
        foreach (var rater in view.Raters)
        {
            var panel = Codes.Panel(context, view, rater).Coding[0];
            concepts[panel.Code!] = panel.Display!;
            foreach (var scale in view.Scales)
            {
                var (score, estimate) = (Codes.Measure(context, view, rater, scale.Scale).Coding[0], Codes.Measure(context, view, rater, scale.Scale, Codes.TrendCode).Coding[0]);
                concepts[score.Code!] = score.Display!;
                concepts[estimate.Code!] = estimate.Display!;
                concepts[scale.Scale] = $"The scale {scale.Scale} of any instrument";
            }
        }
    }

    private static StructureDefinition Definition(FhirContext context, string name, string type, string meaning, ResourceType on)
    {
        var value = type == "Extension"
            ? new ElementDefinition { ElementId = "Extension.extension", Path = "Extension.extension", Min = 1 }
            : new ElementDefinition { ElementId = "Extension.value[x]", Path = "Extension.value[x]", Min = 1, Type = [new ElementDefinition.TypeRefComponent { Code = type }] };
        return new StructureDefinition
        {
            Id = name,
            Meta = Stamp(),
            Url = Codes.Extension(context, name),
            Version = Capability.Version,
            Name = string.Concat(name.Split('-').Select(p => char.ToUpperInvariant(p[0]) + p[1..])),
            Title = meaning,
            Status = PublicationStatus.Active,
            FhirVersion = FHIRVersion.N4_0_1,
            Kind = StructureDefinition.StructureDefinitionKind.ComplexType,
            Abstract = false,
            Context = [new StructureDefinition.ContextComponent { Type = StructureDefinition.ExtensionContextType.Element, Expression = on.ToString() }],
            Type = "Extension",
            BaseDefinition = "http://hl7.org/fhir/StructureDefinition/Extension",
            Derivation = StructureDefinition.TypeDerivationRule.Constraint,
            Differential = new StructureDefinition.DifferentialComponent { Element = [new ElementDefinition { ElementId = "Extension", Path = "Extension", Short = meaning, Definition = new Markdown(meaning) }, value] },
        };
    }

    private static Meta Stamp() => new() { VersionId = Capability.Version, LastUpdated = QuestionnaireView.Shipped };
}
