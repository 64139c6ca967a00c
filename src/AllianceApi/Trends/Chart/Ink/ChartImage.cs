using SkiaSharp;

namespace AllianceApi.Trends.Chart.Ink;

/// <summary>The chart as an image.</summary>
internal static class ChartImage
{
    /// <summary>Pixels for each unit of the drawing.</summary>
    public const int Density = 2;

    /// <summary>Draws it as PNG.</summary>
    public static byte[] Png(TrendChart chart)
    {
        using var surface = SKSurface.Create(new SKImageInfo((int)ChartLayout.Width * Density, (int)ChartLayout.Height * Density, SKColorType.Rgb888x, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(Density);
        chart.Draw(new CanvasPen(surface.Canvas));
        using var pixels = surface.PeekPixels();
        using var png = pixels?.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6));
        return png?.ToArray() ?? throw new InvalidOperationException("The chart could not be written as PNG.");
    }
}
