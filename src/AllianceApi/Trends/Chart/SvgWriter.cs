using System.Globalization;
using System.Text;
using System.Xml;

namespace AllianceApi.Trends.Chart;

/// <summary>
/// Writes SVG elements, one to a line. It escapes all text and rounds all coordinates to two decimals, so that a caller can do
/// neither wrong and the same chart always has the same bytes.
/// </summary>
internal sealed class SvgWriter : IPen
{
    private readonly StringBuilder _out = new(16 * 1024);
    private readonly Stack<string> _open = new();

    /// <summary>A coordinate: at most two decimals, no sign on a zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite: a drawing without it would tell something untrue.</exception>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A coordinate is finite.");
        return (Math.Round(value, 2, MidpointRounding.AwayFromZero) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>Opens an element that has children.</summary>
    public void Open(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(element, attributes);
        _out.Append(">\n");
        _open.Push(element);
    }

    /// <summary>Closes the element opened last.</summary>
    public void Close() => _out.Append("</").Append(_open.Pop()).Append(">\n");

    /// <summary>An element without children.</summary>
    public void Empty(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(element, attributes);
        _out.Append("/>\n");
    }

    /// <summary>An element that holds text only.</summary>
    public void Holding(string element, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(element, attributes);
        _out.Append('>');
        Escaped(text);
        _out.Append("</").Append(element).Append(">\n");
    }

    /// <inheritdoc/>
    public void Text(string styles, double x, double y, string text) =>
        Holding("text", text, ("class", styles), ("x", Number(x)), ("y", Number(y)));

    /// <inheritdoc/>
    public void Line(string styles, double x1, double y1, double x2, double y2) =>
        Empty("line", ("class", styles), ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)));

    /// <inheritdoc/>
    public void Circle(string styles, double x, double y, double radius) =>
        Empty("circle", ("class", styles), ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)));

    /// <inheritdoc/>
    public void Rectangle(string styles, Box box, double radius = 0) => Empty(
        "rect",
        ("class", styles),
        ("x", Number(box.Left)),
        ("y", Number(box.Top)),
        ("width", Number(box.Width)),
        ("height", Number(box.Height)),
        ("rx", Number(radius)));

    /// <inheritdoc/>
    public void Path(string styles, PathData path)
    {
        if (!path.IsEmpty)
            Empty("path", ("class", styles), ("d", path.ToString()));
    }

    /// <inheritdoc/>
    public override string ToString() => _out.ToString();

    private void Start(string element, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _out.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            _out.Append(' ').Append(name).Append("=\"");
            Escaped(value);
            _out.Append('"');
        }
    }

    // Names of scales and instruments come from outside: what XML 1.0 can not hold at all becomes the replacement character.
    private void Escaped(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                _out.Append(c).Append(text[++i]);
            else
                _ = c switch
                {
                    '&' => _out.Append("&amp;"),
                    '<' => _out.Append("&lt;"),
                    '>' => _out.Append("&gt;"),
                    '"' => _out.Append("&quot;"),
                    _ => _out.Append(XmlConvert.IsXmlChar(c) ? c : '\uFFFD'),
                };
        }
    }
}
