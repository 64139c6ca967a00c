using System.Collections.Immutable;

namespace AllianceApi.Access.Tokens;

/// <summary>Whose resources a scope is about.</summary>
internal enum SmartLevel
{
    /// <summary>Those of the patient that the app was launched with.</summary>
    Patient,

    /// <summary>Those that the user may see.</summary>
    User,

    /// <summary>Those that the client may see by itself.</summary>
    System,
}

/// <summary>One scope, such as <c>user/Observation.rs?category=survey</c>.</summary>
/// <param name="Level">Whose resources.</param>
/// <param name="ResourceType">The FHIR type, or <c>*</c>.</param>
/// <param name="Letters">Out of <c>cruds</c>, in that order.</param>
/// <param name="Categories">Only resources of these categories; empty for every one.</param>
internal sealed record SmartScope(SmartLevel Level, string ResourceType, string Letters, ImmutableArray<string> Categories)
{
    public const string AnyType = "*";

    private const string AllLetters = "cruds";
    private const int LongestType = 64;

    private static readonly string[] Levels = ["patient/", "user/", "system/"];

    /// <summary>Whether it begins like one. Such a scope is meant to bound the token, even if it can not be understood.</summary>
    public static bool LooksLikeOne(string text) => Levels.Any(l => text.StartsWith(l, StringComparison.Ordinal));

    /// <summary>The scope; null where it is not understood, a query included that is about anything but the category.</summary>
    public static SmartScope? Read(string text)
    {
        var level = Array.FindIndex(Levels, l => text.StartsWith(l, StringComparison.Ordinal));
        if (level < 0)
        {
            return null;
        }

        var rest = text[Levels[level].Length..];
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        var (what, categories) = query < 0 ? (rest, []) : (rest[..query], CategoriesOf(rest[(query + 1)..]));
        var dot = what.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || (query >= 0 && categories.IsEmpty) || !IsType(what[..dot]) || LettersOf(what[(dot + 1)..]) is not { } letters)
        {
            return null;
        }

        return new SmartScope((SmartLevel)level, what[..dot], letters, categories);
    }

    /// <summary>
    /// What of the scopes that are asked for lies within those that may be had, as far as each does: who asks for everything and
    /// may read Observations is given that. All that may be had, where nothing is asked for.
    /// </summary>
    public static IReadOnlyList<string> Narrowed(string? asked, IEnumerable<string> registered)
    {
        var most = registered.Select(Read).OfType<SmartScope>().ToList();
        var wanted = (asked ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var granted = wanted.Length == 0 ? most : [.. wanted.Select(Read).OfType<SmartScope>().SelectMany(a => most.Select(a.Within)).OfType<SmartScope>()];
        return [.. granted.Where(g => !granted.Exists(other => other != g && g.Text != other.Text && other.Within(g)?.Text == g.Text)).Select(g => g.Text).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The scope as it is written in version 2.</summary>
    public string Text => $"{Levels[(int)Level]}{ResourceType}.{Letters}{(Categories.IsEmpty ? "" : "?category=" + string.Join(',', Categories.Select(Uri.EscapeDataString)))}";

    /// <summary>What both allow; null for nothing.</summary>
    public SmartScope? Within(SmartScope other)
    {
        var type = ResourceType == other.ResourceType || other.ResourceType == AnyType ? ResourceType : ResourceType == AnyType ? other.ResourceType : null;
        var letters = string.Concat(Letters.Where(other.Letters.Contains));
        var categories = Categories.IsEmpty ? other.Categories : other.Categories.IsEmpty ? Categories : [.. Categories.Intersect(other.Categories)];
        return Level != other.Level || type is null || letters.Length == 0 || (categories.IsEmpty && !(Categories.IsEmpty && other.Categories.IsEmpty))
            ? null
            : new SmartScope(Level, type, letters, categories);
    }

    public bool Covers(string resourceType, char letter) =>
        (ResourceType == AnyType || ResourceType == resourceType) && Letters.Contains(letter, StringComparison.Ordinal);

    private static bool IsType(string text) =>
        text == AnyType || (text.Length is > 0 and <= LongestType && char.IsAsciiLetterUpper(text[0]) && text.All(char.IsAsciiLetter));

    private static string? LettersOf(string text)
    {
        if (text is "read" or "write" or "*")
        {
            return text switch { "read" => "rs", "write" => "cud", _ => AllLetters };
        }

        var at = -1;
        foreach (var letter in text)
        {
            var next = AllLetters.IndexOf(letter, StringComparison.Ordinal);
            if (next <= at)
            {
                return null;
            }

            at = next;
        }

        return text.Length == 0 ? null : text;
    }

    private static ImmutableArray<string> CategoriesOf(string query)
    {
        const string Name = "category=";
        if (!query.StartsWith(Name, StringComparison.Ordinal) || query.Contains('&', StringComparison.Ordinal))
        {
            return [];
        }

        string[] values = [.. query[Name.Length..].Split(',').Select(Uri.UnescapeDataString)];
        return values.All(v => v.Length > 0) ? [.. values] : [];
    }
}
