using AllianceApi.Fhir.Responses;
using AllianceApi.Fhir.Search;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Scores;

/// <summary>What comes along with found Observations, as far as it is within the caller's sight.</summary>
internal static class ObservationIncludes
{
    public static async Task<IReadOnlyList<Resource>> Of(FhirContext context, SearchQuery query, IReadOnlyList<FoundObservation> page)
    {
        var responses = page.Select(f => f.Response).OfType<ShownResponse>().DistinctBy(r => r.Filed.ResponseId).ToList();
        var included = new List<Resource>();
        foreach (var include in query.Includes)
        {
            included.AddRange(include switch
            {
                "Observation:derived-from" => [.. responses.Select(r => ResponseView.Of(context, r)), .. await Scores(context, page)],
                "Observation:has-member" => page.Where(f => f.Place is { Kind: 0, Place: 0 }).SelectMany(f => ObservationView.Of(context, f.Response!).Skip(1)),
                _ => await Included.Of(context, [include], responses),
            });
        }

        if (query.RevIncludes.Count > 0)
        {
            foreach (var response in responses)
            {
                included.Add(ProvenanceView.Of(context, response));
            }
        }

        return included;
    }

    // The scores that the estimates of the page are derived from.
    private static async Task<List<Resource>> Scores(FhirContext context, IReadOnlyList<FoundObservation> page)
    {
        var named = page.Where(f => f.Response is null).SelectMany(f => f.Observation.DerivedFrom).Select(d => ObservationView.Read(d.Reference!["Observation/".Length..])).OfType<(string ResponseId, int Place)>().ToList();
        var scores = new List<Resource>();
        foreach (var group in named.GroupBy(n => n.ResponseId))
        {
            if (await ResponseView.Load(context, group.Key) is { } shown)
            {
                var all = ObservationView.Of(context, shown);
                scores.AddRange(group.Select(g => g.Place).Distinct().Where(p => p < all.Count).Select(p => all[p]));
            }
        }

        return scores;
    }
}
