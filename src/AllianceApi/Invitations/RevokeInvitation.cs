using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Invitations;

/// <summary>Withdraws an invitation that was not answered yet.</summary>
internal sealed record RevokeInvitation(Call Call, string EpisodeId, string InvitationId) : IRequest<Outcome<InvitationResource>>, ICall
{
    public Operation Operation => Operation.WriteInvitation;

    public string Resource => $"/v1/episodes/{EpisodeId}/invitations/{InvitationId}";

    public static RevokeInvitation Read(Input input) => new(input.Call, input.PathId("episodeId"), input.Path("invitationId"));
}

internal sealed class RevokeInvitationHandler(Database database) : IRequestHandler<RevokeInvitation, Outcome<InvitationResource>>
{
    public Task<Outcome<InvitationResource>> Handle(RevokeInvitation request, CancellationToken cancellationToken) =>
        database.Write(request, session => Revoke(session, request), cancellationToken);

    private static Outcome<InvitationResource> Revoke(Session session, RevokeInvitation request)
    {
        var caller = request.Call.Caller;
        if (EpisodeStore.Find(session, caller, request.Operation, request.EpisodeId) is not { } episode
            || InvitationStore.Find(session, caller.Organization, episode.EpisodeId, request.InvitationId) is not { } row)
        {
            return Refusal.NotFound("invitation");
        }

        session.ClientId = episode.ClientId;
        if (row.CompletedAt is not null)
        {
            return new Refusal(ProblemType.WrongState, "The invitation is completed: its answers are there. To take them back, void the response.");
        }

        InvitationStore.Revoke(session, row);
        return Outcome<InvitationResource>.Done();
    }
}
