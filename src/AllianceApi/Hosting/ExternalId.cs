namespace AllianceApi.Hosting;

/// <summary>Ids that the caller chooses, of clinicians, clients, episodes, organizations and own instruments.</summary>
internal static class ExternalId
{
    public const int MostCharacters = 64;

    public const string Rule = "An id has 1 to 64 characters out of A-Z a-z 0-9 . _ ~ -";

    public static bool Fits(string text)
    {
        if (text.Length is 0 or > MostCharacters)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '~' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
