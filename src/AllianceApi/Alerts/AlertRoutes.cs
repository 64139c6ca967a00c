using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Alerts;

/// <summary>The routes of alerts.</summary>
internal static class AlertRoutes
{
    public static void MapAlerts(this IEndpointRouteBuilder app)
    {
        var alerts = app.MapResource("Alerts");
        alerts.MapGet("/v1/alerts", (HttpContext http, ISender sender) => Rest.Get<ListAlerts, Page<AlertResource>>(http, sender, ListAlerts.Read))
            .Allows(Operation.ReadAlert)
            .Query(
                new QueryParameter("state", "Only alerts in this state.", "string", "open", AlertStates.All),
                new QueryParameter("clinicianId", "Only alerts of this clinician's episodes.", "string", "th-1"),
                QueryParameter.Limit,
                QueryParameter.Cursor)
            .Gives<Page<AlertResource>>(200)
            .Describe("listAlerts", "Lists alerts", "Those within the caller's sight, newest first. One open alert per series and cause.");
        alerts.MapGet("/v1/alerts/{alertId}", (string alertId, HttpContext http, ISender sender) => Rest.Get<GetAlert, AlertResource>(http, sender, GetAlert.Read))
            .Allows(Operation.ReadAlert).Headers(HeaderParameter.IfNoneMatch).Gives<AlertResource>(200, 304, 404)
            .Describe("getAlert", "Reads an alert", "With its rule, inputs and thresholds, and its history.");
        alerts.MapPost("/v1/alerts/{alertId}/state", (string alertId, HttpContext http, ISender sender) => Rest.Post<SetAlertState, AlertResource>(http, sender, SetAlertState.Read))
            .Allows(Operation.AcknowledgeAlert).Takes<AlertStateBody>().Headers(HeaderParameter.IdempotencyKey).Gives<AlertResource>(200, 404, 409, 422)
            .Describe("setAlertState", "Says what was done with an alert", "open, seen, discussed, then resolved or dismissed; dismissing needs a reason.");
    }
}

/// <summary>What was done with an alert.</summary>
/// <param name="State">seen, discussed, resolved or dismissed.</param>
/// <param name="Reason">Why; required for dismissed.</param>
internal sealed record AlertStateBody(string State, string? Reason);
