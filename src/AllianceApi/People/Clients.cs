using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.People;

/// <summary>A client: the person in therapy, known by an opaque id only.</summary>
/// <param name="ClientId">The caller's id.</param>
/// <param name="Label">A short text for people, such as initials; null where it is absent or the role sees ids only.</param>
/// <param name="CreatedAt">When it was entered.</param>
internal sealed record ClientResource(string ClientId, string? Label, DateTimeOffset CreatedAt);

/// <summary>Enters or changes a client.</summary>
internal sealed record PutClient(Call Call, string ClientId, string? Label, Precondition? Precondition) : IRequest<Outcome<ClientResource>>, ICall
{
    public Operation Operation => Operation.WriteClient;

    public string Resource => $"/v1/clients/{ClientId}";

    public static PutClient Read(Input input) => new(input.Call, input.PathId("clientId"), input.Body!.Text("label"), input.Precondition);
}

internal sealed class PutClientHandler(Database database) : IRequestHandler<PutClient, Outcome<ClientResource>>
{
    public Task<Outcome<ClientResource>> Handle(PutClient request, CancellationToken cancellationToken) =>
        database.Write(request, session => Put(session, request), cancellationToken);

    private static Outcome<ClientResource> Put(Session session, PutClient request)
    {
        var caller = request.Call.Caller;
        session.ClientId = request.ClientId;
        var stored = PeopleStore.FindClient(session, caller, request.Operation, request.ClientId);
        if (stored is null)
        {
            if (PeopleStore.ClientExists(session, caller.Organization, request.ClientId))
            {
                return Refusal.NotFound("client");
            }

            if (Precondition.CheckAbsent(request.Precondition) is { } absent)
            {
                return absent;
            }

            PeopleStore.SaveClient(session, caller.Organization, request.ClientId, request.Label, caller.ClinicianId, 1);
            return Outcome<ClientResource>.Created(new(request.ClientId, request.Label, session.At), request.Resource, 1);
        }

        var revision = stored.Revision;
        if (stored.Label != request.Label)
        {
            if (Precondition.Check(request.Precondition, revision) is { } refusal)
            {
                return refusal;
            }

            PeopleStore.SaveClient(session, caller.Organization, request.ClientId, request.Label, null, ++revision);
        }

        return Outcome<ClientResource>.Ok(new(stored.Id, request.Label, Instant.FromStore(stored.CreatedAt)), revision);
    }
}

/// <summary>Reads one client.</summary>
internal sealed record GetClient(Call Call, string ClientId) : IRequest<Outcome<ClientResource>>, ICall
{
    public Operation Operation => Operation.ReadClient;

    public string Resource => $"/v1/clients/{ClientId}";

    public static GetClient Read(Input input) => new(input.Call, input.PathId("clientId"));
}

internal sealed class GetClientHandler(Database database) : IRequestHandler<GetClient, Outcome<ClientResource>>
{
    public Task<Outcome<ClientResource>> Handle(GetClient request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            session.ClientId = request.ClientId;
            return PeopleStore.FindClient(session, request.Call.Caller, request.Operation, request.ClientId) is { } row
                ? Outcome<ClientResource>.Ok(ClientView.Show(row, request.Call.Caller), row.Revision)
                : Refusal.NotFound("client");
        },
        cancellationToken);
}

/// <summary>Lists the clients within the caller's sight.</summary>
internal sealed record ListClients(Call Call, PageRequest Page) : IRequest<Outcome<Page<ClientResource>>>, ICall
{
    public Operation Operation => Operation.ReadClient;

    public string Resource => "/v1/clients";

    public static ListClients Read(Input input) => new(input.Call, input.Page());
}

internal sealed class ListClientsHandler(Database database) : IRequestHandler<ListClients, Outcome<Page<ClientResource>>>
{
    public Task<Outcome<Page<ClientResource>>> Handle(ListClients request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var rows = PeopleStore.ListClients(session, request.Call.Caller, request.Page.After, request.Page.Limit + 1);
            return request.Page.Of([.. rows.Select(r => ClientView.Show(r, request.Call.Caller))], r => r.ClientId, request.Call.Caller.Organization);
        },
        cancellationToken);
}

internal static class ClientView
{
    public static ClientResource Show(PeopleStore.PersonRow row, Caller caller) => new(
        row.Id, AccessRules.For(Operation.ReadClient, caller.Role) == Reach.Ids ? null : row.Label, Instant.FromStore(row.CreatedAt));
}
