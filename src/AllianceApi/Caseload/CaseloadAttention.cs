using Alliance.Measurement.Caseloads;
using AllianceApi.Alerts;
using AllianceApi.Trends;

namespace AllianceApi.Caseload;

/// <summary>Why an episode stands where it does in a caseload, in words.</summary>
internal static class CaseloadAttention
{
    public static (AttentionReason Reason, IReadOnlyList<string> Because) Of(IReadOnlyList<AlertRow> alerts, ScaleHeadline? primary, HeadlineQuality quality)
    {
        var because = alerts.OrderBy(a => Reason(a)).Select(a => FirstSentence(a.Statement)).ToList();
        var reason = alerts.Count > 0 ? alerts.Min(Reason) : AttentionReason.None;
        if (reason == AttentionReason.None && primary?.RecentLabel == "falling")
        {
            because.Add("The level fell over the last sessions.");
            reason = AttentionReason.Falling;
        }

        if (!quality.Informative)
        {
            because.AddRange(quality.Notes);
            reason = reason == AttentionReason.None ? AttentionReason.NotInformative : reason;
        }

        return (reason, because);
    }

    private static AttentionReason Reason(AlertRow alert) => (alert.State, alert.Kind) switch
    {
        ("open", AlertRules.PossibleStrain) => AttentionReason.UnseenStrain,
        ("open", _) => AttentionReason.UnseenAlert,
        (_, AlertRules.PossibleStrain) => AttentionReason.OpenStrain,
        _ => AttentionReason.OpenAlert,
    };

    // The first sentence of a statement says what happened; the rest is for who opens the alert. A point within a number ends none.
    private static string FirstSentence(string statement)
    {
        var end = statement.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? statement : statement[..(end + 1)];
    }
}
