using System.Globalization;
using AllianceApi.Fhir.Forms;
using AllianceApi.Fhir.People;
using AllianceApi.Fhir.Search;
using AllianceApi.Hosting;
using AllianceApi.People;
using AllianceApi.Responses.Foreign;
using AllianceApi.Responses.Search;

namespace AllianceApi.Fhir.Responses;

/// <summary>Turns the parameters of a search into what is asked of the store.</summary>
internal sealed class ResponseSearch(FhirContext context)
{
    /// <summary>The criteria of those terms that are about a response or its session; the others are the caller's matter.</summary>
    public async Task<ResponseCriteria> Criteria(IReadOnlyList<SearchTerm> terms)
    {
        var criteria = new ResponseCriteria();
        foreach (var term in terms)
        {
            criteria = await With(criteria, term);
        }

        return criteria;
    }

    /// <summary>Whether a search may be one of many that read on from the newest instant: then it must not be shown what others come before.</summary>
    public static bool FollowsChanges(SearchQuery query) => query.Sort == "_lastUpdated" || query.Terms.Any(t => t.Name == "_lastUpdated");

    private async Task<ResponseCriteria> With(ResponseCriteria c, SearchTerm term) => term.Name switch
    {
        "_id" => c with { Ids = Both(c.Ids, term.Values) },
        "_lastUpdated" => c with { Recorded = [.. c.Recorded, .. term.Values.Select(SearchText.Date).OfType<TimeSpanAsked>()] },
        "authored" or "date" => c with { Authored = [.. c.Authored, .. term.Values.Select(SearchText.Date).OfType<TimeSpanAsked>()] },
        "patient" or "subject" or "patient.identifier" or "subject.identifier" => c with { ClientIds = Both(c.ClientIds, await People(PublicKind.Client, term)) },
        "status" => c with { Statuses = [.. term.Values.Select(Status).OfType<ReadStatus>()] },
        "questionnaire" => c with { Instruments = await Instruments(term) },
        "source" or "performer" => c with { Sources = await Persons(term) },
        "author" => c with { Authors = await Persons(term) },
        "identifier" => c with { Identifiers = Tokens(term) },
        "encounter" or "encounter.identifier" => await WithEncounter(c, term),
        _ => c,
    };

    /// <summary>Our ids of the persons that a reference parameter names.</summary>
    public async Task<IReadOnlyList<string>> People(PublicKind kind, SearchTerm term)
    {
        var ids = new List<string>();
        foreach (var value in term.Values)
        {
            if (term.Modifier == "identifier" || term.Name.EndsWith(".identifier", StringComparison.Ordinal))
            {
                var (system, code) = SearchText.Token(value);
                var named = code is null ? [] : (await context.Send(new FindPeople(context.Call, kind, new PersonFilter(null, [References.Token(context, kind, system, code)]), null, 100))).Value?.Items ?? [];
                ids.AddRange(named.Select(p => p.Id));
            }
            else if (IdOf(References.TypeOf(kind), value) is { } id && await context.Resolve(kind, id) is { } person)
            {
                ids.Add(person);
            }
        }

        return ids;
    }

    /// <summary>The id that a reference value names, with or without its type; null where it names another type.</summary>
    public string? IdOf(string type, string value)
    {
        var text = SearchText.Plain(value);
        return References.Local(context, text) is { } local ? local.Type == type ? local.Id : null : text.Contains('/', StringComparison.Ordinal) ? null : text;
    }

    public static IReadOnlyList<(string? System, string Value)> Tokens(SearchTerm term) =>
        [.. term.Values.Select(SearchText.Token).Where(t => t.Code is not null).Select(t => (t.System, t.Code!))];

    private async Task<IReadOnlyList<ForeignPerson>> Persons(SearchTerm term)
    {
        var persons = new List<ForeignPerson>();
        foreach (var kind in new[] { PublicKind.Client, PublicKind.Clinician })
        {
            if (term.Modifier is null or "identifier" || term.Modifier == References.TypeOf(kind))
            {
                persons.AddRange((await People(kind, term)).Select(id => new ForeignPerson(Codes.TextOf(kind), id)));
            }
        }

        return persons;
    }

    private async Task<IReadOnlyList<string>> Instruments(SearchTerm term)
    {
        var found = new List<string>();
        foreach (var value in term.Values.Select(SearchText.Plain))
        {
            if (await FormNames.Resolve(context, value) is not { } form)
            {
                continue;
            }

            // Without a version all of them are meant.
            var forms = value.Contains('|', StringComparison.Ordinal) ? [form] : await context.Forms(form.View.Id);
            found.AddRange(forms.Select(f => $"{f.View.Id}@{f.View.Version}"));
        }

        return found;
    }

    private async Task<ResponseCriteria> WithEncounter(ResponseCriteria c, SearchTerm term)
    {
        var (sessions, visits) = (new List<(string, int?)>(), new List<(string?, string)>());
        foreach (var value in term.Values)
        {
            if (term.Modifier != "identifier" && term.Name == "encounter")
            {
                if (IdOf("Encounter", value) is { } id && await EncounterInteractions.Session(context, id) is { } session)
                {
                    sessions.Add((session.EpisodeId, session.Number));
                }

                continue;
            }

            var (system, code) = SearchText.Token(value);
            if (system is null or FhirNames.SessionSystem && EncounterInteractions.Named(code ?? "") is { } named)
            {
                sessions.Add((named.EpisodeId, named.Number));
            }
            else if (system == FhirNames.EpisodeSystem)
            {
                sessions.Add((code ?? "", null));
            }
            else if (code is not null)
            {
                visits.Add((system, code));
            }
        }

        return visits.Count > 0 ? c with { Visits = visits } : c with { Sessions = sessions };
    }

    private static ReadStatus? Status(string value) => SearchText.Token(value).Code switch
    {
        "completed" or "final" => ReadStatus.Completed,
        "amended" => ReadStatus.Amended,
        "entered-in-error" => ReadStatus.EnteredInError,
        _ => null,
    };

    private static IReadOnlyList<string> Both(IReadOnlyList<string>? before, IReadOnlyList<string> now) => before is null ? now : [.. before.Intersect(now)];

    /// <summary>The place of a response in an order, as text for a cursor.</summary>
    public static string Place(ResponseKey key, FiledResponse filed) => string.Create(
        CultureInfo.InvariantCulture, $"{(key == ResponseKey.Recorded ? filed.RecordedAt : key == ResponseKey.Authored ? filed.AuthoredAt : 0)}|{filed.ResponseId}");

    /// <summary>The order that a search asks for, from the place where its page begins.</summary>
    public static ResponseOrder Order(SearchQuery query)
    {
        var key = query.Sort switch { "_lastUpdated" => ResponseKey.Recorded, "authored" or "date" => ResponseKey.Authored, _ => ResponseKey.Received };
        var place = query.After?.Split('|', 2);
        return new ResponseOrder(key, query.Descending, place is null ? null : long.Parse(place[0], CultureInfo.InvariantCulture), place?[1]);
    }
}
