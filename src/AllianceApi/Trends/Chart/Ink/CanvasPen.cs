using SkiaSharp;

namespace AllianceApi.Trends.Chart.Ink;

/// <summary>Draws the chart on a canvas, of an image or of a page.</summary>
internal sealed class CanvasPen(SKCanvas canvas) : IPen
{
    private readonly ChartRules _rules = new(ChartPalette.Light);

    /// <inheritdoc/>
    public void Text(string styles, double x, double y, string text)
    {
        var style = _rules.For(isText: true, styles);
        var line = TextLine.Of(text, style.FontSize, style.Bold);
        var left = x - (line.Width * style.Anchor);
        Paint(style, paint => line.Draw(canvas, left, y, paint));
    }

    /// <inheritdoc/>
    public void Line(string styles, double x1, double y1, double x2, double y2) =>
        Paint(_rules.For(isText: false, styles) with { Fill = null }, paint => canvas.DrawLine((float)x1, (float)y1, (float)x2, (float)y2, paint));

    /// <inheritdoc/>
    public void Circle(string styles, double x, double y, double radius) =>
        Paint(_rules.For(isText: false, styles), paint => canvas.DrawCircle((float)x, (float)y, (float)radius, paint));

    /// <inheritdoc/>
    public void Rectangle(string styles, Box box, double radius = 0)
    {
        var shape = new SKRect((float)box.Left, (float)box.Top, (float)box.Right, (float)box.Bottom);
        Paint(_rules.For(isText: false, styles), paint => canvas.DrawRoundRect(shape, (float)radius, (float)radius, paint));
    }

    /// <inheritdoc/>
    public void Path(string styles, PathData path)
    {
        if (path.IsEmpty)
            return;
        using var builder = new SKPathBuilder();
        foreach (var step in path.Steps)
        {
            if (step.Command == 'M')
                builder.MoveTo((float)step.X, (float)step.Y);
            else if (step.Command == 'L')
                builder.LineTo((float)step.X, (float)step.Y);
            else
                builder.Close();
        }

        using var shape = builder.Detach();
        Paint(_rules.For(isText: false, styles), paint => canvas.DrawPath(shape, paint));
    }

    private static void Paint(ShapeStyle style, Action<SKPaint> draw)
    {
        if (style.StrokeFirst)
            Stroke(style, draw);
        if (style.Fill is { } colour)
        {
            using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Fill, Color = Faded(colour, style.FillOpacity) };
            draw(paint);
        }

        if (!style.StrokeFirst)
            Stroke(style, draw);
    }

    private static void Stroke(ShapeStyle style, Action<SKPaint> draw)
    {
        if (style.Stroke is not { } colour)
            return;
        using var dashes = style.Dashes.Length > 0 ? SKPathEffect.CreateDash(style.Dashes, 0) : null;
        using var paint = new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            Color = Faded(colour, style.StrokeOpacity),
            StrokeWidth = style.StrokeWidth,
            StrokeCap = style.Cap,
            StrokeJoin = style.Join,
            PathEffect = dashes,
        };
        draw(paint);
    }

    private static SKColor Faded(SKColor colour, float opacity) => colour.WithAlpha((byte)MathF.Round(255 * opacity));
}
