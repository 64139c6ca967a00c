using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Organizations;

/// <summary>An organization: a clinic or a network of clinics; nothing crosses its border.</summary>
/// <param name="OrganizationId">Its id.</param>
/// <param name="Label">Its name for people; may be absent.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record OrganizationResource(string OrganizationId, string? Label, DateTimeOffset CreatedAt);

/// <summary>Makes or changes an organization: for the operator only.</summary>
internal sealed record PutOrganization(Call Call, string OrganizationId, string? Label, Precondition? Precondition) : IRequest<Outcome<OrganizationResource>>, ICall
{
    public Operation Operation => Operation.ManageOrganizations;

    public string Resource => $"/v1/organizations/{OrganizationId}";

    public static PutOrganization Read(Input input) => new(input.Call, input.PathId("organizationId"), input.Body!.Text("label"), input.Precondition);
}

internal sealed class PutOrganizationHandler(Database database) : IRequestHandler<PutOrganization, Outcome<OrganizationResource>>
{
    public Task<Outcome<OrganizationResource>> Handle(PutOrganization request, CancellationToken cancellationToken) =>
        database.Write(request, session => Put(session, request), cancellationToken);

    private static Outcome<OrganizationResource> Put(Session session, PutOrganization request)
    {
        if (!request.Call.Caller.IsOperator)
        {
            return new Refusal(ProblemType.Forbidden, "Only the operator's key may make organizations.");
        }

        var stored = OrganizationStore.Find(session, request.OrganizationId);
        if (stored is null)
        {
            if (Precondition.CheckAbsent(request.Precondition) is { } absent)
            {
                return absent;
            }

            OrganizationStore.Save(session, request.OrganizationId, request.Label, 1);
            return Outcome<OrganizationResource>.Created(new(request.OrganizationId, request.Label, session.At), request.Resource, 1);
        }

        if (stored.Label != request.Label)
        {
            if (Precondition.Check(request.Precondition, stored.Revision) is { } refusal)
            {
                return refusal;
            }

            OrganizationStore.Save(session, request.OrganizationId, request.Label, stored.Revision + 1);
            return Outcome<OrganizationResource>.Ok(new(stored.Id, request.Label, Instant.FromStore(stored.CreatedAt)), stored.Revision + 1);
        }

        return Outcome<OrganizationResource>.Ok(new(stored.Id, stored.Label, Instant.FromStore(stored.CreatedAt)), stored.Revision);
    }
}

/// <summary>Lists the organizations: for the operator only.</summary>
internal sealed record ListOrganizations(Call Call, PageRequest Page) : IRequest<Outcome<Page<OrganizationResource>>>, ICall
{
    public Operation Operation => Operation.ManageOrganizations;

    public string Resource => "/v1/organizations";

    public static ListOrganizations Read(Input input) => new(input.Call, input.Page());
}

internal sealed class ListOrganizationsHandler(Database database) : IRequestHandler<ListOrganizations, Outcome<Page<OrganizationResource>>>
{
    public Task<Outcome<Page<OrganizationResource>>> Handle(ListOrganizations request, CancellationToken cancellationToken) => database.Read(
        request,
        session => request.Call.Caller.IsOperator
            ? request.Page.Of(
                [.. OrganizationStore.List(session, request.Page.After, request.Page.Limit + 1).Select(r => new OrganizationResource(r.Id, r.Label, Instant.FromStore(r.CreatedAt)))],
                r => r.OrganizationId,
                request.Call.Caller.Organization)
            : new Refusal(ProblemType.Forbidden, "Only the operator's key may list organizations."),
        cancellationToken);
}
