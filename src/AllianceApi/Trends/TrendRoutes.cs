using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Trends.Report;
using MediatR;

namespace AllianceApi.Trends;

/// <summary>The routes of trends.</summary>
internal static class TrendRoutes
{
    private const string Svg = "image/svg+xml";
    private const string Png = "image/png";

    public static void MapTrends(this IEndpointRouteBuilder app)
    {
        var trends = app.MapResource("Trends");
        trends.MapGet("/v1/episodes/{episodeId}/trend", (string episodeId, HttpContext http, ISender sender) => Get(http, sender, Preferred(http.Request)))
            .Allows(Operation.ReadTrend).Query([QueryParameter.Instrument, QueryParameter.Version, QueryParameter.Rater, QueryParameter.AsOf, .. TrendOptions.Parameters])
            .Headers(HeaderParameter.IfNoneMatch).Gives<TrendResource>(200, 304, 404, 406).Also(200, Svg)
            .Describe("getTrend", "Reads a trend", "Level, slope, changes with labels, next session, baseline, reliable change, possible strains and plain sentences, each with its uncertainty. `Accept: image/svg+xml` gives the chart. A supervisor sees the level of detail `trend`: no single scores.");
        trends.MapGet("/v1/episodes/{episodeId}/trend.svg", (string episodeId, HttpContext http, ISender sender) => Get(http, sender, TrendFormat.Svg))
            .Allows(Operation.ReadTrend).Query(QueryParameter.Instrument, QueryParameter.Version, QueryParameter.Rater, QueryParameter.AsOf)
            .Headers(HeaderParameter.IfNoneMatch).Gives(200, 304, 404).Also(200, Svg)
            .Describe("getTrendChart", "Draws a trend", "SVG that follows light and dark and prints in black and white; with title and description for screen readers.");
        trends.MapGet("/v1/episodes/{episodeId}/trend.png", (string episodeId, HttpContext http, ISender sender) => Get(http, sender, TrendFormat.Png))
            .Allows(Operation.ReadTrend).Query(QueryParameter.Instrument, QueryParameter.Version, QueryParameter.Rater, QueryParameter.AsOf)
            .Headers(HeaderParameter.IfNoneMatch).Gives(200, 304, 404).Also(200, Png)
            .Describe("getTrendImage", "Draws a trend as an image", "The same drawing on light paper, 1280 by 1040 pixels, for systems that show no SVG. Give it the `statements` of the trend as its alternative text.");
        trends.MapReport();
        trends.MapCongruence();
    }

    private static async Task Get(HttpContext http, ISender sender, TrendFormat? format)
    {
        var input = Input.Of(http);
        if (format is null)
        {
            await Unread.Refuse(http, new Refusal(ProblemType.NotAcceptable, "A trend is given as application/json or image/svg+xml."));
            return;
        }

        var request = GetTrend.Read(input, format.Value);
        if (input.Faults.Any)
        {
            await Unread.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        var outcome = await sender.Send(request, http.RequestAborted);
        http.Response.Headers.Vary = "Accept";
        await (outcome.Value is { } trend
            ? Reply.Ready(http, ContentType(format.Value), trend)
            : Reply.Refuse(http, outcome.Refusal!));
    }

    private static string ContentType(TrendFormat format) => format switch
    {
        TrendFormat.Svg => Svg,
        TrendFormat.Png => Png,
        _ => "application/json; charset=utf-8",
    };

    // What the caller takes, by its weights; JSON where both are welcome.
    private static TrendFormat? Preferred(HttpRequest request)
    {
        if (request.Headers.Accept is [] or ["application/json" or "*/*"])
        {
            return TrendFormat.Json; // what nearly everybody asks for
        }

        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
        {
            return TrendFormat.Json;
        }

        foreach (var range in accepted.Where(a => a.Quality is not 0).OrderByDescending(a => a.Quality ?? 1))
        {
            if (range.MatchesAllTypes || range.MediaType is { } type && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Equals("application/*", StringComparison.OrdinalIgnoreCase)))
            {
                return TrendFormat.Json;
            }

            if (range.MediaType.Equals(Svg, StringComparison.OrdinalIgnoreCase) || range.MediaType.Equals("image/*", StringComparison.OrdinalIgnoreCase))
            {
                return TrendFormat.Svg;
            }
        }

        return null;
    }
}
