using System.Globalization;
using AllianceApi.Instruments;
using Hl7.Fhir.Model;
using static Hl7.Fhir.Model.OperationOutcome;
using Type = Hl7.Fhir.Model.Questionnaire.QuestionnaireItemType;

namespace AllianceApi.Fhir.Forms;

/// <summary>
/// Makes an instrument of a Questionnaire, where it can be scored: rated items of one range, grouped into scales. What is missing
/// is told with the place.
/// </summary>
internal static class QuestionnaireReading
{
    private sealed record RatedItem(string LinkId, string? Group, double Min, double Max, double Step, bool Reversed);

    public static InstrumentSubmission Read(Questionnaire sent, string? id, List<FhirIssue> issues)
    {
        var (rated, keys) = (new List<RatedItem>(), new List<(string Scale, IReadOnlyList<string> Links)>());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Walk(sent.Item, "Questionnaire", null, rated, keys, seen, issues);
        if (rated.Count == 0)
        {
            issues.Add(FhirIssue.Error(IssueType.Required, "There is no item to score: an integer or decimal with minValue and maxValue, or a choice whose options have an ordinalValue.", "Questionnaire.item"));
        }
        else if (rated.Exists(r => (r.Min, r.Max, r.Step) != (rated[0].Min, rated[0].Max, rated[0].Step)))
        {
            issues.Add(FhirIssue.Error(IssueType.BusinessRule, "All rated items must have one range.", "Questionnaire.item"));
        }

        if (rated.Where((r, i) => r.LinkId != QuestionnaireView.LinkId(i + 1)).Any())
        {
            issues.Add(FhirIssue.Warning(IssueType.Informational, "The rated items get the linkIds 1, 2, 3, ... in their order.", "Questionnaire.item.linkId"));
        }

        Missing(sent, issues);
        return Submission(sent, id, rated, keys);
    }

    /// <summary>Where in a Questionnaire a member of an instrument comes from.</summary>
    public static string ExpressionOf(string pointer) => "Questionnaire" + pointer.Split('/').ElementAtOrDefault(1) switch
    {
        "id" => ".name",
        "version" => ".version",
        "name" => ".title",
        "licence" => ".copyright",
        "citation" => ".purpose",
        "raters" => ".extension",
        _ => ".item",
    };

