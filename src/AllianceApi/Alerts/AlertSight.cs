using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Alerts;

/// <summary>How much of an alert is shown.</summary>
internal enum AlertDetail
{
    /// <summary>Nothing, not even that there is one.</summary>
    Hidden,

    /// <summary>That there is one and of which kind, without numbers: some form that it was made of may not be shown.</summary>
    Bare,

    /// <summary>Without single scores.</summary>
    Unscored,

    Full,
}

/// <summary>
/// How much a caller sees of the alerts of an episode. An alert is made of a whole series, so it is shown no further than the
/// form that it is about, and its numbers no further than the least of the forms that they come from.
/// </summary>
internal sealed class AlertSight(EpisodeSight sight, IReadOnlyList<PromisedForm> forms)
{
    public AlertDetail Of(AlertRow alert) => Of(new SeriesKey(alert.EpisodeId, alert.Instrument, alert.Version, alert.Rater), alert.Kind, alert.Session);

    public AlertDetail Of(SeriesKey key, string kind, long? session)
    {
        // Counts and dates are of existence.
        if (kind == AlertRules.NoForms)
        {
            return AlertDetail.Full;
        }

        var (least, own) = (Level.Items, sight.Most);
        foreach (var form in forms)
        {
            if (form.Key == key || (kind == AlertRules.RaterDivergence && form.Key with { Rater = key.Rater } == key))
            {
                var level = sight.Of(form.Promise, form.Number);
                (least, own) = (level < least ? level : least, form.Number == session && level < own ? level : own);
            }
        }

        return (own, least) switch
        {
            (Level.Existence, _) => AlertDetail.Hidden,
            (_, Level.Existence) => AlertDetail.Bare,
            _ => own < Level.Scores || least < Level.Scores ? AlertDetail.Unscored : AlertDetail.Full,
        };
    }
}
