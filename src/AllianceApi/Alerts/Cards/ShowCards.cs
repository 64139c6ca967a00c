using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Alerts.Cards;

/// <summary>An alert that is shown once in another system, under an id by which that system can say what became of it.</summary>
/// <param name="CardId">Id of this showing.</param>
/// <param name="Alert">The alert, as far as the caller may see it.</param>
internal sealed record AlertCard(string CardId, AlertResource Alert);

/// <summary>The cards for one client, what matters most first.</summary>
internal sealed record AlertCards(IReadOnlyList<AlertCard> Items);

/// <summary>
/// Shows in another system what a clinician should look at in one client: alerts of open episodes that nobody has discussed or
/// closed and that later data did not take the ground from.
/// </summary>
/// <param name="Call">Who asks.</param>
/// <param name="ClientId">The client that is being looked at there.</param>
/// <param name="Door">Path that was called, for the audit log.</param>
/// <param name="User">Who looks there, as that system says; null where it does not.</param>
internal sealed record ShowCards(Call Call, string ClientId, string Door, string? User) : IRequest<Outcome<AlertCards>>, ICall
{
    public Operation Operation => Operation.ReadAlert;

    public string Resource => Door;
}

internal sealed class ShowCardsHandler(Database database) : IRequestHandler<ShowCards, Outcome<AlertCards>>
{
    /// <summary>Most cards at once: more would not be read.</summary>
    private const int Most = 3;

    public async Task<Outcome<AlertCards>> Handle(ShowCards request, CancellationToken cancellationToken)
    {
        var shown = await database.Read(request, session => Show(session, request), cancellationToken);
        if (shown.Value is { Items.Count: > 0 } cards)
        {
            await database.Write(
                session =>
                {
                    CardStore.Insert(session, request.Call.Caller.Organization, cards.Items, request.Call.Caller.Actor);
                    return true;
                },
                cancellationToken);
        }

        return shown;
    }

    private static Outcome<AlertCards> Show(Session session, ShowCards request)
    {
        (session.ClientId, session.Reason) = (request.ClientId, request.User);
        var seen = new SeenAlerts(session, request.Call.Caller);
        var alerts = AlertStore.OpenOfClient(session, request.Call.Caller, request.Operation, request.ClientId)
            .Where(a => a.State != "discussed" && !AlertRules.IsRevised(a.Statement))
            .Select(seen.Show).OfType<AlertResource>()
            .OrderBy(a => Array.IndexOf(AlertRules.Kinds, a.Kind)).ThenByDescending(a => a.RaisedAt)
            .Take(Most).ToList();
        var ids = session.NewIds(alerts.Count);
        return new AlertCards([.. alerts.Select((a, i) => new AlertCard(ids[i], a))]);
    }
}
