using AllianceApi.Alerts.Cards;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Alerts;

/// <summary>An alert in short.</summary>
/// <param name="Id">Id of the alert.</param>
/// <param name="Kind">possibleStrain, falling, lowLevel, raterDivergence or noForms.</param>
/// <param name="State">open, seen, discussed, resolved or dismissed.</param>
internal sealed record AlertReference(string Id, string Kind, string State);

/// <summary>An alert that is not closed, with the session that it is about.</summary>
internal sealed record OpenAlert(AlertReference Reference, long? Session);

/// <summary>Something that a clinician should look at. A possible strain is a reason to ask, not a finding.</summary>
/// <param name="Id">Id of the alert.</param>
/// <param name="EpisodeId">The episode.</param>
/// <param name="Instrument">Instrument of the series.</param>
/// <param name="Version">Version of the instrument.</param>
/// <param name="Rater">Rater of the series.</param>
/// <param name="Kind">possibleStrain, falling, lowLevel, raterDivergence or noForms.</param>
/// <param name="State">open, seen, discussed, resolved or dismissed.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="Session">The session that it is about.</param>
/// <param name="Statement">In plain words.</param>
/// <param name="Because">Rule, inputs, thresholds and method.</param>
/// <param name="History">What became of it, step by step.</param>
/// <param name="Feedback">What was said of it in other systems where it was shown as a card.</param>
internal sealed record AlertResource(
    string Id,
    string EpisodeId,
    string Instrument,
    string Version,
    string Rater,
    string Kind,
    string State,
    DateTimeOffset RaisedAt,
    int? Session,
    string Statement,
    Because Because,
    IReadOnlyList<AlertHistory> History,
    IReadOnlyList<AlertFeedback> Feedback)
{
    public static AlertResource Of(Session session, string organization, AlertRow row) => new(
        row.AlertId,
        row.EpisodeId,
        row.Instrument,
        row.Version,
        row.Rater,
        row.Kind,
        row.State,
        Instant.FromStore(row.RaisedAt),
        (int?)row.Session,
        row.Statement,
        row.Reasons,
        [.. AlertStore.History(session, organization, row.AlertId).Select(h => new AlertHistory(h.State, Instant.FromStore(h.At), h.ByName, h.Reason))],
        [.. CardStore.Of(session, organization, row.AlertId).Select(f => new AlertFeedback(f.CardId, f.Outcome, Instant.FromStore(f.At), f.By, f.Reason, f.Comment))]);
}

/// <summary>One step in the life of an alert.</summary>
/// <param name="State">State after the step.</param>
/// <param name="At">When.</param>
/// <param name="By">Name of the credential, or service.</param>
/// <param name="Reason">Why; null where none was given.</param>
internal sealed record AlertHistory(string State, DateTimeOffset At, string By, string? Reason);

/// <summary>What was said of an alert in another system that showed it.</summary>
/// <param name="Card">Id of the card there.</param>
/// <param name="Outcome">accepted or overridden.</param>
/// <param name="At">When, as that system says.</param>
/// <param name="By">Name of the credential that told it.</param>
/// <param name="Reason">Why it was set aside; null where none was given.</param>
/// <param name="Comment">Why, in the words of who did; null where there are none.</param>
internal sealed record AlertFeedback(string Card, string Outcome, DateTimeOffset At, string By, string? Reason, string? Comment);

/// <summary>The alerts of a series in short.</summary>
internal static class AlertReferences
{
    /// <summary>Those that are not closed and that the caller may know of, oldest first.</summary>
    public static IReadOnlyList<AlertReference> Of(Session session, string organization, SeriesKey key, EpisodeSight sight)
    {
        var filed = FiledEpisode.Of(session, organization, key.EpisodeId);
        return [.. AlertStore.Open(session, organization, key).Where(a => IsShown(filed, key, sight, a.Reference.Kind, a.Session)).Select(a => a.Reference)];
    }

    /// <summary>The same from all alerts of the episode.</summary>
    public static IReadOnlyList<AlertReference> Of(FiledEpisode filed, SeriesKey key, EpisodeSight sight)
    {
        List<AlertReference>? shown = null;
        foreach (var (of, alert, _) in filed.Alerts)
        {
            if (!alert.IsClosed && of == key && IsShown(filed, key, sight, alert.Kind, alert.Session))
            {
                (shown ??= []).Add(new AlertReference(alert.Id, alert.Kind, alert.State));
            }
        }

        return shown ?? (IReadOnlyList<AlertReference>)[];
    }

    // The same as AlertSight says, from the forms of one session: what else an alert was made of hides its numbers, not that it is there.
    private static bool IsShown(FiledEpisode filed, SeriesKey key, EpisodeSight sight, string kind, long? number)
    {
        if (kind == AlertRules.NoForms)
        {
            return true;
        }

        return sight.Most != Level.Existence && (number is not { } about || (kind == AlertRules.RaterDivergence
            ? IsShown(filed, key with { Rater = RatingPairs.Client }, sight, about) && IsShown(filed, key with { Rater = RatingPairs.Therapist }, sight, about)
            : IsShown(filed, key, sight, about)));
    }

    private static bool IsShown(FiledEpisode filed, SeriesKey key, EpisodeSight sight, long number) =>
        filed.PromiseOf(key, number) is not { } promise || sight.Of(promise, number) != Level.Existence;
}
