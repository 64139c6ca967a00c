using Alliance.Measurement.Trends;
using AllianceApi.Access;
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

    /// <summary>What is asked, whoever asks.</summary>
    public object Question => (nameof(GetTrend), EpisodeId, Instrument, Rater, AsOf, Format, Options);

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
    Png,
}

/// <summary>How much of a trend is shown, and how.</summary>
/// <param name="Format">As data, or drawn.</param>
/// <param name="Audience">Who looks.</param>
/// <param name="Most">The most that they may see of any response by the policy in force.</param>
/// <param name="Options">What it carries beside its usual content.</param>
internal readonly record struct TrendAspect(TrendFormat Format, Audience Audience, Level Most, TrendOptions Options);

internal sealed class GetTrendHandler(Database database, InstrumentRegistry instruments, TrendShelf shelf) : IRequestHandler<GetTrend, Outcome<Rendered>>
{
    public Task<Outcome<Rendered>> Handle(GetTrend request, CancellationToken cancellationToken) =>
        database.ReadLasting(request, request.Question, session => Get(session, request), cancellationToken);

    private Outcome<Rendered> Get(Session session, GetTrend request)
    {
        var (chosen, refusal) = ChosenSeries.Of(session, instruments, request.Call.Caller, request.Operation, request.EpisodeId, request.Instrument, request.Rater);
        if (chosen is null)
        {
            return refusal!;
        }

        return request.AsOf is { } asOf
            ? Render(chosen.Document, chosen.Key, chosen.SeenAsOf(session, asOf), null, request)
            : Now(session, chosen, request);
    }

    // What is held back for some time is never put on the shelf: nothing in the store changes when its time comes.
    private Rendered Now(Session session, ChosenSeries chosen, GetTrend request)
    {
        var sight = chosen.Sight;
        session.Lasts = !sight.IsTimed;
        return sight.IsTimed
            ? Make().Made
            : shelf.Get(new TrendShelfKey(chosen.Organization, chosen.Key, chosen.Document.Sha256, chosen.Stamp, new TrendAspect(request.Format, sight.Audience, sight.Most, request.Options)), Make);

        (Rendered Made, bool MayBeKept) Make()
        {
            var seen = chosen.SeenNow(session);
            session.Lasts &= !seen.IsTimed;
            return (Render(chosen.Document, chosen.Key, seen, chosen.Stamp.Revision, request), !seen.IsTimed);
        }
    }

    private Rendered Render(InstrumentDocument document, SeriesKey key, SeenSeries series, long? revision, GetTrend request)
    {
        var trend = SeriesTrendDetail.Of(
            instruments.Model(document.Instrument), series.Shown.ConvertAll(m => m.ToForm()), [.. series.Withheld.Select(m => (int)m.Number)]);
        var bytes = request.Format switch
        {
            TrendFormat.Svg => Chart.TrendChart.Svg(trend, series.ScoresVisible, series.Withheld.Count),
            TrendFormat.Png => Chart.TrendChart.Png(trend, series.ScoresVisible, series.Withheld.Count),
            _ => ApiJson.Bytes(TrendView.Show(trend, key, series, revision, request.AsOf, request.Options)),
        };
        return new Rendered(bytes, EntityTag.Of(revision ?? 0, bytes));
    }
}
