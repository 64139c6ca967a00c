using System.Globalization;
using Alliance.Measurement.Trends;

namespace AllianceApi.Alerts;

/// <summary>Shows an alert as far as the caller may see what it was made of.</summary>
internal static class AlertView
{
    // By any of them and the expectation the score could be worked out.
    private static readonly string[] OfScore = ["score", "surprise", "drop"];

    private static readonly Dictionary<string, double> NoInputs = [];

    // The words by which a statement tells that scores are back where they were.
    private static readonly string Returned = StatementTexts.English.StrainReturned[..StatementTexts.English.StrainReturned.IndexOf('{', StringComparison.Ordinal)];

    public static AlertResource At(this AlertResource alert, AlertDetail detail) => detail switch
    {
        AlertDetail.Full => alert,
        AlertDetail.Unscored => alert with
        {
            Statement = Statements.WithoutScores(alert.Statement),
            Because = alert.Because with { Inputs = alert.Because.Inputs.Where(i => !OfScore.Contains(i.Key)).ToDictionary(i => i.Key, i => i.Value) },
            History = [.. alert.History.Select(h => h with { Reason = h.Reason is { } reason ? Statements.WithoutScores(reason) : null })],
        },
        _ => alert with
        {
            Statement = WithoutNumbers(alert.Kind, alert.Session, alert.Statement),
            Because = alert.Because with { Inputs = NoInputs },
            History = [.. alert.History.Select(h => h.By == AlertUpdate.Service ? h with { Reason = null } : h)],
        },
    };

    /// <summary>What an alert is about in one sentence, without numbers: what may stand on a screen that others see.</summary>
    public static string InShort(AlertResource alert) => alert.Kind == AlertRules.PossibleStrain
        ? string.Create(CultureInfo.InvariantCulture, $"Possible strain: session {alert.Session} was lower than expected.")
        : WithoutNumbers(alert.Kind, alert.Session, alert.Statement);

    /// <summary>Whether it is about a drop that is not over; the rest is worth knowing.</summary>
    public static bool IsPressing(AlertResource alert) => alert.Kind switch
    {
        AlertRules.PossibleStrain => !alert.Statement.Contains(Returned, StringComparison.Ordinal),
        AlertRules.Falling or AlertRules.LowLevel => true,
        _ => false,
    };

    /// <summary>What an alert says where no number may be told.</summary>
    public static string WithoutNumbers(string kind, int? session, string statement) => kind switch
    {
        _ when AlertRules.IsRevised(statement) => statement,
        AlertRules.PossibleStrain => string.Create(CultureInfo.InvariantCulture, $"Session {session} was lower than expected. Worth asking about."),
        AlertRules.Falling => "The level fell over the last sessions.",
        AlertRules.LowLevel => "The level is below the one set by this service for a look.",
        AlertRules.RaterDivergence => "Client and therapist rated the last sessions differently.",
        _ => statement,
    };
}
