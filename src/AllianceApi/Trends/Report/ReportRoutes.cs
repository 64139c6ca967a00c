using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Trends.Report;

/// <summary>The route of the report.</summary>
internal static class ReportRoutes
{
    private const string Pdf = "application/pdf";

    public static void MapReport(this IEndpointRouteBuilder trends) => trends
        .MapGet("/v1/episodes/{episodeId}/report.pdf", (string episodeId, HttpContext http, ISender sender) => Get(http, sender, episodeId))
        .Allows(Operation.ReadTrend).Query(QueryParameter.Instrument, QueryParameter.Version, QueryParameter.Rater, QueryParameter.AsOf)
        .Headers(HeaderParameter.IfNoneMatch).Gives(200, 304, 404).Also(200, Pdf)
        .Describe("getReport", "Prints a course on one page", "Chart, statements, table of sessions and method on one A4 page, with as much as the caller may see. The same course gives the same bytes; every look at it is written to the audit log as a look at the report.");

    private static async Task Get(HttpContext http, ISender sender, string episodeId)
    {
        var input = Input.Of(http);
        var request = GetReport.Read(input);
        if (input.Faults.Any)
        {
            await Reply.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        var outcome = await sender.Send(request, http.RequestAborted);
        if (outcome.Value is not { } report)
        {
            await Reply.Refuse(http, outcome.Refusal!);
            return;
        }

        // An id is of characters that need no quoting here.
        http.Response.Headers.ContentDisposition = $"inline; filename=\"report-{episodeId}.pdf\"";
        await Reply.Ready(http, Pdf, report);
    }
}
