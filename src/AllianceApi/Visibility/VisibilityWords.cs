namespace AllianceApi.Visibility;

/// <summary>A policy in plain words, as the person who answers reads it.</summary>
internal static class VisibilityWords
{
    /// <summary>Counts the changes of the words below, because what was promised stays as it was told.</summary>
    public const int Edition = 1;

    public static IReadOnlyList<string> Of(VisibilityPolicy policy)
    {
        var words = new List<string>
        {
            $"Your therapist {Sees(policy.Clinician)}.",
            $"Your therapist's supervisor {Sees(policy.Supervisor)}.",
            $"Other systems of the clinic, such as your record there, {See(policy.Integration)}.",
            policy.Client == Level.Existence ? "You yourself are shown which forms you have filled in and when, not more." : $"You yourself are shown {What(policy.Client)}.",
        };
        if (policy.Holds.HasFlag(Holds.SessionClosed))
        {
            words.Add("Nobody is shown what you answer about a session before that session is over: before its day has ended or a later session has come. Until then only the fact that you answered can be seen.");
        }

        if (policy.Holds.HasFlag(Holds.Discussed))
        {
            words.Add("Apart from your therapist, nobody is shown what you answer about a session before your therapist has noted that you two have discussed it. Until then only the fact that you answered can be seen.");
        }

        words.Add("If the clinic shows more to somebody later, that holds for later answers only. If it shows less, that holds at once for all answers.");
        words.Add("Every time somebody looks at your data it is written down. In an emergency another therapist of the clinic can look as your own therapist can; the reason is written down as well, and the privacy officer is shown it.");
        return words;
    }

    private static string Sees(Level level) => level == Level.Existence ? "sees only that you filled in a form and when" : $"sees {What(level)}";

    private static string See(Level level) => level == Level.Existence ? "see only that you filled in a form and when" : $"see {What(level)}";

    private static string What(Level level) => level switch
    {
        Level.Trend => "how your answers develop over the sessions and whether the forms leave room for change, not the single scores or answers",
        Level.Scores => "the scores of each form and how it was filled in (for example whether every item has the same answer), not the single answers",
        _ => "each of your answers",
    };
}
