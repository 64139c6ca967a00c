using Alliance.Measurement.Trends;
using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Trends;

/// <summary>Reads the trend of one series of an episode, as of now or of an earlier instant.</summary>
internal sealed record GetTrend(Call Call, string EpisodeId, string? Instrument, string? Version, string? Rater, DateTimeOffset? AsOf, TrendFormat Format)
    : IRequest<Outcome<Rendered>>, ICall
{
    public Operation Operation => Operation.ReadTrend;

    public string Resource => $"/v1/episodes/{EpisodeId}/trend";

    public static GetTrend Read(Input input, TrendFormat format)
    {
        var instrument = input.Query("instrument");
        var version = input.QueryId("version");
        if (instrument?.IndexOf('@', StringComparison.Ordinal) is { } at and >= 0)
        {
            version ??= instrument[(at + 1)..];
            instrument = instrument[..at];
        }

        return new GetTrend(
            input.Call, input.PathId("episodeId"), instrument, version, input.QueryOneOf("rater", Responses.Submission.Raters), input.QueryInstant("asOf")?.Truncated(), format);
    }
}

/// <summary>In which form a trend is given.</summary>
internal enum TrendFormat
{
    Json,
    Svg,
}

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
        var (document, key, refusal) = SeriesChoice.Of(session, instruments, caller.Organization, episode, request.Instrument, request.Version, request.Rater);
        if (refusal is not null)
        {
            return refusal;
        }

        var scoresVisible = caller.Role != Role.Supervisor;
        return request.AsOf is { } asOf
            ? Then(session, caller.Organization, document!, key!, asOf, request.Format, scoresVisible)
            : Now(session, caller.Organization, document!, key!, request.Format, scoresVisible);
    }

    private Rendered Now(Session session, string organization, InstrumentDocument document, SeriesKey key, TrendFormat format, bool scoresVisible)
    {
        var revision = SeriesStore.Revision(session, organization, key);
        return shelf.Get(new TrendShelfKey(organization, key, document.Sha256, revision, format, scoresVisible), () =>
        {
            var members = SeriesStore.Members(session, organization, key);
            return Render(document, key, members, revision, null, format, scoresVisible);
        });
    }

    private Rendered Then(Session session, string organization, InstrumentDocument document, SeriesKey key, DateTimeOffset asOf, TrendFormat format, bool scoresVisible)
    {
        var members = SeriesAsOf.Members(session, organization, key, asOf);
        return Render(document, key, members, null, asOf, format, scoresVisible);
    }

    private Rendered Render(
        InstrumentDocument document, SeriesKey key, List<SeriesMember> members, long? revision, DateTimeOffset? asOf, TrendFormat format, bool scoresVisible)
    {
        var trend = SeriesTrendDetail.Of(instruments.Model(document.Instrument), members.ConvertAll(m => m.ToForm()));
        var bytes = format == TrendFormat.Svg
            ? Chart.TrendChart.Svg(trend, scoresVisible)
            : ApiJson.Bytes(TrendView.Show(trend, key, members, revision, asOf, scoresVisible));
        return new Rendered(bytes, EntityTag.Of(revision ?? 0, bytes));
    }
}
