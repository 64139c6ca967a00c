using AllianceApi.Access;
using AllianceApi.Fhir.Search;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Terms;

/// <summary>Our own codes and extensions, to be read by who meets them.</summary>
internal static class TermInteractions
{
    public static readonly FhirType CodeSystem = Type("CodeSystem", async c => [await OwnTerms.System(c)]);

    public static readonly FhirType ValueSet = Type("ValueSet", c => System.Threading.Tasks.Task.FromResult<IReadOnlyList<Resource>>([OwnTerms.Set(c)]));

    public static readonly FhirType StructureDefinition = Type("StructureDefinition", c => System.Threading.Tasks.Task.FromResult<IReadOnlyList<Resource>>(OwnTerms.Definitions(c)));

    private static FhirType Type(string name, Func<FhirContext, Task<IReadOnlyList<Resource>>> all) => new(name,
    [
        new Interaction("read", "GET", "/{id}", Operation.ReadInstruments, async r => (await all(r.Context)).FirstOrDefault(t => t.Id == r.Id) is { } found ? FhirAnswer.Of(found) : FhirAnswer.NotFound(name)),
        new Interaction("search-type", "GET", "", Operation.ReadInstruments, r => Find(r, all)),
        new Interaction("search-type", "POST", "/_search", Operation.ReadInstruments, r => Find(r, all)),
    ])
    {
        Parameters = [new Parameter("_id", SearchParamType.Token, "The id of the resource."), new Parameter("url", SearchParamType.Uri, "Its canonical URL.")],
        Documentation = "What is our own and stands in the resources given here.",
        WhyNot = "These come with the service.",
    };

    private static async Task<FhirAnswer> Find(FhirRequest request, Func<FhirContext, Task<IReadOnlyList<Resource>>> all)
    {
        var (query, issues) = SearchQuery.Read(request, FhirTable.Find(request.Type)!);
        if (query is null)
        {
            return FhirAnswer.Refused(400, issues);
        }

        var found = (await all(request.Context)).Where(r => query.Terms.All(t => t.Values.Contains(t.Name == "_id" ? r.Id : (r as IConformanceResource)?.Url))).ToList();
        return SearchSet.Answer(request, query, SearchSet.Page(query, found, r => r.Id!, r => r));
    }
}
