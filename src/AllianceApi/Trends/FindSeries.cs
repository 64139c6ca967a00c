using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Trends;

/// <summary>A series with where it belongs and when it last changed; nothing of what it says.</summary>
internal sealed record FiledSeries
{
    public string EpisodeId { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string ClinicianId { get; init; } = "";

    public string Instrument { get; init; } = "";

    public string Version { get; init; } = "";

    public string Rater { get; init; } = "";

    public long Revision { get; init; }

    public long LastHeldAt { get; init; }

    public long RecordedAt { get; init; }

    /// <summary>Names the series among all of an organization.</summary>
    public string Key => $"{EpisodeId} {Instrument} {Version} {Rater}";
}

/// <summary>Which series are asked for; a list that is null does not matter.</summary>
/// <param name="ClientIds">Whose they are.</param>
/// <param name="EpisodeIds">Where they are.</param>
/// <param name="Settled">Whether only those are meant behind which nothing will be recorded any more.</param>
internal sealed record SeriesCriteria(IReadOnlyList<string>? ClientIds, IReadOnlyList<string>? EpisodeIds, bool Settled);

/// <summary>The series found.</summary>
internal sealed record FoundSeries(IReadOnlyList<FiledSeries> Items);

/// <summary>Finds the series that have forms. What they say is asked of each with <see cref="GetTrend"/>.</summary>
internal sealed record FindSeries(Call Call, SeriesCriteria Criteria) : IRequest<Outcome<FoundSeries>>, ICall
{
    public Operation Operation => Operation.ReadTrend;

    public string Resource => "/v1/trends";
}

internal sealed class FindSeriesHandler(Database database) : IRequestHandler<FindSeries, Outcome<FoundSeries>>
{
    public async Task<Outcome<FoundSeries>> Handle(FindSeries request, CancellationToken cancellationToken)
    {
        if (request.Criteria.Settled)
        {
            await database.Settle(cancellationToken);
        }

        return await database.Read(
            request,
            session =>
            {
                session.ClientId = request.Criteria.ClientIds is [var only] ? only : null;
                return Outcome<FoundSeries>.Ok(new FoundSeries(SeriesStore.Find(session, request.Call.Caller, request.Operation, request.Criteria)));
            },
            cancellationToken);
    }
}
