using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Trends;

/// <summary>Reads the trend of one series of an episode, as of now or of an earlier instant.</summary>
internal sealed record GetTrend(Call Call, string EpisodeId, NamedInstrument Instrument, string? Rater, DateTimeOffset? AsOf, TrendFormat Format, TrendOptions Options)
    : IRequest<Outcome<Rendered>>, ICall
{
    public Operation Operation => Operation.ReadTrend;

    public string Resource => $"/v1/episodes/{EpisodeId}/trend";

    public static GetTrend Read(Input input, TrendFormat format) => new(
        input.Call,
        input.PathId("episodeId"),
        NamedInstrument.Of(input),
        input.QueryOneOf("rater", Responses.Submission.Raters),
        input.QueryInstant("asOf")?.Truncated(),
        format,
        TrendOptions.Read(input, format));
}

/// <summary>In which form a trend is given.</summary>
internal enum TrendFormat
{
    Json,
    Svg,
}

/// <summary>How much of a trend is shown, and how.</summary>
/// <param name="Format">JSON or SVG.</param>
/// <param name="Audience">Who looks.</param>
/// <param name="Most">The most that they may see of any response by the policy in force.</param>
/// <param name="Options">What it carries beside its usual content.</param>
internal readonly record struct TrendAspect(TrendFormat Format, Audience Audience, Level Most, TrendOptions Options);

internal sealed class GetTrendHandler(Database database, InstrumentRegistry instruments, TrendShelf shelf) : IRequestHandler<GetTrend, Outcome<Rendered>>
{
    public Task<Outcome<Rendered>> Handle(GetTrend request, CancellationToken cancellationToken) =>
        database.Read(request, session => Get(session, request), cancellationToken);

    private Outcome<Rendered> Get(Session session, GetTrend request)
    {
        var caller = request.Call.Caller;
        if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode)
        {
            return Refusal.NotFound("episode");
        }

        session.ClientId = episode.ClientId;
        var series = SeriesStore.OfEpisode(session, caller.Organization, episode.EpisodeId);
        var (document, key, refusal) = SeriesChoice.Of(session, instruments, caller.Organization, series, episode, request.Instrument.Id, request.Instrument.Version, request.Rater);
        if (refusal is not null)
        {
            return refusal;
        }

        var sight = EpisodeSight.Of(session, caller, episode);
        return request.AsOf is { } asOf
            ? Render(document!, key!, SeenSeries.Of(sight, SeriesAsOf.Members(session, caller.Organization, key!, asOf)), null, request)
            : Now(session, document!, key!, series.Find(r => r.IsOf(key!))?.Stamp ?? default, sight, request);
    }

    // What is held back for some time is never put on the shelf: nothing in the store changes when its time comes.
    private Rendered Now(Session session, InstrumentDocument document, SeriesKey key, SeriesStamp stamp, EpisodeSight sight, GetTrend request)
    {
        var organization = request.Call.Caller.Organization;
        return sight.IsTimed
            ? Make().Made
            : shelf.Get(new TrendShelfKey(organization, key, document.Sha256, stamp, new TrendAspect(request.Format, sight.Audience, sight.Most, request.Options)), Make);

        (Rendered Made, bool MayBeKept) Make()
        {
            var seen = SeenSeries.Of(sight, SeriesStore.Members(session, organization, key));
            return (Render(document, key, seen, stamp.Revision, request), !seen.IsTimed);
        }
    }

    private Rendered Render(InstrumentDocument document, SeriesKey key, SeenSeries series, long? revision, GetTrend request)
    {
        var trend = SeriesTrendDetail.Of(
            instruments.Model(document.Instrument), series.Shown.ConvertAll(m => m.ToForm()), [.. series.Withheld.Select(m => (int)m.Number)]);
        var bytes = request.Format == TrendFormat.Svg
            ? Chart.TrendChart.Svg(trend, series.ScoresVisible, series.Withheld.Count)
            : ApiJson.Bytes(TrendView.Show(trend, key, series, revision, request.AsOf, request.Options));
        return new Rendered(bytes, EntityTag.Of(revision ?? 0, bytes));
    }
}
