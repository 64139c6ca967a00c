using System.Globalization;
using System.Web;
using AllianceApi.Hosting;
using static Hl7.Fhir.Model.OperationOutcome;

namespace AllianceApi.Fhir.Search;

/// <summary>One parameter of a search: every one of them must hold; of its values one is enough.</summary>
/// <param name="Name">Name without modifier.</param>
/// <param name="Modifier">Modifier without its colon; null without one.</param>
/// <param name="Values">The values, with their backslashes.</param>
internal sealed record SearchTerm(string Name, string? Modifier, IReadOnlyList<string> Values)
{
    /// <summary>How the parameter was written, for issues.</summary>
    public string Written => Modifier is null ? Name : $"{Name}:{Modifier}";
}

/// <summary>A search as it was understood.</summary>
internal sealed record SearchQuery
{
    public const int UsualCount = 50;
    public const int MostCount = 200;

    private static readonly string[] Common = ["_count", "_sort", "_include", "_revinclude", "_total", "_summary", "_format", "_pretty", "_cursor"];

    public IReadOnlyList<SearchTerm> Terms { get; init; } = [];

    /// <summary>The parameters that were understood, as they are repeated in the self link.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Understood { get; init; } = [];

    public IReadOnlyList<FhirIssue> Warnings { get; init; } = [];

    public IReadOnlyList<string> Includes { get; init; } = [];

    public IReadOnlyList<string> RevIncludes { get; init; } = [];

    public int Count { get; init; } = UsualCount;

    /// <summary>Whether the total was asked for.</summary>
    public bool WantsTotal { get; init; }

    public string? Sort { get; init; }

    public bool Descending { get; init; }

    /// <summary>Place after which the page begins; null for the first.</summary>
    public string? After { get; init; }

    public bool IsCountOnly => Count == 0;

    /// <summary>Reads a search of a type; every fault at once where there are any.</summary>
    public static (SearchQuery? Query, IReadOnlyList<FhirIssue> Issues) Read(FhirRequest request, FhirType type, params string[] more)
    {
        var sent = request.Query.Where(p => p.Key is not ("_format" or "_pretty")).ToList();
        if (sent.FirstOrDefault(p => p.Key == "_cursor") is not { Key: not null } cursor)
        {
            return Read(sent, type, request.IsLenient, null, more);
        }

        var path = $"{FhirNames.Path}/{type.Name}";
        if (sent.Count > 1 || request.Context.Cursors.Read(cursor.Value, request.Context.Organization, path) is not { } content)
        {
            return (null, [FhirIssue.Error(IssueType.Invalid, "This is no next page of this search. Follow the link as it was given, or begin again without _cursor.", "_cursor")]);
        }

        return Read(Pairs(content.Filter["q"]), type, true, content.After, more);
    }

    /// <summary>The cursor of the page after a place.</summary>
    public string Next(FhirRequest request, string after)
    {
        var filter = new Dictionary<string, string>(StringComparer.Ordinal) { ["q"] = Written };
        return request.Context.Cursors.Sign(request.Context.Organization, new PageRequest($"{FhirNames.Path}/{request.Type}", filter, Count, after, request.Context.Cursors));
    }

