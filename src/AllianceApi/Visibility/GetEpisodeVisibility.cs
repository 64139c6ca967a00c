using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Visibility;

/// <summary>Reads who sees how much of what is answered in an episode from now on, in data and in words.</summary>
internal sealed record GetEpisodeVisibility(Call Call, string EpisodeId) : IRequest<Outcome<EpisodeVisibility>>, ICall
{
    public Operation Operation => Operation.ReadVisibility;

    public string Resource => $"/v1/episodes/{EpisodeId}/visibility";

    public static GetEpisodeVisibility Read(Input input) => new(input.Call, input.PathId("episodeId"));
}

internal sealed class GetEpisodeVisibilityHandler(Database database) : IRequestHandler<GetEpisodeVisibility, Outcome<EpisodeVisibility>>
{
    public Task<Outcome<EpisodeVisibility>> Handle(GetEpisodeVisibility request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var caller = request.Call.Caller;
            if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode)
            {
                return Refusal.NotFound("episode");
            }

            session.ClientId = episode.ClientId;
            return Outcome<EpisodeVisibility>.Ok(EpisodeVisibility.Of(VisibilityStore.InForce(session, caller.Organization, episode.ClientId)), 0);
        },
        cancellationToken);
}
