using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.People;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Visibility;

/// <summary>Reads the policy of a client.</summary>
internal sealed record GetClientVisibility(Call Call, string ClientId) : IRequest<Outcome<VisibilityResource>>, ICall
{
    public Operation Operation => Operation.ReadVisibility;

    public string Resource => $"/v1/clients/{ClientId}/visibility";

    public static GetClientVisibility Read(Input input) => new(input.Call, input.PathId("clientId"));
}

internal sealed class GetClientVisibilityHandler(Database database) : IRequestHandler<GetClientVisibility, Outcome<VisibilityResource>>
{
    public Task<Outcome<VisibilityResource>> Handle(GetClientVisibility request, CancellationToken cancellationToken) =>
        database.Read(request, session => Get(session, request), cancellationToken);

    private static Outcome<VisibilityResource> Get(Session session, GetClientVisibility request)
    {
        var caller = request.Call.Caller;
        session.ClientId = request.ClientId;
        if (PeopleStore.FindClient(session, caller, request.Operation, request.ClientId) is null)
        {
            return Refusal.NotFound("client");
        }

        var stored = VisibilityStore.Find(session, caller.Organization, request.ClientId);
        var inForce = VisibilityStore.InForce(session, caller.Organization, request.ClientId);
        return Outcome<VisibilityResource>.Ok(VisibilityResource.Of(stored?.Policy ?? inForce, inForce), stored?.Revision ?? 0);
    }
}

/// <summary>Sets the policy of a client: it narrows the organization's default. A clinician may only show less than before.</summary>
internal sealed record PutClientVisibility(Call Call, string ClientId, VisibilityPolicy? Policy, Precondition? Precondition) : IRequest<Outcome<VisibilityResource>>, ICall
{
    public Operation Operation => Operation.WriteClientVisibility;

    public string Resource => $"/v1/clients/{ClientId}/visibility";

    public static PutClientVisibility Read(Input input) => new(input.Call, input.PathId("clientId"), PolicyBody.Read(input.Body!), input.Precondition);
}

internal sealed class PutClientVisibilityHandler(Database database) : IRequestHandler<PutClientVisibility, Outcome<VisibilityResource>>
{
    public Task<Outcome<VisibilityResource>> Handle(PutClientVisibility request, CancellationToken cancellationToken) =>
        database.Write(request, session => Put(session, request), cancellationToken);

    private static Outcome<VisibilityResource> Put(Session session, PutClientVisibility request)
    {
        var caller = request.Call.Caller;
        var policy = request.Policy!.Value;
        session.ClientId = request.ClientId;
        if (PeopleStore.FindClient(session, caller, request.Operation, request.ClientId) is null)
        {
            return Refusal.NotFound("client");
        }

        var stored = VisibilityStore.Find(session, caller.Organization, request.ClientId);
        if (PolicyChange.Check(request.Precondition, stored) is { } refusal)
        {
            return refusal;
        }

        if (caller.Role == Role.Clinician && !policy.IsWithin(VisibilityStore.InForce(session, caller.Organization, request.ClientId)))
        {
            return new Refusal(ProblemType.Forbidden, "A clinician may show less than the policy in force, not more: no level higher, and nothing that is waited for left out.");
        }

        var revision = PolicyChange.Save(session, caller, request.ClientId, policy, stored);
        return Outcome<VisibilityResource>.Ok(VisibilityResource.Of(policy, VisibilityStore.InForce(session, caller.Organization, request.ClientId)), revision);
    }
}
