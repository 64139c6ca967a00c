using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.Invitations;

/// <summary>Everything that the page of an open invitation shows.</summary>
/// <param name="Invitation">The invitation.</param>
/// <param name="Form">The form.</param>
/// <param name="Wording">Its texts.</param>
/// <param name="Policy">Who will see what.</param>
internal sealed record OpenedForm(InvitationRow Invitation, InstrumentDocument Form, InstrumentWording Wording, VisibilityPolicy Policy);

/// <summary>Reads the form of an open invitation. The caller is the invitation itself.</summary>
internal sealed record OpenForm(Call Call, InvitationRow Invitation) : IRequest<Outcome<OpenedForm>>, ICall
{
    public Operation Operation => Operation.AnswerInvitation;

    public string Resource => $"/v1/episodes/{Invitation.EpisodeId}/invitations/{Invitation.InvitationId}";
}

internal sealed class OpenFormHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<OpenForm, Outcome<OpenedForm>>
{
    public Task<Outcome<OpenedForm>> Handle(OpenForm request, CancellationToken cancellationToken) =>
        database.Read(request, session => Open(session, request), cancellationToken);

    private Outcome<OpenedForm> Open(Session session, OpenForm request)
    {
        var row = request.Invitation;
        if (EpisodeStore.Find(session, request.Call.Caller, request.Operation, row.EpisodeId) is not { } episode
            || instruments.Find(session, row.Organization, row.Instrument, row.Version) is not { } document
            || instruments.Wording(session, row.Organization, document, row.Language) is not { } wording)
        {
            return Refusal.NotFound("invitation");
        }

        session.ClientId = episode.ClientId;
        return new OpenedForm(row, document, wording, VisibilityStore.InForce(session, row.Organization, episode.ClientId));
    }
}

/// <summary>Notes that an invitation was answered, once its response is stored.</summary>
internal sealed record CompleteInvitation(Call Call, InvitationRow Invitation, string ResponseId) : IRequest<Outcome<InvitationResource>>, ICall
{
    public Operation Operation => Operation.AnswerInvitation;

    public string Resource => $"/v1/episodes/{Invitation.EpisodeId}/invitations/{Invitation.InvitationId}";
}

internal sealed class CompleteInvitationHandler(Database database) : IRequestHandler<CompleteInvitation, Outcome<InvitationResource>>
{
    public Task<Outcome<InvitationResource>> Handle(CompleteInvitation request, CancellationToken cancellationToken) =>
        database.Write(request, session => Complete(session, request), cancellationToken);

    private static Outcome<InvitationResource> Complete(Session session, CompleteInvitation request)
    {
        var caller = request.Call.Caller;
        if (EpisodeStore.Find(session, caller, request.Operation, request.Invitation.EpisodeId) is not { } episode
            || InvitationStore.Find(session, caller.Organization, episode.EpisodeId, request.Invitation.InvitationId) is not { } row)
        {
            return Refusal.NotFound("invitation");
        }

        session.ClientId = episode.ClientId;
        if (row.CompletedAt is null)
        {
            InvitationStore.Complete(session, row, request.ResponseId);
            session.Publish(caller.Organization, "invitation.completed", episode.EpisodeId, episode.ClinicianId, request.Resource);
        }

        return InvitationResource.Of(row with { CompletedAt = row.CompletedAt ?? session.Now, ResponseId = row.ResponseId ?? request.ResponseId }, session.Now);
    }
}