    /// <summary>The query as it was understood.</summary>
    public string Written => string.Join('&', Understood.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));

    public static List<KeyValuePair<string, string>> Pairs(string query)
    {
        var values = HttpUtility.ParseQueryString(query);
        return [.. values.AllKeys.SelectMany(k => (values.GetValues(k) ?? []).Select(v => KeyValuePair.Create(k ?? "", v)))];
    }

    private static (SearchQuery? Query, IReadOnlyList<FhirIssue> Issues) Read(
        List<KeyValuePair<string, string>> sent, FhirType type, bool lenient, string? after, string[] more)
    {
        var (query, terms, understood, issues) = (new SearchQuery { After = after }, new List<SearchTerm>(), new List<KeyValuePair<string, string>>(), new List<FhirIssue>());
        foreach (var pair in sent)
        {
            var (name, modifier) = Named(pair.Key);
            var before = issues.Count;
            if (Common.Contains(name) && name != "_cursor")
            {
                query = query.WithCommon(type, name, modifier, pair.Value, issues);
            }
            else if (type.Parameters.Any(p => p.Name == name) || more.Contains(name))
            {
                CheckTerm(type, name, modifier, pair.Value, issues);
                terms.Add(new SearchTerm(name, modifier, SearchText.Split(pair.Value, ',')));
            }
            else
            {
                issues.Add(FhirIssue.Error(IssueType.NotSupported, $"{type.Name} has no search parameter {Short(name)}. Known: {string.Join(", ", type.Parameters.Select(p => p.Name))}.", Short(pair.Key)));
            }

            if (issues.Count == before)
            {
                understood.Add(pair);
            }
            else if (terms.Count > 0 && terms[^1].Name == name)
            {
                terms.RemoveAt(terms.Count - 1);
            }
        }

        if (issues.Count > 0 && !lenient)
        {
            return (null, issues);
        }

        var warnings = issues.ConvertAll(i => i with { Severity = IssueSeverity.Warning });
        return (query with { Terms = terms, Understood = understood, Warnings = warnings }, []);
    }

    private static void CheckTerm(FhirType type, string name, string? modifier, string value, List<FhirIssue> issues)
    {
        var kind = type.Parameters.FirstOrDefault(p => p.Name == name)?.Type;
        var allowed = kind switch
        {
            Hl7.Fhir.Model.SearchParamType.Reference => modifier is null or "identifier" or "Patient" or "Practitioner" or "Encounter" or "QuestionnaireResponse" or "Observation",
            Hl7.Fhir.Model.SearchParamType.String => modifier is null or "exact" or "contains",
            _ => modifier is null,
        };
        if (!allowed)
        {
            issues.Add(FhirIssue.Error(IssueType.NotSupported, $"The modifier of {Short(name)} is not supported.", Short(name)));
        }
        else if (value.Length == 0)
        {
            issues.Add(FhirIssue.Error(IssueType.Value, $"{Short(name)} has no value.", Short(name)));
        }
        else if (kind == Hl7.Fhir.Model.SearchParamType.Date && SearchText.Split(value, ',') is var dates && (dates.Count > 1 || SearchText.Date(dates[0]) is null))
        {
            issues.Add(FhirIssue.Error(IssueType.Value, $"{Short(name)} is one date or time such as ge2026-03-02 or lt2026-03-02T10:00:00Z; give two parameters for a range.", Short(name)));
        }
    }

    private SearchQuery WithCommon(FhirType type, string name, string? modifier, string value, List<FhirIssue> issues)
    {
        switch (name)
        {
            case "_count" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                return this with { Count = IsCountOnly ? 0 : Math.Min(count, MostCount), WantsTotal = WantsTotal || count == 0 };
            case "_summary" when value == "count":
                return this with { Count = 0, WantsTotal = true };
            case "_summary" when value == "false":
                return this;
            case "_total" when value is "none" or "estimate" or "accurate":
                return this with { WantsTotal = WantsTotal || value != "none" };
            case "_sort" when type.Sorts.Contains(value.TrimStart('-')):
                return this with { Sort = value.TrimStart('-'), Descending = value[0] == '-' };
            case "_include" when modifier is null && type.Includes.Contains(value):
                return this with { Includes = [.. Includes, value] };
            case "_revinclude" when modifier is null && type.RevIncludes.Contains(value):
                return this with { RevIncludes = [.. RevIncludes, value] };
            default:
                var choices = name switch
                {
                    "_sort" => string.Join(", ", type.Sorts),
                    "_include" => string.Join(", ", type.Includes),
                    "_revinclude" => string.Join(", ", type.RevIncludes),
                    "_summary" => "count, false",
                    "_total" => "none, estimate, accurate",
                    _ => $"0 to {MostCount}",
                };
                issues.Add(FhirIssue.Error(IssueType.NotSupported, $"{name} of {type.Name} takes {(choices.Length == 0 ? "nothing" : choices)}.", name));
                return this;
        }
    }

    private static (string Name, string? Modifier) Named(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return (key, null);
        }

        // A chain that names the type says no more than one that does not, where only that type can be meant.
        var (name, modifier) = (key[..colon], key[(colon + 1)..]);
        return (name is "patient" or "subject" && modifier == "Patient.identifier") || (name == "encounter" && modifier == "Encounter.identifier") ? ($"{name}.identifier", null) : (name, modifier);
    }

    private static string Short(string name) => name.Length <= 64 && name.All(c => c is > ' ' and <= '~') ? name : "(unreadable)";
}
