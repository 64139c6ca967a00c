using AllianceApi.Access;
using AllianceApi.Fhir.Responses;
using AllianceApi.Fhir.Search;
using AllianceApi.Hosting;
using AllianceApi.Responses.Search;
using AllianceApi.Trends;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir.Scores;

/// <summary>An Observation that was found, with its place and the response that it comes from; none for an estimate.</summary>
internal sealed record FoundObservation(ObservationPlace Place, Observation Observation, ShownResponse? Response);

/// <summary>Walks the scores of responses and the estimates of series as one list in one order.</summary>
internal sealed class ObservationSearch(FhirContext context, SearchQuery query, ResponseCriteria criteria, ObservationFilter filter)
{
    private const int Chunk = 100;

    private readonly ResponseKey _key = query.Sort switch { "_lastUpdated" => ResponseKey.Recorded, "date" => ResponseKey.Authored, _ => ResponseKey.Received };
    private readonly ObservationPlace? _after = ObservationPlace.Read(query.After);

    /// <summary>The criteria of a search, with what ids and references in it say about responses.</summary>
    public static async Task<ResponseCriteria> Criteria(FhirContext context, SearchQuery query)
    {
        var criteria = await new ResponseSearch(context).Criteria([.. query.Terms.Where(t => t.Name is not ("_id" or "identifier"))]);
        criteria = criteria with { Settled = ResponseSearch.FollowsChanges(query) };
        foreach (var term in query.Terms.Where(t => t.Name is "_id" or "identifier" or "has-member" or "derived-from"))
        {
            var ids = term.Values.Select(v => ResponseOf(context, term.Name is "_id" or "identifier" ? SearchText.Token(v).Code ?? "" : SearchText.Plain(v))).OfType<string>().ToList();
            criteria = criteria with { Ids = criteria.Ids is null ? ids : [.. criteria.Ids.Intersect(ids)] };
        }

        return criteria;
    }

    /// <summary>The next <paramref name="most"/> Observations.</summary>
    public async Task<List<FoundObservation>> Take(int most)
    {
        var (found, scores, estimates) = (new List<FoundObservation>(), Scores().GetAsyncEnumerator(), (await Estimates()).GetEnumerator());
        await using (scores)
        {
            var (hasScore, hasEstimate) = (await scores.MoveNextAsync(), estimates.MoveNext());
            while (found.Count < most && (hasScore || hasEstimate))
            {
                if (hasScore && (!hasEstimate || scores.Current.Place.Compare(estimates.Current.Place, query.Descending) < 0))
                {
                    found.Add(scores.Current);
                    hasScore = await scores.MoveNextAsync();
                }
                else
                {
                    found.Add(estimates.Current);
                    hasEstimate = estimates.MoveNext();
                }
            }
        }

        return found;
    }

    private static string? ResponseOf(FhirContext context, string value) => References.Local(context, value) switch
    {
        { Type: "QuestionnaireResponse" } response => response.Id,
        { Type: "Observation" } observation => ObservationView.Read(observation.Id)?.ResponseId,
        null => ObservationView.Read(value)?.ResponseId,
        _ => null,
    };

    private async IAsyncEnumerable<FoundObservation> Scores()
    {
        if (AccessRules.For(Operation.ReadResponse, context.Call.Caller.Role) == Reach.None)
        {
            yield break;
        }

        var order = new ResponseOrder(_key, query.Descending);
        if (_after is { Kind: 0 } at)
        {
            foreach (var found in await Of(criteria with { Ids = [at.Id] }, order, 1))
            {
                foreach (var rest in found.Where(f => f.Place.Compare(at, query.Descending) > 0))
                {
                    yield return rest;
                }
            }
        }
        else if (_after is not null && _key == ResponseKey.Received)
        {
            yield break; // the estimates come after all scores
        }

        // After an estimate go on behind all scores of its key.
        order = _after is null ? order : order with { AfterKey = _after.Key, AfterId = _after.Kind == 0 ? _after.Id : query.Descending ? "" : "~" };
        while (true)
        {
            var (last, count) = (order, 0);
            foreach (var filed in await Filed(criteria, order, Chunk))
            {
                (order, count) = (order with { AfterKey = KeyOf(filed), AfterId = filed.ResponseId }, count + 1);
                foreach (var found in await Of(filed))
                {
                    yield return found;
                }
            }

            if (count < Chunk)
            {
                yield break;
            }
        }
    }

