using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Caseload;

/// <summary>The route of the caseload.</summary>
internal static class CaseloadRoutes
{
    public static void MapCaseload(this IEndpointRouteBuilder app)
    {
        var caseload = app.MapResource("Caseload");
        caseload.MapGet("/v1/caseload", (HttpContext http, ISender sender) => Rest.Get<GetCaseload, Page<CaseloadItem>>(http, sender, GetCaseload.Read))
            .Allows(Operation.ReadCaseload)
            .Query(
                new QueryParameter("clinicianId", "Only this clinician's episodes.", "string", "th-1"),
                new QueryParameter("sort", "The order: by attention.", "string", "attention", ["attention"]),
                QueryParameter.Limit,
                QueryParameter.Cursor)
            .Headers(HeaderParameter.IfNoneMatch).Gives<Page<CaseloadItem>>(200, 304)
            .Describe("getCaseload", "Reads a caseload", "All that a dashboard's first screen needs in one call: the open episodes, who needs attention first, and why, in words.");
    }
}
