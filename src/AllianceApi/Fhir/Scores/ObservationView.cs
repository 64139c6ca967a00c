using System.Globalization;
using AllianceApi.Fhir.Responses;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Scores;

/// <summary>The scores of a response as Observations: the panel first, then each scale. Their ids follow from the response.</summary>
internal static class ObservationView
{
    private const string NoAnswer = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

    public static string IdOf(string responseId, int place) => string.Create(CultureInfo.InvariantCulture, $"{responseId}-{place}");

    /// <summary>Response and place that an id names; null where it is none of a score.</summary>
    public static (string ResponseId, int Place)? Read(string id) =>
        id.Length > 37 && id[36] == '-' && Guid.TryParseExact(id[..36], "D", out _) && int.TryParse(id.AsSpan(37), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? (id[..36], place)
            : null;

    public static IReadOnlyList<Observation> Of(FhirContext context, ShownResponse shown)
    {
        var view = shown.Form.View;
        var panel = Common(context, shown, 0, Codes.Panel(context, view, shown.Response.Rater));
        panel.HasMember = [.. Enumerable.Range(1, view.Scales.Count).Select(i => new ResourceReference($"Observation/{IdOf(shown.Filed.ResponseId, i)}"))];
        return [panel, .. view.Scales.Select((scale, i) => Score(context, shown, scale, i + 1))];
    }

    private static Observation Score(FhirContext context, ShownResponse shown, ScaleView scale, int place)
    {
        var view = shown.Form.View;
        var observation = Common(context, shown, place, Codes.Measure(context, view, shown.Response.Rater, scale.Scale));
        var score = shown.Response.Scores.FirstOrDefault(s => s.Scale == scale.Scale);
        var isSum = view.Metric == "sum";
        if (score is not { Mean: { } mean, Sum: { } sum })
        {
            var masked = score is null or { Reason: "withheld" };
            observation.DataAbsentReason = new CodeableConcept(NoAnswer, masked ? "masked" : "unknown", masked ? "Masked" : "Unknown", score?.Reason ?? "withheld");
            return observation;
        }

        observation.Value = Codes.Score(isSum ? sum : mean);
        var factor = isSum ? scale.Items.Count : 1;
        observation.ReferenceRange =
        [
            new Observation.ReferenceRangeComponent
            {
                Low = Codes.Score(view.Items[0].Min * factor),
                High = Codes.Score(view.Items[0].Max * factor),
                Text = "The range of the scale.",
            },
        ];
        observation.Component = [.. Components(context, score, isSum)];
        if (score.Prorated)
        {
            observation.Note = [new Annotation { Text = new Markdown(string.Create(CultureInfo.InvariantCulture, $"Scored from {score.Answered} of {score.Items} items.")) }];
        }

        return observation;
    }

    private static IEnumerable<Observation.ComponentComponent> Components(FhirContext context, ScoreResource score, bool isSum)
    {
        yield return Component(context, isSum ? "mean" : "sum", isSum ? score.Mean!.Value : score.Sum!.Value);
        if (score is { Low: { } low, High: { } high })
        {
            yield return Component(context, "mean-low", low);
            yield return Component(context, "mean-high", high);
        }

        yield return new Observation.ComponentComponent { Code = Codes.Component(context, "answered"), Value = new Integer(score.Answered) };
    }

    public static Observation.ComponentComponent Component(FhirContext context, string code, double value) => new() { Code = Codes.Component(context, code), Value = Codes.Score(value) };

    private static Observation Common(FhirContext context, ShownResponse shown, int place, CodeableConcept code)
    {
        var id = IdOf(shown.Filed.ResponseId, place);
        return new Observation
        {
            Id = id,
            Meta = new Meta { VersionId = shown.Version, LastUpdated = shown.RecordedAt },
            Identifier = [new Identifier("urn:alliance:observation", id)],
            Status = shown.IsVoid ? ObservationStatus.EnteredInError : shown.Filed.Revision > 1 ? ObservationStatus.Amended : ObservationStatus.Final,
            Category = [Codes.Survey()],
            Code = code,
            Subject = References.ToPerson(context, Hosting.PublicKind.Client, shown.Filed.ClientId),
            Encounter = ResponseView.Encounter(context, shown.Filed),
            Effective = new FhirDateTime(shown.AuthoredAt),
            Issued = shown.RecordedAt,
            Performer = [References.ToPerson(context, shown.Source.Kind, shown.Source.Id)],
            DerivedFrom = [new ResourceReference($"QuestionnaireResponse/{shown.Filed.ResponseId}")],
        };
    }
}
