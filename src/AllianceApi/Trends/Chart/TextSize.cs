namespace AllianceApi.Trends.Chart;

/// <summary>
/// Sizes of text. Shown 320 px wide, the drawing is half as large as its units: 20 units are then 10 px, the least that reads
/// well on a phone and in a side panel. So nothing is smaller, and what is drawn is chosen to leave room for that. Widths are
/// estimates for the widest common font, as the font of the reader is not known here; labels only may come out shorter.
/// </summary>
internal static class TextSize
{
    /// <summary>All text but that below.</summary>
    public const double Plain = 20;

    /// <summary>The heading.</summary>
    public const double Heading = 23;

    /// <summary>The level of another scale.</summary>
    public const double Number = 24;

    /// <summary>The current level.</summary>
    public const double Level = 40;

    private const double BoldFactor = 1.1;

    /// <summary>About how wide a text is at most.</summary>
    public static double Width(string text, double size = Plain, bool bold = false)
    {
        var ems = 0.0;
        foreach (var c in text)
            ems += Ems(c);
        return ems * size * (bold ? BoldFactor : 1);
    }

    /// <summary>The text where it fits, else its beginning with an ellipsis.</summary>
    public static string Fitted(string text, double width, double size = Plain, bool bold = false)
    {
        if (Width(text, size, bold) <= width)
            return text;
        var length = text.Length - 1;
        while (length > 0 && (char.IsLowSurrogate(text[length]) || Width(text[..length] + "…", size, bold) > width))
            length--;
        return text[..length].TrimEnd() + "…";
    }

    /// <summary>The words of a text in lines that fit.</summary>
    public static IReadOnlyList<string> Wrapped(string text, double width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Width($"{lines[^1]} {word}") <= width)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }

        return lines;
    }

    private static double Ems(char c) => c switch
    {
        ' ' or '.' or ',' or ':' or ';' or 'i' or 'l' or 'j' or '\'' or '|' => 0.32,
        '(' or ')' or '-' or 't' or 'f' or 'r' => 0.41,
        'c' or 's' or 'z' or '–' => 0.55,
        'm' or 'w' or 'M' or 'W' or '%' or '…' => 0.98,
        >= '0' and <= '9' => 0.64,
        >= 'A' and <= 'Z' => 0.72,
        > '\u2E80' => 1,
        _ => 0.62,
    };
}
