using AllianceApi.Fhir.Forms;
using AllianceApi.Fhir.People;
using AllianceApi.Hosting;
using AllianceApi.People;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Responses;

/// <summary>What comes along with found responses: of all that only what is within the caller's sight.</summary>
internal static class Included
{
    public static async Task<IReadOnlyList<Resource>> Of(FhirContext context, IReadOnlyList<string> includes, IReadOnlyList<ShownResponse> found)
    {
        var included = new List<Resource>();
        foreach (var include in includes)
        {
            switch (include[(include.IndexOf(':', StringComparison.Ordinal) + 1)..])
            {
                case "subject" or "patient":
                    included.AddRange(await People(context, found.Select(f => (PublicKind.Client, f.Filed.ClientId))));
                    break;
                case "source" or "performer":
                    included.AddRange(await People(context, found.Select(f => f.Source)));
                    break;
                case "author":
                    included.AddRange(await People(context, found.Select(f => f.Filed.Note.Author).OfType<AllianceApi.Responses.Foreign.ForeignPerson>()
                        .Select(a => (a.Kind == "client" ? PublicKind.Client : PublicKind.Clinician, a.Id))));
                    break;
                case "questionnaire":
                    included.AddRange(found.Select(f => f.Form).DistinctBy(FormNames.IdOf).Select(f => QuestionnaireView.Of(context, f)));
                    break;
                case "encounter":
                    included.AddRange(await Sessions(context, found));
                    break;
            }
        }

        return included;
    }

    private static async Task<List<Resource>> People(FhirContext context, IEnumerable<(PublicKind Kind, string Id)> named)
    {
        var people = new List<Resource>();
        foreach (var group in named.Distinct().GroupBy(n => n.Kind))
        {
            var found = await context.Send(new FindPeople(context.Call, group.Key, new PersonFilter([.. group.Select(g => g.Id)], null), null, int.MaxValue));
            people.AddRange((found.Value?.Items ?? []).Select(p => PersonView.Of(context, p)));
        }

        return people;
    }

    private static async Task<List<Resource>> Sessions(FhirContext context, IReadOnlyList<ShownResponse> found)
    {
        var sessions = new List<Resource>();
        foreach (var (episode, number) in found.Select(f => (f.Filed.EpisodeId, (int)f.Filed.Number)).Distinct())
        {
            if (await EncounterInteractions.Show(context, episode, number) is { } encounter)
            {
                sessions.Add(encounter);
            }
        }

        return sessions;
    }
}
