using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Alerts;

/// <summary>Reads one alert.</summary>
internal sealed record GetAlert(Call Call, string AlertId) : IRequest<Outcome<AlertResource>>, ICall
{
    public Operation Operation => Operation.ReadAlert;

    public string Resource => $"/v1/alerts/{AlertId}";

    public static GetAlert Read(Input input) => new(input.Call, input.Path("alertId"));
}

internal sealed class GetAlertHandler(Database database) : IRequestHandler<GetAlert, Outcome<AlertResource>>
{
    public Task<Outcome<AlertResource>> Handle(GetAlert request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var row = AlertStore.Find(session, request.Call.Caller, request.Operation, request.AlertId);
            session.ClientId = row?.ClientId;
            return row is not null && SeenAlerts.Show(session, request.Call.Caller, row) is { } shown ? Outcome<AlertResource>.Ok(shown, row.Revision) : Refusal.NotFound("alert");
        },
        cancellationToken);
}

/// <summary>Lists alerts within the caller's sight, newest first.</summary>
internal sealed record ListAlerts(Call Call, PageRequest Page) : IRequest<Outcome<Page<AlertResource>>>, ICall
{
    public Operation Operation => Operation.ReadAlert;

    public string Resource => "/v1/alerts";

    public static ListAlerts Read(Input input)
    {
        var page = input.Page("state", "clinicianId");
        input.QueryOneOf("state", AlertStates.All);
        input.QueryId("clinicianId");
        return new ListAlerts(input.Call, page);
    }
}

internal sealed class ListAlertsHandler(Database database) : IRequestHandler<ListAlerts, Outcome<Page<AlertResource>>>
{
    public Task<Outcome<Page<AlertResource>>> Handle(ListAlerts request, CancellationToken cancellationToken) => database.Read(
        request,
        session =>
        {
            var caller = request.Call.Caller;
            var rows = AlertStore.List(session, caller, request.Page["state"], request.Page["clinicianId"], request.Page.After, request.Page.Limit + 1);
            var seen = new SeenAlerts(session, caller);
            return request.Page.Of(rows, a => a.AlertId, caller.Organization, seen.Show);
        },
        cancellationToken);
}
