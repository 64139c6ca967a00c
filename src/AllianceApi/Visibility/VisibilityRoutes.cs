using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Visibility;

/// <summary>The routes of who may see how much.</summary>
internal static class VisibilityRoutes
{
    public static void MapVisibility(this IEndpointRouteBuilder app)
    {
        var visibility = app.MapResource("Visibility");
        visibility.MapGet("/v1/visibility", (HttpContext http, ISender sender) => Rest.Get<GetDefaultVisibility, VisibilityResource>(http, sender, GetDefaultVisibility.Read))
            .Allows(Operation.ReadDefaultVisibility).Headers(HeaderParameter.IfNoneMatch).Gives<VisibilityResource>(200, 304)
            .Describe("getDefaultVisibility", "Reads who may see how much", "The organization's default. Where nothing was set: clinician and integration items, supervisor and client trend.");
        visibility.MapPut("/v1/visibility", (HttpContext http, ISender sender) => Rest.Post<PutDefaultVisibility, VisibilityResource>(http, sender, PutDefaultVisibility.Read))
            .Allows(Operation.WriteDefaultVisibility).Takes<VisibilityBody>().Headers(HeaderParameter.IfMatch).Gives<VisibilityResource>(200, 412)
            .Describe("putDefaultVisibility", "Sets who may see how much", "Showing less holds at once for everything. Showing more holds for what is answered from now on: a response is never shown beyond what was promised when it was given. `If-Match` may be left out.");
        visibility.MapGet("/v1/clients/{clientId}/visibility", (string clientId, HttpContext http, ISender sender) =>
                Rest.Get<GetClientVisibility, VisibilityResource>(http, sender, GetClientVisibility.Read))
            .Allows(Operation.ReadVisibility).Headers(HeaderParameter.IfNoneMatch).Gives<VisibilityResource>(200, 304, 404)
            .Describe("getClientVisibility", "Reads who may see how much of a client's answers", "What was set for the client, and under `inForce` what holds now: that, narrowed by the organization's default.");
        visibility.MapPut("/v1/clients/{clientId}/visibility", (string clientId, HttpContext http, ISender sender) =>
                Rest.Post<PutClientVisibility, VisibilityResource>(http, sender, PutClientVisibility.Read))
            .Allows(Operation.WriteClientVisibility).Takes<VisibilityBody>().Headers(HeaderParameter.IfMatch).Gives<VisibilityResource>(200, 404, 412)
            .Describe("putClientVisibility", "Sets who may see how much of a client's answers", "It narrows the organization's default and never goes beyond it. A clinician may only show less than what is in force. `If-Match` may be left out.");
        visibility.MapGet("/v1/episodes/{episodeId}/visibility", (string episodeId, HttpContext http, ISender sender) =>
                Rest.Get<GetEpisodeVisibility, EpisodeVisibility>(http, sender, GetEpisodeVisibility.Read))
            .Allows(Operation.ReadVisibility).Headers(HeaderParameter.IfNoneMatch).Gives<EpisodeVisibility>(200, 304, 404)
            .Describe("getEpisodeVisibility", "Reads what is promised to who answers now", "The policy in force, and the same in plain words to be shown before the first item.");
    }
}
