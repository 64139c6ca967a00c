using AllianceApi.Access;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Alerts;

/// <summary>The life of an alert: open, seen, discussed, and then resolved or dismissed. It only goes forward.</summary>
internal static class AlertStates
{
    public static readonly string[] All = ["open", "seen", "discussed", "resolved", "dismissed"];

    public static readonly string[] Settable = ["seen", "discussed", "dismissed", "resolved"];

    /// <summary>Whether an alert in state <paramref name="from"/> may become <paramref name="to"/>.</summary>
    public static bool MayBecome(string from, string to) => (from, to) switch
    {
        ("resolved" or "dismissed", _) => false,
        (_, "resolved" or "dismissed") => true,
        _ => Array.IndexOf(All, to) > Array.IndexOf(All, from),
    };
}

/// <summary>Says what a clinician did with an alert.</summary>
internal sealed record SetAlertState(Call Call, string AlertId, string? State, string? Reason) : IRequest<Outcome<AlertResource>>, ICall
{
    public Operation Operation => Operation.AcknowledgeAlert;

    public string Resource => $"/v1/alerts/{AlertId}/state";

    public static SetAlertState Read(Input input)
    {
        var body = input.Body!;
        var state = body.OneOf("state", AlertStates.Settable, required: true);
        return new SetAlertState(input.Call, input.Path("alertId"), state, body.Text("reason", required: state == "dismissed", longest: 1000));
    }
}

internal sealed class SetAlertStateHandler(Database database) : IRequestHandler<SetAlertState, Outcome<AlertResource>>
{
    public Task<Outcome<AlertResource>> Handle(SetAlertState request, CancellationToken cancellationToken) =>
        database.Write(request, session => Set(session, request), cancellationToken);

    private static Outcome<AlertResource> Set(Session session, SetAlertState request)
    {
        var (caller, state) = (request.Call.Caller, request.State!);
        if (AlertStore.Find(session, caller, request.Operation, request.AlertId) is not { } row || SeenAlerts.Show(session, caller, row) is not { } shown)
        {
            return Refusal.NotFound("alert");
        }

        session.ClientId = row.ClientId;
        session.Reason = request.Reason;
        if (row.State == state)
        {
            return Outcome<AlertResource>.Ok(shown, row.Revision);
        }

        if (!AlertStates.MayBecome(row.State, state))
        {
            return new Refusal(ProblemType.WrongState, $"The alert is {row.State}; it can not become {state}.") { Existing = row.Path };
        }

        AlertStore.SetState(session, caller.Organization, row.AlertId, state);
        AlertStore.AddHistory(session, caller.Organization, row.AlertId, state, caller.Name, request.Reason);
        if (state == "discussed" && row.Session is { } discussed)
        {
            SessionStore.Discuss(session, caller.Organization, row.EpisodeId, discussed);
        }

        session.Publish(caller.Organization, "alert.changed", row.EpisodeId, row.ClinicianId, row.Path);
        var changed = AlertStore.Find(session, caller, request.Operation, request.AlertId)!;
        return Outcome<AlertResource>.Ok(SeenAlerts.Show(session, caller, changed)!, changed.Revision);
    }
}
