using AllianceApi.Visibility;

namespace AllianceApi.Invitations;

/// <summary>Who will see what, in the language of the page. The English words are those that are stored with the response.</summary>
internal static class PromiseWords
{
    public static IReadOnlyList<string> Of(VisibilityPolicy policy, FormTexts texts)
    {
        if (texts.Language == "en")
        {
            return VisibilityWords.Of(policy);
        }

        List<string> words =
        [
            Line("therapist", policy.Clinician), Line("supervisor", policy.Supervisor), Line("systems", policy.Integration), Line("yourself", policy.Client),
        ];
        if (policy.Holds.HasFlag(Holds.SessionClosed))
        {
            words.Add(texts["closed"]);
        }

        if (policy.Holds.HasFlag(Holds.Discussed))
        {
            words.Add(texts["discussed"]);
        }

        words.Add(texts["later"]);
        words.Add(texts["log"]);
        return words;

        string Line(string who, Level level) => $"{texts[who]}: {texts[VisibilityPolicy.Name(level)]}.";
    }
}