    private async Task<IReadOnlyList<FiledResponse>> Filed(ResponseCriteria asked, ResponseOrder order, int limit) =>
        (await context.Send(new FindResponses(context.Call, asked, order, limit, false))).Value?.Items ?? [];

    private async Task<List<List<FoundObservation>>> Of(ResponseCriteria asked, ResponseOrder order, int limit)
    {
        var all = new List<List<FoundObservation>>();
        foreach (var filed in await Filed(asked, order, limit))
        {
            all.Add(await Of(filed));
        }

        return all;
    }

    private async Task<List<FoundObservation>> Of(FiledResponse filed) => await ResponseView.Load(context, filed) is { } shown
        ? [.. ObservationView.Of(context, shown).Select((o, i) => new FoundObservation(new ObservationPlace(KeyOf(filed), 0, filed.ResponseId, i), o, shown)).Where(f => filter.Holds(f.Observation))]
        : [];

    private long KeyOf(FiledResponse filed) => _key switch { ResponseKey.Recorded => filed.RecordedAt, ResponseKey.Authored => filed.AuthoredAt, _ => 0 };

    private async Task<List<FoundObservation>> Estimates()
    {
        if (!AsksForEstimates() || await Series() is not { Count: > 0 } series)
        {
            return [];
        }

        var found = new List<FoundObservation>();
        foreach (var one in series)
        {
            var key = _key switch { ResponseKey.Recorded => one.RecordedAt, ResponseKey.Authored => one.LastHeldAt, _ => 0 };
            var places = (await TrendObservations.Of(context, one)).Select(t => new FoundObservation(new ObservationPlace(key, 1, one.Key, t.Place), t.Observation, null));
            found.AddRange(places.Where(f => filter.Holds(f.Observation) && (_after is null || f.Place.Compare(_after, query.Descending) > 0)));
        }

        found.Sort((a, b) => a.Place.Compare(b.Place, query.Descending));
        return found;
    }

    // Codes that end otherwise, other states, sessions and authors are matters of scores alone.
    private bool AsksForEstimates() =>
        criteria is { Sessions: null, Visits: null, Authors: null } && (criteria.Statuses is null || criteria.Statuses.Contains(ReadStatus.Completed))
        && query.Terms.All(t => t.Name switch
        {
            "_id" or "identifier" => t.Values.Any(v => TrendObservations.EpisodeOf(SearchText.Token(v).Code ?? "") is not null),
            "has-member" => false,
            "code" => t.Values.Any(v => SearchText.Token(v).Code is null or Codes.TrendCode || SearchText.Token(v).Code!.EndsWith("." + Codes.TrendCode, StringComparison.Ordinal)),
            "derived-from" => t.Values.Any(v => v.Contains("Observation/", StringComparison.Ordinal)),
            _ => true,
        });

    private async Task<List<FiledSeries>> Series()
    {
        var named = query.Terms.Where(t => t.Name is "_id" or "identifier").SelectMany(t => t.Values).Select(v => TrendObservations.EpisodeOf(SearchText.Token(v).Code ?? "")).OfType<string>().ToList();
        var episodes = new List<string>();
        foreach (var id in named)
        {
            if (await context.Resolve(PublicKind.Episode, id) is { } episode)
            {
                episodes.Add(episode);
            }
        }

        var found = (await context.Send(new FindSeries(context.Call, new SeriesCriteria(criteria.ClientIds, named.Count > 0 ? episodes : null, criteria.Settled)))).Value?.Items ?? [];
        return [.. found.Where(s => Within(s.LastHeldAt, criteria.Authored) && Within(s.RecordedAt, criteria.Recorded) && IsFrom(s))];
    }

    private bool IsFrom(FiledSeries s) => criteria.Sources is null || criteria.Sources.Any(p => p.Kind == "client" ? s.Rater == "client" && p.Id == s.ClientId : s.Rater != "client" && p.Id == s.ClinicianId);

    private static bool Within(long at, IReadOnlyList<TimeSpanAsked> spans) => spans.All(s => ((s.From is null || at >= s.From) && (s.To is null || at < s.To)) != s.Outside);
}
