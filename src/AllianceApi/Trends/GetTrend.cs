using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
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
/// <param name="ScoresVisible">False at the level of detail <c>trend</c>.</param>
/// <param name="Options">What it carries beside its usual content.</param>
internal readonly record struct TrendAspect(TrendFormat Format, bool ScoresVisible, TrendOptions Options);

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

        var view = new TrendAspect(request.Format, caller.Role != Role.Supervisor, request.Options);
        return request.AsOf is { } asOf
            ? Render(document!, key!, SeriesAsOf.Members(session, caller.Organization, key!, asOf), null, asOf, view)
            : Now(session, caller.Organization, document!, key!, series.Find(r => r.IsOf(key!))?.Stamp ?? default, view);
    }

    private Rendered Now(Session session, string organization, InstrumentDocument document, SeriesKey key, SeriesStamp stamp, TrendAspect view) =>
        shelf.Get(
            new TrendShelfKey(organization, key, document.Sha256, stamp, view),
            () => Render(document, key, SeriesStore.Members(session, organization, key), stamp.Revision, null, view));

    private Rendered Render(InstrumentDocument document, SeriesKey key, List<SeriesMember> members, long? revision, DateTimeOffset? asOf, TrendAspect view)
    {
        var trend = SeriesTrendDetail.Of(instruments.Model(document.Instrument), members.ConvertAll(m => m.ToForm()));
        var bytes = view.Format == TrendFormat.Svg
            ? Chart.TrendChart.Svg(trend, view.ScoresVisible)
            : ApiJson.Bytes(TrendView.Show(trend, key, members, revision, asOf, view));
        return new Rendered(bytes, EntityTag.Of(revision ?? 0, bytes));
    }
}
