using System.Text;

namespace AllianceApi.Trends.Chart;

/// <summary>The data of a path: straight lines only, since a curve would invent values between two forms.</summary>
internal sealed class PathData
{
    private readonly StringBuilder _data = new();

    /// <summary>Whether nothing was drawn yet.</summary>
    public bool IsEmpty => _data.Length == 0;

    /// <summary>Starts a new part.</summary>
    public PathData Move(double x, double y) => Add('M', x, y);

    /// <summary>Draws a line.</summary>
    public PathData To(double x, double y) => Add('L', x, y);

    /// <summary>A line without length, which a round pen draws as a dot.</summary>
    public PathData Dot(double x, double y) => Move(x, y).To(x, y);

    /// <summary>Draws a line back to where the part started.</summary>
    public PathData Close()
    {
        _data.Append('Z');
        return this;
    }

    /// <summary>A triangle that points down, with its middle at a point.</summary>
    public static PathData Triangle(double x, double y, double size) =>
        new PathData().Move(x - size, y - (size * 0.8)).To(x + size, y - (size * 0.8)).To(x, y + size).Close();

    /// <summary>Two crossed strokes.</summary>
    public static PathData Cross(double x, double y, double size) =>
        new PathData().Move(x - size, y - size).To(x + size, y + size).Move(x - size, y + size).To(x + size, y - size);

    /// <inheritdoc/>
    public override string ToString() => _data.ToString();

    private PathData Add(char command, double x, double y)
    {
        _data.Append(command).Append(SvgWriter.Number(x)).Append(' ').Append(SvgWriter.Number(y));
        return this;
    }
}
