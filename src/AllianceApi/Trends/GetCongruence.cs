using Alliance.Measurement.Congruence;
using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Trends;

/// <summary>
/// Holds the client's ratings against the therapist's, session by session. A rating appears here only when both are in, so that
/// neither person's view can colour the other's; the trend of one rater is another view and is always shown.
/// </summary>
internal sealed record GetCongruence(Call Call, string EpisodeId, NamedInstrument Instrument) : IRequest<Outcome<CongruenceResource>>, ICall
{
    public Operation Operation => Operation.ReadTrend;

    public string Resource => $"/v1/episodes/{EpisodeId}/congruence";

    public static GetCongruence Read(Input input) => new(input.Call, input.PathId("episodeId"), NamedInstrument.Of(input));
}

internal sealed class GetCongruenceHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<GetCongruence, Outcome<CongruenceResource>>
{
    public Task<Outcome<CongruenceResource>> Handle(GetCongruence request, CancellationToken cancellationToken) =>
        database.Read(request, session => Get(session, request), cancellationToken);

    private Outcome<CongruenceResource> Get(Session session, GetCongruence request)
    {
        var caller = request.Call.Caller;
        if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode)
        {
            return Refusal.NotFound("episode");
        }

        session.ClientId = episode.ClientId;
        var (document, key, refusal) = SeriesChoice.Of(session, instruments, caller.Organization, episode, request.Instrument.Id, request.Instrument.Version, null);
        if (refusal is not null)
        {
            return refusal;
        }

        var sight = EpisodeSight.Of(session, caller, episode);
        var pairs = RatingPairs.Of(session, caller.Organization, key!, m => sight.Of(m.Promise, m.Number) >= Level.Trend);
        var scoresVisible = pairs.All(m => sight.Of(m.Promise, m.Number) >= Level.Scores);
        var scales = instruments.Model(document!.Instrument).Scales.Select((s, i) => Scale(s, pairs.OnScale(i, s.Factor).AsSpan(), scoresVisible));
        return Outcome<CongruenceResource>.Ok(
            new CongruenceResource(key!.EpisodeId, key.Instrument, key.Version, [.. scales]),
            Revision(session, caller.Organization, key, RatingPairs.Client) + Revision(session, caller.Organization, key, RatingPairs.Therapist));
    }

    private static long Revision(Session session, string organization, SeriesKey key, string rater) => SeriesStore.Stamp(session, organization, key with { Rater = rater }).Revision;

    private static ScaleCongruenceResource Scale(ScaleModel model, ReadOnlySpan<RatingPair> pairs, bool scoresVisible)
    {
        var dyad = DyadCongruence.Of(pairs);
        var points = new RatingPairResource[scoresVisible ? pairs.Length : 0];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new RatingPairResource(pairs[i].Session, pairs[i].Client, pairs[i].Therapist);
        }

        return new ScaleCongruenceResource(
            model.Scale.Name,
            dyad.Pairs,
            dyad.MeanDiscrepancy,
            dyad.MeanAbsoluteDiscrepancy,
            Name(dyad.Direction),
            dyad.TemporalCorrelation is { } r ? new CorrelationResource(r.Value, r.Low, r.High) : null,
            points);
    }

    private static string Name(DiscrepancyDirection direction) => direction switch
    {
        DiscrepancyDirection.TherapistHigher => "therapistHigher",
        DiscrepancyDirection.ClientHigher => "clientHigher",
        _ => "none",
    };
}
