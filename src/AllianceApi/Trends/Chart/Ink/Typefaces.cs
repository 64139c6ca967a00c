using System.Text;
using HarfBuzzSharp;
using SkiaSharp;

namespace AllianceApi.Trends.Chart.Ink;

/// <summary>A typeface with what shapes its text.</summary>
/// <param name="Face">What draws it.</param>
/// <param name="Shaper">What turns characters into placed glyphs, in units of the font.</param>
internal sealed record Typeface(SKTypeface Face, HarfBuzzSharp.Font Shaper);

/// <summary>
/// The fonts that come within the program, so that a drawing looks the same on every machine, also where no font is installed:
/// Noto Sans for Latin, Greek and Cyrillic, Arabic, and Hebrew. What none of them has is drawn as an empty box.
/// </summary>
internal static class Typefaces
{
    private static readonly string[] Scripts = ["NotoSans", "NotoSansArabic", "NotoSansHebrew"];
    private static readonly Lazy<Typeface[]> Regular = new(() => [.. Scripts.Select(s => Read(s + "-Regular"))]);
    private static readonly Lazy<Typeface[]> Bold = new(() => [.. Scripts.Select(s => Read(s + "-Bold"))]);

    /// <summary>The typefaces of a weight, the most usual first.</summary>
    public static IReadOnlyList<Typeface> Of(bool bold) => (bold ? Bold : Regular).Value;

    /// <summary>Which of the typefaces draws a character: the one in use where it can, else the first that can.</summary>
    public static int For(Rune rune, int inUse, bool bold)
    {
        var faces = Of(bold);
        if (Draws(faces[inUse], rune))
        {
            return inUse;
        }

        for (var i = 0; i < faces.Count; i++)
        {
            if (Draws(faces[i], rune))
            {
                return i;
            }
        }

        return inUse;
    }

    private static bool Draws(Typeface face, Rune rune) => face.Shaper.TryGetNominalGlyph(rune.Value, out _);

    // They live as long as the process. Nothing changes them from here on, so that several threads may use them at once.
    private static Typeface Read(string name)
    {
        using var stream = typeof(Typefaces).Assembly.GetManifestResourceStream($"fonts/{name}.ttf")!;
        using var data = SKData.Create(stream);
        var face = SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {name} can not be read.");
        // Its own copy: Blob.FromStream points into an array of ours, which the garbage collector moves.
        using var blob = new Blob(data.Data, (int)data.Size, MemoryMode.Duplicate);
        blob.MakeImmutable();
        using var shape = new Face(blob, 0) { UnitsPerEm = face.UnitsPerEm };
        shape.MakeImmutable();
        var shaper = new HarfBuzzSharp.Font(shape);
        shaper.SetScale(face.UnitsPerEm, face.UnitsPerEm);
        shaper.SetFunctionsOpenType();
        return new Typeface(face, shaper);
    }
}
