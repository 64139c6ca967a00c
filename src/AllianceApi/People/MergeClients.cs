using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Visibility;
using MediatR;

namespace AllianceApi.People;

/// <summary>Joins two entries of one person: the episodes of the one go to the other, and the one is gone.</summary>
internal sealed record MergeClients(Call Call, string ClientId, string? Into) : IRequest<Outcome<ClientResource>>, ICall
{
    public Operation Operation => Operation.MergeClients;

    public string Resource => $"/v1/clients/{ClientId}/merge";

    public static MergeClients Read(Input input)
    {
        var request = new MergeClients(input.Call, input.PathId("clientId"), input.Body!.Id("into", required: true));
        if (request.Into == request.ClientId)
        {
            input.Faults.Add("/into", "out-of-range", "A client is merged into another one.");
        }

        return request;
    }
}

internal sealed class MergeClientsHandler(Database database) : IRequestHandler<MergeClients, Outcome<ClientResource>>
{
    public Task<Outcome<ClientResource>> Handle(MergeClients request, CancellationToken cancellationToken) =>
        database.Write(request, session => Merge(session, request), cancellationToken);

    private static Outcome<ClientResource> Merge(Session session, MergeClients request)
    {
        var caller = request.Call.Caller;
        session.ClientId = request.ClientId;
        if (PeopleStore.FindClient(session, caller, request.Operation, request.ClientId) is null
            || PeopleStore.FindClient(session, caller, request.Operation, request.Into!) is not { } into)
        {
            return Refusal.NotFound("client");
        }

        var episodes = ClientRecordStore.Episodes(session, caller.Organization, request.ClientId);
        NarrowBoth(session, caller, request.ClientId, into.Id);
        session.Reason = $"merged into {request.Into}";
        ClientRecordStore.Merge(session, caller.Organization, request.ClientId, into.Id, JsonSerializer.Serialize(episodes), caller.KeyId);
        session.AuditAlso(request, into.Id);
        return Outcome<ClientResource>.Ok(new ClientResource(into.Id, into.Label, Instant.FromStore(into.CreatedAt)), into.Revision);
    }

    // What was narrowed for either entry stays narrowed for the person.
    private static void NarrowBoth(Session session, Caller caller, string clientId, string into)
    {
        if (VisibilityStore.Find(session, caller.Organization, clientId) is { } own)
        {
            var kept = VisibilityStore.Find(session, caller.Organization, into);
            VisibilityStore.Save(session, caller.Organization, into, kept?.Policy.And(own.Policy) ?? own.Policy, (kept?.Revision ?? 0) + 1, caller.KeyId);
        }
    }
}
