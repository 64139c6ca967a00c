using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Access.Apps;

/// <summary>The routes of apps.</summary>
internal static class AppRoutes
{
    public static void MapApps(this IEndpointRouteBuilder app)
    {
        TokenRoute.Map(app);
        var apps = app.MapResource("Apps");
        apps.MapPost("/v1/apps", (HttpContext http, ISender sender) => Rest.Post<MakeApp, AppResource>(http, sender, MakeApp.Read))
            .Allows(Operation.ManageKeys).Takes<AppBody>().Headers(HeaderParameter.IdempotencyKey).Gives<AppResource>(201, 422)
            .Describe("makeApp", "Registers an app that fetches its own tokens",
                "SMART Backend Services: the `id` is the app's client id. It signs an assertion with its own key and gets a token for five minutes at the address that `/.well-known/smart-configuration` names.");
        apps.MapGet("/v1/apps", (HttpContext http, ISender sender) => Rest.Get<ListApps, Page<AppResource>>(http, sender, ListApps.Read))
            .Allows(Operation.ManageKeys).Query(QueryParameter.Limit, QueryParameter.Cursor).Gives<Page<AppResource>>(200)
            .Describe("listApps", "Lists the apps of the organization", "Revoked ones are left out.");
        apps.MapGet("/v1/apps/{appId}", (string appId, HttpContext http, ISender sender) => Rest.Get<GetApp, AppResource>(http, sender, GetApp.Read))
            .Allows(Operation.ManageKeys).Headers(HeaderParameter.IfNoneMatch).Gives<AppResource>(200, 304, 404)
            .Describe("getApp", "Reads an app", "With its scopes and the names of its keys.");
        apps.MapPut("/v1/apps/{appId}", (string appId, HttpContext http, ISender sender) => Rest.Post<ChangeApp, AppResource>(http, sender, ChangeApp.Read))
            .Allows(Operation.ManageKeys).Takes<AppBody>().Headers(HeaderParameter.IfMatch).Gives<AppResource>(200, 404, 412, 428)
            .Describe("changeApp", "Changes an app", "Its keys, its scopes or its name. The tokens that it has end at once; it fetches new ones.");
        apps.MapDelete("/v1/apps/{appId}", (string appId, HttpContext http, ISender sender) => Rest.Get<RevokeApp, AppResource>(http, sender, RevokeApp.Read))
            .Allows(Operation.ManageKeys).Gives(204, 404)
            .Describe("revokeApp", "Revokes an app", "It gets no more tokens, and those that it has stop within a second on every instance.");
    }
}
