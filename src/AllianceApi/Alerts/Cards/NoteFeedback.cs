using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Alerts.Cards;

/// <summary>What became of a card, as the system says in which it was shown.</summary>
/// <param name="CardId">Id of the card.</param>
/// <param name="Outcome">accepted or overridden.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why it was set aside: one of the reasons that the card offered, or one of that system's.</param>
/// <param name="Comment">Why, in the words of who did.</param>
internal sealed record CardFeedback(string CardId, string Outcome, DateTimeOffset At, string? Reason, string? Comment);

/// <summary>How many notes were taken.</summary>
internal sealed record NotedFeedback(int Noted);

/// <summary>
/// Keeps with the alerts what became of their cards. The same note again changes nothing; of several for one card that of the
/// latest instant counts, in whatever order they come. Cards that are not known any more are passed over.
/// </summary>
internal sealed record NoteFeedback(Call Call, IReadOnlyList<CardFeedback> Items, string Door) : IRequest<Outcome<NotedFeedback>>, ICall
{
    public Operation Operation => Operation.NoteFeedback;

    public string Resource => Door;
}

internal sealed class NoteFeedbackHandler(Database database) : IRequestHandler<NoteFeedback, Outcome<NotedFeedback>>
{
    public Task<Outcome<NotedFeedback>> Handle(NoteFeedback request, CancellationToken cancellationToken) =>
        database.Write(request, session => Note(session, request), cancellationToken);

    private static Outcome<NotedFeedback> Note(Session session, NoteFeedback request)
    {
        var (caller, clients) = (request.Call.Caller, new HashSet<string>(StringComparer.Ordinal));
        var known = 0;
        foreach (var feedback in request.Items)
        {
            if (CardStore.Find(session, caller.Organization, feedback.CardId) is not { } card
                || AlertStore.Find(session, caller, request.Operation, card.AlertId) is not { } alert
                || SeenAlerts.Show(session, caller, alert) is null)
            {
                continue;
            }

            known++;
            clients.Add(alert.ClientId);
            if (card.OutcomeAt is not { } before || feedback.At.ToStore() > before)
            {
                CardStore.Note(session, caller.Organization, feedback, caller.Name);
                session.Publish(caller.Organization, "alert.changed", alert.EpisodeId, alert.ClinicianId, alert.Path);
            }
        }

        if (known == 0)
        {
            return Refusal.NotFound("card");
        }

        session.ClientId = clients.First();
        foreach (var client in clients.Skip(1))
        {
            session.AuditAlso(request, client);
        }

        return new NotedFeedback(known);
    }
}
