using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Search;

/// <summary>One page of what was found.</summary>
/// <param name="Matches">The matches in order, one page of them.</param>
/// <param name="NextAfter">Place of the last match where a further one exists; null on the last page.</param>
/// <param name="Total">How many there are; null where it is not known.</param>
/// <param name="Included">What comes along.</param>
internal sealed record FoundPage(IReadOnlyList<Resource> Matches, string? NextAfter, long? Total, IReadOnlyList<Resource> Included);

/// <summary>Makes the bundle of a search.</summary>
internal static class SearchSet
{
    public static FhirAnswer Answer(FhirRequest request, SearchQuery query, FoundPage page)
    {
        var context = request.Context;
        var self = $"{context.Base}/{request.Type}{(query.Understood.Count == 0 ? "" : "?" + query.Written)}";
        var bundle = new Bundle
        {
            Type = Bundle.BundleType.Searchset,
            Total = page.Total is { } total ? (int)total : null,
            Link = [new Bundle.LinkComponent { Relation = "self", Url = self }],
        };
        if (page.NextAfter is { } after)
        {
            bundle.Link.Add(new Bundle.LinkComponent { Relation = "next", Url = $"{context.Base}/{request.Type}?_cursor={query.Next(request, after)}" });
        }

        foreach (var match in page.Matches)
        {
            bundle.Entry.Add(Entry(context, match, Bundle.SearchEntryMode.Match));
        }

        foreach (var included in page.Included.Where(i => FhirScopes.MayComeAlong(context.Call.Caller, i)).DistinctBy(r => (r.TypeName, r.Id)).Where(i => !page.Matches.Any(m => m.TypeName == i.TypeName && m.Id == i.Id)))
        {
            bundle.Entry.Add(Entry(context, included, Bundle.SearchEntryMode.Include));
        }

        if (query.Warnings.Count > 0)
        {
            bundle.Entry.Add(new Bundle.EntryComponent
            {
                Resource = FhirIssue.Outcome(query.Warnings),
                Search = new Bundle.SearchComponent { Mode = Bundle.SearchEntryMode.Outcome },
            });
        }

        return new FhirAnswer(StatusCodes.Status200OK) { Resource = bundle };
    }

    /// <summary>The page of a list that lies in memory whole.</summary>
    public static FoundPage Page<T>(SearchQuery query, IReadOnlyList<T> all, Func<T, string> key, Func<T, Resource> show)
    {
        var rest = all.Where(a => query.After is null || string.CompareOrdinal(key(a), query.After) > 0).OrderBy(key, StringComparer.Ordinal).ToList();
        var page = rest.Take(query.Count).ToList();
        return new FoundPage([.. page.Select(show)], rest.Count > page.Count && page.Count > 0 ? key(page[^1]) : null, all.Count, []);
    }

    private static Bundle.EntryComponent Entry(FhirContext context, Resource resource, Bundle.SearchEntryMode mode) => new()
    {
        FullUrl = $"{context.Base}/{resource.TypeName}/{resource.Id}",
        Resource = resource,
        Search = new Bundle.SearchComponent { Mode = mode },
    };
}
