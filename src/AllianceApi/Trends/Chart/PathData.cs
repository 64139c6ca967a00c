using System.Text;

namespace AllianceApi.Trends.Chart;

/// <summary>One step of a path.</summary>
/// <param name="Command">As in SVG: M moves, L draws, Z closes.</param>
/// <param name="X">Where to, across; nothing where the path closes.</param>
/// <param name="Y">Where to, down.</param>
internal readonly record struct PathStep(char Command, double X, double Y);

/// <summary>The data of a path: straight lines only, since a curve would invent values between two forms.</summary>
internal sealed class PathData
{
    private readonly List<PathStep> _steps = [];

    /// <summary>Whether nothing was drawn yet.</summary>
    public bool IsEmpty => _steps.Count == 0;

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<PathStep> Steps => _steps;

    /// <summary>Starts a new part.</summary>
    public PathData Move(double x, double y) => Add('M', x, y);

    /// <summary>Draws a line.</summary>
    public PathData To(double x, double y) => Add('L', x, y);

    /// <summary>A line without length, which a round pen draws as a dot.</summary>
    public PathData Dot(double x, double y) => Move(x, y).To(x, y);

    /// <summary>Draws a line back to where the part started.</summary>
    public PathData Close() => Add('Z', 0, 0);

    /// <summary>A triangle that points down, with its middle at a point.</summary>
    public static PathData Triangle(double x, double y, double size) =>
        new PathData().Move(x - size, y - (size * 0.8)).To(x + size, y - (size * 0.8)).To(x, y + size).Close();

    /// <summary>Two crossed strokes.</summary>
    public static PathData Cross(double x, double y, double size) =>
        new PathData().Move(x - size, y - size).To(x + size, y + size).Move(x - size, y + size).To(x + size, y - size);

    /// <summary>The path as SVG writes it.</summary>
    public override string ToString()
    {
        var data = new StringBuilder(_steps.Count * 14);
        foreach (var step in _steps)
        {
            data.Append(step.Command);
            if (step.Command != 'Z')
                data.Append(SvgWriter.Number(step.X)).Append(' ').Append(SvgWriter.Number(step.Y));
        }

        return data.ToString();
    }

    private PathData Add(char command, double x, double y)
    {
        _steps.Add(new PathStep(command, x, y));
        return this;
    }
}
