using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Episodes;

/// <summary>The routes of episodes and their sessions.</summary>
internal static class EpisodeRoutes
{
    public static void MapEpisodes(this IEndpointRouteBuilder app)
    {
        MapEpisodes(app.MapResource("Episodes"));
        MapSessions(app.MapResource("Sessions"));
    }

    private static void MapEpisodes(RouteGroupBuilder episodes)
    {
        episodes.MapPut("/v1/episodes/{episodeId}", (string episodeId, HttpContext http, ISender sender) =>
                Rest.Post<PutEpisode, EpisodeResource>(http, sender, PutEpisode.Read))
            .Allows(Operation.WriteEpisode).Takes<PutEpisodeBody>().Headers(HeaderParameter.IfMatch)
            .Query(new QueryParameter("create", "Whether to enter the client and the clinician where they do not exist.", "boolean", "true", ["true", "false"]))
            .Gives<EpisodeResource>(201, 200, 404, 409, 412, 428)
            .Describe("putEpisode", "Opens or changes an episode", "One course of therapy of one client with one clinician; both never change. The same content again is 200.");
        episodes.MapGet("/v1/episodes/{episodeId}", (string episodeId, HttpContext http, ISender sender) =>
                Rest.Get<GetEpisode, EpisodeResource>(http, sender, GetEpisode.Read))
            .Allows(Operation.ReadEpisode).Headers(HeaderParameter.IfNoneMatch).Gives<EpisodeResource>(200, 304, 404)
            .Describe("getEpisode", "Reads an episode", "Outside the caller's sight is 404.");
        episodes.MapGet("/v1/episodes", (HttpContext http, ISender sender) => Rest.Get<ListEpisodes, Page<EpisodeResource>>(http, sender, ListEpisodes.Read))
            .Allows(Operation.ReadEpisode)
            .Query(
                new QueryParameter("clinicianId", "Only episodes with this clinician.", "string", "th-1"),
                new QueryParameter("clientId", "Only episodes of this client.", "string", "c-1"),
                new QueryParameter("status", "Only open or only closed episodes.", "string", "open", ["open", "closed"]),
                QueryParameter.Limit,
                QueryParameter.Cursor)
            .Gives<Page<EpisodeResource>>(200)
            .Describe("listEpisodes", "Lists episodes", "Those within the caller's sight, by id.");
    }

    private static void MapSessions(RouteGroupBuilder sessions)
    {
        sessions.MapGet("/v1/episodes/{episodeId}/sessions", (string episodeId, HttpContext http, ISender sender) =>
                Rest.Get<ListSessions, Page<SessionResource>>(http, sender, ListSessions.Read))
            .Allows(Operation.ReadEpisode).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<SessionResource>>(200, 404)
            .Describe("listSessions", "Lists the sessions of an episode", "By number.");
        sessions.MapGet("/v1/episodes/{episodeId}/sessions/{number}", (string episodeId, string number, HttpContext http, ISender sender) =>
                Rest.Get<GetSession, SessionResource>(http, sender, GetSession.Read))
            .Allows(Operation.ReadEpisode).Headers(HeaderParameter.IfNoneMatch).Gives<SessionResource>(200, 304, 404)
            .Describe("getSession", "Reads a session", "With the ETag that a correction needs.");
        sessions.MapPut("/v1/episodes/{episodeId}/sessions/{number}", (string episodeId, string number, HttpContext http, ISender sender) =>
                Rest.Post<PutSession, SessionResource>(http, sender, PutSession.Read))
            .Allows(Operation.WriteSession).Takes<PutSessionBody>().Headers(HeaderParameter.IfMatch).Gives<SessionResource>(200, 404, 409, 412, 428)
            .Describe("putSession", "Corrects the time of a session", "Trends are computed anew. What the time was before is kept for the view of an earlier day (`asOf`).");
        sessions.MapPost("/v1/episodes/{episodeId}/sessions/{number}/discussed", (string episodeId, string number, HttpContext http, ISender sender) =>
                Rest.Post<DiscussSession, SessionResource>(http, sender, DiscussSession.Read, optionalBody: true))
            .Allows(Operation.DiscussSession).Headers(HeaderParameter.IdempotencyKey).Gives<SessionResource>(200, 404, 422)
            .Describe("discussSession", "Says that a session was discussed", "Where the visibility policy holds responses back until they are `discussed`, this releases those of the session. Saying of an alert about it that it was discussed does so, too.");
    }
}

/// <summary>An episode to be opened or changed.</summary>
/// <param name="ClientId">The client; never changes.</param>
/// <param name="ClinicianId">The clinician; never changes.</param>
/// <param name="Instrument">The usual instrument, such as <c>wai-sr</c>.</param>
/// <param name="StartedOn">First day.</param>
/// <param name="EndedOn">Last day; absent while it goes on.</param>
internal sealed record PutEpisodeBody(string ClientId, string ClinicianId, string Instrument, DateOnly StartedOn, DateOnly? EndedOn);
