using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.People;

/// <summary>Erases a client and everything held of it. The audit log keeps that it happened.</summary>
internal sealed record EraseClient(Call Call, string ClientId, Precondition? Precondition) : IRequest<Outcome<ClientResource>>, ICall
{
    public Operation Operation => Operation.EraseClient;

    public string Resource => $"/v1/clients/{ClientId}";

    public static EraseClient Read(Input input) => new(input.Call, input.PathId("clientId"), input.Precondition);
}

internal sealed class EraseClientHandler(Database database) : IRequestHandler<EraseClient, Outcome<ClientResource>>
{
    public Task<Outcome<ClientResource>> Handle(EraseClient request, CancellationToken cancellationToken) =>
        database.Write(request, session => Erase(session, request), cancellationToken);

    private static Outcome<ClientResource> Erase(Session session, EraseClient request)
    {
        var organization = request.Call.Caller.Organization;
        session.ClientId = request.ClientId;
        if (PeopleStore.RevisionOfClient(session, request.Call.Caller, request.Operation, request.ClientId) is not { } revision)
        {
            return ClientRecordStore.WasErased(session, organization, request.ClientId)
                ? new Refusal(ProblemType.Gone, "The client was erased.")
                : Refusal.NotFound("client");
        }

        if (Precondition.Check(request.Precondition, revision) is { } refusal)
        {
            return refusal;
        }

        ClientRecordStore.Erase(session, organization, request.ClientId);
        session.Reason = "erased";
        return Outcome<ClientResource>.Done();
    }
}
