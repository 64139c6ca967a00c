using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Alerts.Cards;

/// <summary>The SQL of alerts that were shown as cards in other systems, and of what was said of them there.</summary>
internal static class CardStore
{
    private const string ThisOne = "organization_id = @Organization AND card_id = @CardId";

    public static void Insert(Session session, string organization, IReadOnlyList<AlertCard> cards, string shownTo) => session.RunEach(
        "INSERT INTO alert_cards (organization_id, card_id, alert_id, episode_id, shown_at, shown_to) VALUES (@Organization, @CardId, @AlertId, @EpisodeId, @Now, @ShownTo)",
        cards,
        c => [organization, c.CardId, c.Alert.Id, c.Alert.EpisodeId, session.Now, shownTo]);

    public static CardRow? Find(Session session, string organization, string cardId) => session.One<CardRow>(
        $"SELECT card_id AS CardId, alert_id AS AlertId, outcome_at AS OutcomeAt FROM alert_cards WHERE {ThisOne}{session.ForUpdate}", new { Organization = organization, CardId = cardId });

    /// <summary>Notes what became of a card; of several notes that of the latest instant stays.</summary>
    public static void Note(Session session, string organization, CardFeedback feedback, string by) => session.Run(
        $"UPDATE alert_cards SET outcome = @Outcome, outcome_at = @At, reason = @Reason, comment = @Comment, noted_by = @By WHERE {ThisOne}",
        new { Organization = organization, feedback.CardId, feedback.Outcome, At = feedback.At.ToStore(), feedback.Reason, feedback.Comment, By = by });

    /// <summary>What was said of an alert in other systems, by the time at which it was said.</summary>
    public static List<FeedbackRow> Of(Session session, string organization, string alertId) => session.All<FeedbackRow>(
        "SELECT card_id AS CardId, outcome AS Outcome, outcome_at AS At, noted_by AS By, reason AS Reason, comment AS Comment FROM alert_cards " +
        "WHERE organization_id = @Organization AND alert_id = @AlertId AND outcome IS NOT NULL ORDER BY outcome_at, card_id",
        new { Organization = organization, AlertId = alertId });

    internal sealed class CardRow
    {
        public string CardId { get; init; } = "";

        public string AlertId { get; init; } = "";

        public long? OutcomeAt { get; init; }
    }

    internal sealed class FeedbackRow
    {
        public string CardId { get; init; } = "";

        public string Outcome { get; init; } = "";

        public long At { get; init; }

        public string By { get; init; } = "";

        public string? Reason { get; init; }

        public string? Comment { get; init; }
    }
}
