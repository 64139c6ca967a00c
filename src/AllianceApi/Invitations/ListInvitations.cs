using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Invitations;

/// <summary>Lists the invitations of an episode, without their links.</summary>
internal sealed record ListInvitations(Call Call, string EpisodeId, PageRequest Page) : IRequest<Outcome<Page<InvitationResource>>>, ICall
{
    public Operation Operation => Operation.ReadInvitation;

    public string Resource => $"/v1/episodes/{EpisodeId}/invitations";

    public static ListInvitations Read(Input input) => new(input.Call, input.PathId("episodeId"), input.Page());
}

internal sealed class ListInvitationsHandler(Database database) : IRequestHandler<ListInvitations, Outcome<Page<InvitationResource>>>
{
    public Task<Outcome<Page<InvitationResource>>> Handle(ListInvitations request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var caller = request.Call.Caller;
            if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode)
            {
                return Refusal.NotFound("episode");
            }

            session.ClientId = episode.ClientId;
            var rows = InvitationStore.List(session, caller.Organization, episode.EpisodeId, request.Page.After, request.Page.Limit + 1);
            return request.Page.Of(rows.ConvertAll(r => InvitationResource.Of(r, session.Now)), r => r.Id, caller.Organization);
        },
        cancellationToken);
}
