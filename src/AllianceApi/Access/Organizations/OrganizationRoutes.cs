using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Access.Organizations;

/// <summary>The routes of organizations.</summary>
internal static class OrganizationRoutes
{
    public static void MapOrganizations(this IEndpointRouteBuilder app)
    {
        var organizations = app.MapResource("Organizations");
        organizations.MapPut("/v1/organizations/{organizationId}", (string organizationId, HttpContext http, ISender sender) =>
                Rest.Post<PutOrganization, OrganizationResource>(http, sender, PutOrganization.Read, optionalBody: true))
            .Allows(Operation.ManageOrganizations).Takes<LabelBody>(optional: true).Headers(HeaderParameter.IfMatch).Gives<OrganizationResource>(201, 200, 412, 428)
            .Describe("putOrganization", "Makes or changes an organization", "For the operator's key only. No key of one organization ever sees another's data, the operator's included.");
        organizations.MapGet("/v1/organizations", (HttpContext http, ISender sender) =>
                Rest.Get<ListOrganizations, Page<OrganizationResource>>(http, sender, ListOrganizations.Read))
            .Allows(Operation.ManageOrganizations).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<OrganizationResource>>(200)
            .Describe("listOrganizations", "Lists the organizations", "For the operator's key only.");
    }
}

/// <summary>What can be said of a person or an organization: an optional label.</summary>
/// <param name="Label">A short text for people, at most 200 characters. Keep names out of it where you can.</param>
internal sealed record LabelBody(string? Label);
