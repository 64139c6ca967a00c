using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Episodes;

/// <summary>One course of therapy of one client with one clinician. A new therapist is a new episode.</summary>
/// <param name="EpisodeId">The caller's id.</param>
/// <param name="ClientId">The client; never changes.</param>
/// <param name="ClinicianId">The clinician; never changes.</param>
/// <param name="Instrument">The usual instrument, shown where none is named.</param>
/// <param name="StartedOn">First day.</param>
/// <param name="EndedOn">Last day; null while it goes on.</param>
/// <param name="Status">open or closed.</param>
/// <param name="CreatedAt">When it was entered.</param>
internal sealed record EpisodeResource(
    string EpisodeId, string ClientId, string ClinicianId, string Instrument, DateOnly StartedOn, DateOnly? EndedOn, string Status, DateTimeOffset CreatedAt);

/// <summary>Reads one episode.</summary>
internal sealed record GetEpisode(Call Call, string EpisodeId) : IRequest<Outcome<EpisodeResource>>, ICall
{
    public Operation Operation => Operation.ReadEpisode;

    public string Resource => $"/v1/episodes/{EpisodeId}";

    public static GetEpisode Read(Input input) => new(input.Call, input.PathId("episodeId"));
}

internal sealed class GetEpisodeHandler(Database database) : IRequestHandler<GetEpisode, Outcome<EpisodeResource>>
{
    public Task<Outcome<EpisodeResource>> Handle(GetEpisode request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var row = EpisodeStore.Find(session, request.Call.Caller, request.Operation, request.EpisodeId);
            session.ClientId = row?.ClientId;
            return row is null ? Refusal.NotFound("episode") : Outcome<EpisodeResource>.Ok(row.ToResource(), row.Revision);
        },
        cancellationToken);
}

/// <summary>Lists the episodes within the caller's sight.</summary>
internal sealed record ListEpisodes(Call Call, PageRequest Page, EpisodeFilter Filter) : IRequest<Outcome<Page<EpisodeResource>>>, ICall
{
    public Operation Operation => Operation.ReadEpisode;

    public string Resource => "/v1/episodes";

    public static ListEpisodes Read(Input input)
    {
        var page = input.Page("clinicianId", "clientId", "status");
        input.QueryId("clinicianId");
        input.QueryId("clientId");
        input.QueryOneOf("status", ["open", "closed"]);
        return new ListEpisodes(input.Call, page, new EpisodeFilter(page["clinicianId"], page["clientId"], page["status"]));
    }
}

internal sealed class ListEpisodesHandler(Database database) : IRequestHandler<ListEpisodes, Outcome<Page<EpisodeResource>>>
{
    public Task<Outcome<Page<EpisodeResource>>> Handle(ListEpisodes request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            session.ClientId = request.Filter.ClientId;
            var rows = EpisodeStore.List(session, request.Call.Caller, request.Filter, request.Page.After, request.Page.Limit + 1);
            return request.Page.Of([.. rows.Select(r => r.ToResource())], r => r.EpisodeId, request.Call.Caller.Organization);
        },
        cancellationToken);
}
