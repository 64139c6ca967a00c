using AllianceApi.Trends.Chart.Ink;
using SkiaSharp;

namespace AllianceApi.Trends.Report;

/// <summary>Writes text on a page, in points.</summary>
internal sealed class PageText(SKCanvas canvas)
{
    private static readonly SKColor Ink = SKColor.Parse("#1b1f24");
    private static readonly SKColor Quiet = SKColor.Parse("#4a525b");
    private static readonly SKColor Rule = SKColor.Parse("#c9ced4");

    /// <summary>Writes a line as far as there is room, else its beginning with an ellipsis.</summary>
    public void Write(string text, double x, double y, double size, bool bold = false, bool quiet = false, double room = double.MaxValue)
    {
        var line = TextLine.Of(text, size, bold);
        for (var length = text.Length; line.Width > room && length > 0; line = TextLine.Of(text[..length].TrimEnd() + "…", size, bold))
        {
            length -= Math.Max(1, length / 40);
        }

        using var paint = new SKPaint { IsAntialias = true, Color = quiet ? Quiet : Ink };
        line.Draw(canvas, x, y, paint);
    }

    /// <summary>The words of a text in lines that fit; a word longer than a line is cut.</summary>
    public static List<string> Wrapped(string text, double width, double size)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && TextLine.Of($"{lines[^1]} {word}", size).Width <= width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    /// <summary>A thin line across.</summary>
    public void Line(double x1, double x2, double y)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = Rule, StrokeWidth = 0.6f, Style = SKPaintStyle.Stroke };
        canvas.DrawLine((float)x1, (float)y, (float)x2, (float)y, paint);
    }
}
