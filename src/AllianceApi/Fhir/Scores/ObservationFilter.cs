using System.Globalization;
using AllianceApi.Fhir.Search;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Scores;

/// <summary>What a search asks of the Observations themselves, once those are made: category, code, value, place.</summary>
internal sealed class ObservationFilter(FhirContext context, IReadOnlyList<SearchTerm> terms)
{
    /// <summary>Whether the value itself is asked for, so that every response must be looked into.</summary>
    public bool LooksAtValues => terms.Any(t => t.Name == "value-quantity");

    public bool Holds(Observation observation) => terms.All(t => t.Name switch
    {
        "_id" or "identifier" => t.Values.Select(v => SearchText.Token(v).Code).Contains(observation.Id),
        "category" => t.Values.Select(SearchText.Token).Any(v => (v.System is null or Codes.Category) && (v.Code is null or "survey")),
        "code" => t.Values.Select(SearchText.Token).Any(v => observation.Code.Coding.Exists(c => (v.System is null || v.System == c.System) && (v.Code is null || v.Code == c.Code))),
        "has-member" => t.Values.Any(v => observation.HasMember.Exists(m => m.Reference == Written(v))),
        "derived-from" => t.Values.Any(v => observation.DerivedFrom.Exists(d => d.Reference == Written(v))),
        "value-quantity" => observation.Value is Quantity { Value: { } value } && t.Values.Any(v => Quantity(value, v)),
        _ => true,
    });

    /// <summary>Faults of values that only this filter reads.</summary>
    public IReadOnlyList<FhirIssue> Faults() =>
    [
        .. terms.Where(t => t.Name == "value-quantity").SelectMany(t => t.Values).Where(v => Asked(v) is null)
            .Select(_ => FhirIssue.Error(OperationOutcome.IssueType.Value, "A quantity is a number, with a prefix such as ge before it and |system|code after it if need be.", "value-quantity")),
    ];

    private string Written(string value)
    {
        var text = SearchText.Plain(value);
        return References.Local(context, text) is { } local ? $"{local.Type}/{local.Id}" : text;
    }

    private static bool Quantity(decimal value, string text)
    {
        var (prefix, number, half, units) = Asked(text)!.Value;
        return units && prefix switch
        {
            "ne" => value < number - half || value >= number + half,
            "gt" or "sa" => value > number,
            "ge" => value >= number,
            "lt" or "eb" => value < number,
            "le" => value <= number,
            _ => value >= number - half && value < number + half,
        };
    }

    // A number means the span of its last digit: 4.0 is 3.95 to 4.05.
    private static (string Prefix, decimal Number, decimal Half, bool Units)? Asked(string text)
    {
        var parts = SearchText.Split(text, '|');
        var prefix = parts[0].Length > 2 && char.IsAsciiLetter(parts[0][0]) ? parts[0][..2] : "";
        if (prefix is not ("" or "eq" or "ne" or "gt" or "lt" or "ge" or "le" or "sa" or "eb")
            || !decimal.TryParse(parts[0][prefix.Length..], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var half = 0.5m;
        for (var i = 0; i < number.Scale; i++)
        {
            half /= 10;
        }

        var units = (parts.Count < 2 || parts[1].Length == 0 || parts[1] == Codes.Units) && (parts.Count < 3 || parts[2].Length == 0 || parts[2] == "{score}");
        return (prefix, number, half, units);
    }
}