    private static void Missing(Questionnaire sent, List<FhirIssue> issues)
    {
        foreach (var (value, name, why) in new[]
        {
            (sent.Version, "version", "A version is needed: scores name the version that they come from."),
            (sent.Name ?? sent.Url, "name", "A name or a url is needed, to make the id from."),
            (sent.Title ?? sent.Name, "title", "A title is needed."),
            (sent.Copyright, "copyright", "Say in copyright on what terms the wording may be used."),
            (sent.Purpose ?? sent.Description, "purpose", "Say in purpose or description where form and key were published."),
        })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                issues.Add(FhirIssue.Error(IssueType.Required, why, $"Questionnaire.{name}"));
            }
        }
    }

    private static InstrumentSubmission Submission(Questionnaire sent, string? id, List<RatedItem> rated, List<(string Scale, IReadOnlyList<string> Links)> keys)
    {
        var number = rated.Select((r, i) => (r.LinkId, Number: i + 1)).DistinctBy(r => r.LinkId).ToDictionary(r => r.LinkId, r => r.Number, StringComparer.Ordinal);
        var groups = rated.Where(r => r.Group is not null).GroupBy(r => r.Group!).Select(g => (Scale: g.Key, Links: (IReadOnlyList<string>)[.. g.Select(r => r.LinkId)])).ToList();
        var scales = keys.Count > 0 ? keys : groups;
        if (!scales.Exists(s => s.Scale == "total"))
        {
            scales = [.. scales, ("total", [.. rated.Select(r => r.LinkId)])];
        }

        var raters = sent.Extension.Where(e => Codes.IsOurs(e, "alliance-rater")).Select(e => (e.Value as PrimitiveType)?.JsonValue?.ToString()).ToList();
        var share = sent.Extension.Find(e => Codes.IsOurs(e, "alliance-minimum-share"))?.Value as FhirDecimal;
        return new InstrumentSubmission(
            id ?? IdOf(sent),
            sent.Version,
            sent.Title ?? sent.Name,
            raters.Count > 0 ? raters : ["client"],
            rated.Count == 0 ? null : new SubmittedItems(rated.Count, rated[0].Min, rated[0].Max, rated[0].Step, [.. rated.Select((r, i) => (r.Reversed, Number: i + 1)).Where(r => r.Reversed).Select(r => r.Number)]),
            [.. scales.Select(s => new SubmittedScale(s.Scale, [.. s.Links.Where(number.ContainsKey).Select(l => number[l])]))],
            share?.Value is { } minimum ? new SubmittedMissing((double)minimum) : null,
            null,
            null,
            sent.Purpose ?? sent.Description,
            sent.Copyright);
    }

    private static string? IdOf(Questionnaire sent)
    {
        var name = sent.Url?.TrimEnd('/').Split('/')[^1] ?? sent.Name;
        return name is null ? null : string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? char.ToLowerInvariant(c) : '-'));
    }

    private static void Walk(
        List<Questionnaire.ItemComponent> items, string parent, string? group, List<RatedItem> rated, List<(string, IReadOnlyList<string>)> keys, HashSet<string> seen, List<FhirIssue> issues)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var (item, at) = (items[i], string.Create(CultureInfo.InvariantCulture, $"{parent}.item[{i}]"));
            if (!seen.Add(item.LinkId ?? ""))
            {
                issues.Add(FhirIssue.Error(IssueType.Duplicate, "Two items have this linkId.", $"{at}.linkId"));
            }

            if (item.Extension.Find(e => Codes.IsOurs(e, "alliance-scale")) is { } key)
            {
                var name = item.LinkId!.StartsWith(Codes.ScoreLink, StringComparison.Ordinal) ? item.LinkId[Codes.ScoreLink.Length..] : item.LinkId;
                keys.Add((name, [.. key.Extension.Where(e => e.Url == "item").Select(e => (e.Value as FhirString)?.Value).OfType<string>()]));
            }
            else if (item.Type is not (Type.Group or Type.Display) && item.ReadOnly != true)
            {
                Rate(item, at, group, rated, issues);
            }

            Walk(item.Item, at, item.Type == Type.Group ? item.LinkId : group, rated, keys, seen, issues);
        }
    }

    private static void Rate(Questionnaire.ItemComponent item, string at, string? group, List<RatedItem> rated, List<FhirIssue> issues)
    {
        var values = item.Type switch
        {
            Type.Integer or Type.Decimal => new[] { Bound(item, Codes.MinValue), Bound(item, Codes.MaxValue) }.OfType<double>().ToList(),
            Type.Choice => [.. item.AnswerOption.Select(Ordinal).OfType<double>().Order()],
            _ => [],
        };
        if (values.Count < 2 || (item.Type == Type.Choice && values.Count != item.AnswerOption.Count) || item.Repeats == true)
        {
            issues.Add(FhirIssue.Error(IssueType.BusinessRule, "This item can not be scored: it must be an integer or decimal with minValue and maxValue, or a choice whose options all have an ordinalValue, with one answer.", at));
            return;
        }

        var decimals = (item.Extension.Find(e => e.Url == Codes.MaxDecimals)?.Value as Integer)?.Value ?? 2;
        var step = item.Type switch
        {
            Type.Choice => values.Zip(values.Skip(1), (a, b) => b - a).Min(),
            Type.Decimal => Math.Pow(10, -decimals),
            _ => 1,
        };
        var reversed = item.Extension.Exists(e => Codes.IsOurs(e, "alliance-reversed") && e.Value is FhirBoolean { Value: true });
        rated.Add(new RatedItem(item.LinkId!, group, values[0], values[^1], step, reversed));
    }

    private static double? Bound(Questionnaire.ItemComponent item, string url) => item.Extension.Find(e => e.Url == url)?.Value switch
    {
        Integer { Value: { } whole } => whole,
        FhirDecimal { Value: { } number } => (double)number,
        _ => null,
    };

    private static double? Ordinal(Questionnaire.AnswerOptionComponent option) => option.Value switch
    {
        Integer { Value: { } whole } => whole,
        Coding coding => (coding.Extension.Concat(option.Extension).FirstOrDefault(e => e.Url is Codes.OrdinalValue or Codes.ItemWeight)?.Value as FhirDecimal)?.Value is { } weight ? (double)weight : null,
        _ => null,
    };
}
