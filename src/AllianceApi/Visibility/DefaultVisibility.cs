using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Visibility;

/// <summary>Reads the organization's default.</summary>
internal sealed record GetDefaultVisibility(Call Call) : IRequest<Outcome<VisibilityResource>>, ICall
{
    public Operation Operation => Operation.ReadDefaultVisibility;

    public string Resource => "/v1/visibility";

    public static GetDefaultVisibility Read(Input input) => new(input.Call);
}

internal sealed class GetDefaultVisibilityHandler(Database database) : IRequestHandler<GetDefaultVisibility, Outcome<VisibilityResource>>
{
    public Task<Outcome<VisibilityResource>> Handle(GetDefaultVisibility request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var stored = VisibilityStore.Find(session, request.Call.Caller.Organization, VisibilityStore.Default);
            var policy = stored?.Policy ?? VisibilityPolicy.BuiltIn;
            return Outcome<VisibilityResource>.Ok(VisibilityResource.Of(policy, policy), stored?.Revision ?? 0);
        },
        cancellationToken);
}

/// <summary>Sets the organization's default. It widens nothing that was promised before.</summary>
internal sealed record PutDefaultVisibility(Call Call, VisibilityPolicy? Policy, Precondition? Precondition) : IRequest<Outcome<VisibilityResource>>, ICall
{
    public Operation Operation => Operation.WriteDefaultVisibility;

    public string Resource => "/v1/visibility";

    public static PutDefaultVisibility Read(Input input) => new(input.Call, PolicyBody.Read(input.Body!), input.Precondition);
}

internal sealed class PutDefaultVisibilityHandler(Database database) : IRequestHandler<PutDefaultVisibility, Outcome<VisibilityResource>>
{
    public Task<Outcome<VisibilityResource>> Handle(PutDefaultVisibility request, CancellationToken cancellationToken) =>
        database.Write(request, session => Put(session, request), cancellationToken);

    private static Outcome<VisibilityResource> Put(Session session, PutDefaultVisibility request)
    {
        var caller = request.Call.Caller;
        var policy = request.Policy!.Value;
        var stored = VisibilityStore.Find(session, caller.Organization, VisibilityStore.Default);
        if (PolicyChange.Check(request.Precondition, stored) is { } refusal)
        {
            return refusal;
        }

        var revision = PolicyChange.Save(session, caller, VisibilityStore.Default, policy, stored);
        return Outcome<VisibilityResource>.Ok(VisibilityResource.Of(policy, policy), revision);
    }
}

/// <summary>The change of a stored policy.</summary>
internal static class PolicyChange
{
    /// <summary>
    /// If-Match is held where it is sent and not asked for where it is not: nobody who must narrow a policy now shall first have to
    /// read it.
    /// </summary>
    public static Refusal? Check(Precondition? precondition, VisibilityStore.PolicyRow? stored) =>
        precondition is null ? null : Precondition.Check(precondition, stored?.Revision ?? 0);

    /// <summary>Saves what differs from what is stored.</summary>
    /// <returns>The revision now.</returns>
    public static long Save(Session session, Caller caller, string clientId, VisibilityPolicy policy, VisibilityStore.PolicyRow? stored)
    {
        if (stored?.Policy == policy)
        {
            return stored.Revision;
        }

        var revision = (stored?.Revision ?? 0) + 1;
        session.Reason = policy.ToString();
        VisibilityStore.Save(session, caller.Organization, clientId, policy, revision, caller.KeyId);
        VisibilityStore.ForgetKeptAnswers(session, caller.Organization);
        return revision;
    }
}
