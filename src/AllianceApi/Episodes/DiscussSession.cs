using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Episodes;

/// <summary>The clinician says that what was answered about a session was discussed with the client.</summary>
internal sealed record DiscussSession(Call Call, string EpisodeId, int Number) : IRequest<Outcome<SessionResource>>, ICall
{
    public Operation Operation => Operation.DiscussSession;

    public string Resource => $"/v1/episodes/{EpisodeId}/sessions/{Number}/discussed";

    public static DiscussSession Read(Input input) => new(input.Call, input.PathId("episodeId"), SessionNumber.Of(input));
}

internal sealed class DiscussSessionHandler(Database database) : IRequestHandler<DiscussSession, Outcome<SessionResource>>
{
    public Task<Outcome<SessionResource>> Handle(DiscussSession request, CancellationToken cancellationToken) =>
        database.Write(request, session => Discuss(session, request), cancellationToken);

    private static Outcome<SessionResource> Discuss(Session session, DiscussSession request)
    {
        var caller = request.Call.Caller;
        var episode = EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId);
        session.ClientId = episode?.ClientId;
        if (episode is null || SessionStore.Find(session, caller.Organization, request.EpisodeId, request.Number) is null)
        {
            return Refusal.NotFound("session");
        }

        SessionStore.Discuss(session, caller.Organization, request.EpisodeId, request.Number);
        var row = SessionStore.Find(session, caller.Organization, request.EpisodeId, request.Number)!;
        return Outcome<SessionResource>.Ok(row.ToResource(), row.State);
    }
}
