using System.Globalization;
using System.Text;

namespace AllianceApi.Trends.Chart.Ink;

/// <summary>
/// Which way each character of a line runs, as a level: even to the right, odd to the left, higher ones within lower ones. The
/// main rules of the Unicode bidirectional algorithm for one line without marks of direction, which are taken out before.
/// </summary>
internal static class TextDirection
{
    private enum Kind
    {
        Left,
        Right,
        Number,
        Mark,
        Neutral,
    }

    /// <summary>The level of each character.</summary>
    public static int[] Levels(IReadOnlyList<Rune> text)
    {
        var kinds = Kinds(text);
        var isRight = kinds.FirstOrDefault(k => k is Kind.Left or Kind.Right) == Kind.Right;
        var levels = new int[text.Count];
        var strong = isRight ? Kind.Right : Kind.Left;
        for (var i = 0; i < levels.Length; i++)
        {
            strong = kinds[i] is Kind.Left or Kind.Right ? kinds[i] : strong;
            levels[i] = (kinds[i], isRight) switch
            {
                (Kind.Left, true) => 2,
                (Kind.Left, false) => 0,
                (Kind.Right, _) => 1,
                (Kind.Number, true) => 2,
                (Kind.Number, false) => strong == Kind.Right ? 2 : 0,
                _ => -1,
            };
        }

        Neutrals(levels, isRight ? 1 : 0);
        return levels;
    }

    /// <summary>What a line is written with: no line breaks or other control characters, no marks that turn its direction.</summary>
    public static List<Rune> Runes(string text) =>
    [
        .. text.EnumerateRunes()
            .Where(r => r.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C or 0xFEFF))
            .Select(r => Rune.IsControl(r) || Rune.GetUnicodeCategory(r) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? new Rune(' ') : r),
    ];

    private static Kind[] Kinds(IReadOnlyList<Rune> text)
    {
        var kinds = text.Select(KindOf).ToArray();
        for (var i = 0; i < kinds.Length; i++)
        {
            // A mark belongs to its letter; a single separator between two figures is part of the number.
            if (kinds[i] == Kind.Mark)
            {
                kinds[i] = i > 0 ? kinds[i - 1] : Kind.Neutral;
            }
            else if (kinds[i] == Kind.Neutral && i > 0 && i + 1 < kinds.Length && kinds[i - 1] == Kind.Number && kinds[i + 1] == Kind.Number && text[i].Value is '.' or ',' or ':' or '/')
            {
                kinds[i] = Kind.Number;
            }
        }

        return kinds;
    }

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber => Kind.Number,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => Kind.Mark,
        _ when Rune.IsLetter(rune) => IsRight(rune.Value) ? Kind.Right : Kind.Left,
        _ => Kind.Neutral,
    };

    private static bool IsRight(int value) =>
        value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);

    // What has no direction of its own takes that of its neighbours where they agree, else that of the line.
    private static void Neutrals(int[] levels, int ground)
    {
        for (var first = 0; first < levels.Length;)
        {
            if (levels[first] >= 0)
            {
                first++;
                continue;
            }

            var end = first;
            while (end < levels.Length && levels[end] < 0)
            {
                end++;
            }

            var (before, after) = (Side(first - 1), Side(end));
            Array.Fill(levels, before == after ? before : ground, first, end - first);
            first = end;
        }

        // To its neighbours a number within text that runs left is part of it.
        int Side(int at) => at < 0 || at >= levels.Length ? ground : ground == 0 && levels[at] == 2 ? 1 : levels[at];
    }
}
