using SkiaSharp;

namespace AllianceApi.Trends.Chart.Ink;

/// <summary>What a shape or a text looks like, after all rules that concern it.</summary>
internal sealed record ShapeStyle
{
    /// <summary>Colour of the inside; null for none.</summary>
    public SKColor? Fill { get; init; } = SKColors.Black;

    /// <summary>How opaque the inside is.</summary>
    public float FillOpacity { get; init; } = 1;

    /// <summary>Colour of the outline; null for none.</summary>
    public SKColor? Stroke { get; init; }

    /// <summary>How opaque the outline is.</summary>
    public float StrokeOpacity { get; init; } = 1;

    /// <summary>How wide the outline is.</summary>
    public float StrokeWidth { get; init; } = 1;

    /// <summary>Lengths drawn and left out in turn; empty for an unbroken outline.</summary>
    public float[] Dashes { get; init; } = [];

    /// <summary>The ends of lines.</summary>
    public SKStrokeCap Cap { get; init; } = SKStrokeCap.Butt;

    /// <summary>The corners of lines.</summary>
    public SKStrokeJoin Join { get; init; } = SKStrokeJoin.Miter;

    /// <summary>Whether the outline lies under the inside.</summary>
    public bool StrokeFirst { get; init; }

    /// <summary>Size of text.</summary>
    public float FontSize { get; init; } = 16;

    /// <summary>Whether text is bold.</summary>
    public bool Bold { get; init; }

    /// <summary>Which part of its width text stands to the left of its place.</summary>
    public double Anchor { get; init; }
}
