using AllianceApi.Access;
using AllianceApi.Caseload.Supervision;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Caseload;

/// <summary>The routes of caseloads: of who works with the clients, and of who supervises.</summary>
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
        caseload.MapGet("/v1/supervision/clinicians/{clinicianId}", (string clinicianId, HttpContext http, ISender sender) => Rest.Get<GetSupervision, SupervisionResource>(http, sender, GetSupervision.Read))
            .Allows(Operation.ReadSupervision).Headers(HeaderParameter.IfNoneMatch).Gives<SupervisionResource>(200, 304, 404)
            .Describe("getSupervision", "Reads a supervisee's courses", "The trends of a clinician's open episodes without items and scores, by the clients' labels, and how many clients have open alerts. Shares are intervals, and only from 20 clients. Nothing compares or ranks clinicians.");
    }
}
