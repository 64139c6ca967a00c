using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace AllianceApi.Trends.Chart.Ink;

/// <summary>A line of text as glyphs in their places: of any script, in both directions, as wide as it is told.</summary>
internal sealed class TextLine
{
    private readonly List<Run> _runs = [];
    private readonly float _size;

    private TextLine(float size) => _size = size;

    /// <summary>How wide the line is.</summary>
    public double Width { get; private set; }

    /// <summary>The line for a text.</summary>
    public static TextLine Of(string text, double size, bool bold = false)
    {
        var line = new TextLine((float)size);
        var runes = TextDirection.Runes(text);
        var levels = TextDirection.Levels(runes);
        var pieces = new List<(int Level, int Face, string Text)>();
        var (start, face) = (0, 0);
        for (var i = 0; i < runes.Count; i++)
        {
            var next = Typefaces.For(runes[i], face, bold);
            if (i > start && (levels[i] != levels[start] || next != face))
            {
                pieces.Add((levels[start], face, string.Concat(runes[start..i])));
                start = i;
            }

            face = next;
        }

        if (runes.Count > 0)
        {
            pieces.Add((levels[start], face, string.Concat(runes[start..])));
        }

        foreach (var piece in AsSeen(pieces))
        {
            line.Add(piece.Text, piece.Level % 2 == 1, Typefaces.Of(bold)[piece.Face]);
        }

        return line;
    }

    /// <summary>Draws it; <paramref name="x"/> is its left end, <paramref name="y"/> the line that letters stand on.</summary>
    public void Draw(SKCanvas canvas, double x, double y, SKPaint paint)
    {
        foreach (var run in _runs)
        {
            using var font = FontOf(run);
            if (paint.Style == SKPaintStyle.Stroke)
            {
                Outline(canvas, x, y, run, font, paint);
                continue;
            }

            using var builder = new SKTextBlobBuilder();
            builder.AddPositionedRun(run.Glyphs, font, run.Places);
            using var blob = builder.Build();
            if (blob is not null)
            {
                canvas.DrawText(blob, (float)x, (float)y, paint);
            }
        }
    }

    // As shapes: a PDF would hold an outlined text as a font of its own, whose place in the file is not always the same.
    private static void Outline(SKCanvas canvas, double x, double y, Run run, SKFont font, SKPaint paint)
    {
        for (var i = 0; i < run.Glyphs.Length; i++)
        {
            using var shape = font.GetGlyphPath(run.Glyphs[i]);
            if (shape is null)
            {
                continue;
            }

            canvas.Save();
            canvas.Translate((float)x + run.Places[i].X, (float)y + run.Places[i].Y);
            canvas.DrawPath(shape, paint);
            canvas.Restore();
        }
    }

    private SKFont FontOf(Run run) => new(run.Face, _size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    // The order in which they stand from left to right: from the highest level down, each stretch of that level or more is turned.
    private static List<(int Level, int Face, string Text)> AsSeen(List<(int Level, int Face, string Text)> pieces)
    {
        for (var level = pieces.Count == 0 ? 0 : pieces.Max(p => p.Level); level > 0; level--)
        {
            for (var first = 0; first < pieces.Count; first++)
            {
                var count = pieces.Skip(first).TakeWhile(p => p.Level >= level).Count();
                if (count > 0)
                {
                    pieces.Reverse(first, count);
                    first += count;
                }
            }
        }

        return pieces;
    }

    private void Add(string text, bool toLeft, Typeface face)
    {
        using var buffer = new Buffer();
        buffer.AddUtf16(text);
        buffer.GuessSegmentProperties();
        buffer.Direction = toLeft ? Direction.RightToLeft : Direction.LeftToRight;
        face.Shaper.Shape(buffer);
        var (infos, positions) = (buffer.GlyphInfos, buffer.GlyphPositions);
        var scale = _size / face.Face.UnitsPerEm;
        var (glyphs, places, x) = (new ushort[infos.Length], new SKPoint[infos.Length], (float)Width);
        for (var i = 0; i < infos.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            places[i] = new SKPoint(x + (positions[i].XOffset * scale), -positions[i].YOffset * scale);
            x += positions[i].XAdvance * scale;
        }

        _runs.Add(new Run(face.Face, glyphs, places));
        Width = x;
    }

    private sealed record Run(SKTypeface Face, ushort[] Glyphs, SKPoint[] Places);
}
