using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Access.Keys;

/// <summary>The routes of API keys.</summary>
internal static class KeyRoutes
{
    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapResource("Keys");
        keys.MapPost("/v1/keys", (HttpContext http, ISender sender) => Rest.Post<MakeKey, NewKeyResource>(http, sender, MakeKey.Read))
            .Allows(Operation.ManageKeys).Takes<MakeKeyBody>().Headers(HeaderParameter.IdempotencyKey).Gives<NewKeyResource>(201, 404, 422)
            .Describe("makeKey", "Makes an API key", "The secret is shown once. A clinician's key needs `clinicianId`, a supervisor's key `supervises`.");
        keys.MapGet("/v1/keys", (HttpContext http, ISender sender) => Rest.Get<ListKeys, Page<KeyResource>>(http, sender, ListKeys.Read))
            .Allows(Operation.ManageKeys).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<KeyResource>>(200)
            .Describe("listKeys", "Lists the API keys of the organization", "Without their secrets; revoked keys are left out.");
        keys.MapGet("/v1/me", (HttpContext http, ISender sender) => Rest.Get<GetOwnKey, OwnKeyResource>(http, sender, GetOwnKey.Read))
            .Allows(Operation.ReadOwnKey).Headers(HeaderParameter.IfNoneMatch).Gives<OwnKeyResource>(200, 304)
            .Describe("getOwnKey", "Reads the credential that is used", "Its role and what it is bound to, for pages that offer only what it may do.");
        keys.MapDelete("/v1/keys/{keyId}", (string keyId, HttpContext http, ISender sender) => Rest.Get<RevokeKey, KeyResource>(http, sender, RevokeKey.Read))
            .Allows(Operation.ManageKeys).Gives(204, 404)
            .Describe("revokeKey", "Revokes an API key", "It stops within a second on every instance.");
    }
}

/// <summary>A key to be made.</summary>
/// <param name="Name">For people, so that the key is known again in lists and in the audit log.</param>
/// <param name="Role">admin, integration, clinician, supervisor or auditor.</param>
/// <param name="ClinicianId">The clinician that a clinician's key is bound to.</param>
/// <param name="Supervises">The clinicians that a supervisor's key is bound to.</param>
/// <param name="Organization">Another organization than the caller's: for the operator only.</param>
/// <param name="ExpiresAt">When the key ends by itself.</param>
internal sealed record MakeKeyBody(string Name, string Role, string? ClinicianId, IReadOnlyList<string>? Supervises, string? Organization, DateTimeOffset? ExpiresAt);
