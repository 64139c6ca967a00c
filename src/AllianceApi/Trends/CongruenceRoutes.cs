using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Trends;

/// <summary>The route of the two-rater view.</summary>
internal static class CongruenceRoutes
{
    public static void MapCongruence(this RouteGroupBuilder trends) => trends
        .MapGet("/v1/episodes/{episodeId}/congruence", (string episodeId, HttpContext http, ISender sender) =>
            Rest.Get<GetCongruence, CongruenceResource>(http, sender, GetCongruence.Read))
        .Allows(Operation.ReadTrend).Query(QueryParameter.Instrument, QueryParameter.Version)
        .Headers(HeaderParameter.IfNoneMatch).Gives<CongruenceResource>(200, 304, 404)
        .Describe("getCongruence", "Holds the client's ratings against the therapist's", "Per scale how far apart they lie and whether they move together. Blind: a session appears only when both have rated it. A supervisor sees the level of detail `trend`: no points. A form that only one of them answers has no pairs.");
}
