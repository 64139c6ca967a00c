using Alliance.Measurement.Caseloads;
using Alliance.Measurement.Trends;
using AllianceApi.Alerts;
using AllianceApi.Trends;

namespace AllianceApi.Caseload;

/// <summary>An alert of an episode with what is needed to tell of it beside the series that its row shows.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Model">The instrument of its series.</param>
/// <param name="Detail">How much of it may be told.</param>
/// <param name="OtherForm">Names the form that it looks at, where the row shows another; else null.</param>
internal sealed record ToldAlert(AlertRow Alert, SeriesModel Model, AlertDetail Detail, string? OtherForm);

/// <summary>Why an episode stands where it does in a caseload, in words.</summary>
internal static class CaseloadAttention
{
    public static (AttentionReason Reason, IReadOnlyList<string> Because) Of(IReadOnlyList<ToldAlert> alerts, ScaleHeadline? primary, HeadlineQuality quality)
    {
        var because = alerts.OrderBy(a => Reason(a.Alert)).Select(Sentence).ToList();
        var reason = alerts.Count > 0 ? alerts.Min(a => Reason(a.Alert)) : AttentionReason.None;
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

    private static string Sentence(ToldAlert told)
    {
        var sentence = told.Detail switch
        {
            AlertDetail.Bare => FirstSentence(AlertView.WithoutNumbers(told.Alert.Kind, (int?)told.Alert.Session, told.Alert.Statement)),
            _ when told.Alert.Kind == AlertRules.PossibleStrain && !AlertRules.IsRevised(told.Alert.Statement) => Strain(told),
            _ => FirstSentence(told.Alert.Statement),
        };
        return told.OtherForm is { } form ? $"On {form}: {sentence}" : sentence;
    }

    // In short: the usual range is for who opens the alert.
    private static string Strain(ToldAlert told)
    {
        var (because, model) = (told.Alert.Reasons, told.Model.Scales[told.Model.PrimaryIndex]);
        var strain = Statements.Strain((int)told.Alert.Session!.Value, because.Inputs["score"], because.Inputs["expected"], model);
        return told.Detail == AlertDetail.Full ? strain : Statements.WithoutScores(strain);
    }

    // The first sentence of a statement says what happened; the rest is for who opens the alert. A point within a number ends none.
    private static string FirstSentence(string statement)
    {
        var end = statement.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? statement : statement[..(end + 1)];
    }
}
