using System.Globalization;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace AllianceApi.Trends.Chart.Ink;

/// <summary>
/// Reads the style sheet of the chart for drawing without a browser: one sheet, so that PNG and PDF look as the SVG does. It knows
/// exactly what that sheet uses; anything else in it is a fault of ours and found by the first drawing.
/// </summary>
internal sealed partial class ChartRules
{
    private readonly List<Rule> _rules;
    private readonly Dictionary<string, SKColor> _colours;
    private readonly Dictionary<(bool IsText, string Classes), ShapeStyle> _known = [];

    /// <summary>The rules in the colours of a palette.</summary>
    public ChartRules(ChartPalette palette)
    {
        _colours = ChartStyle.NamedColours(palette).ToDictionary(c => $"[{c.Name}]", c => SKColor.Parse(c.Value), StringComparer.Ordinal);
        _rules = [.. RuleOf().Matches(ChartStyle.Shapes.Replace("#", palette.Shade, StringComparison.Ordinal)).Select(Rule.Of)];
    }

    /// <summary>What something with these classes looks like.</summary>
    public ShapeStyle For(bool isText, string classes)
    {
        if (!_known.TryGetValue((isText, classes), out var style))
        {
            var names = classes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            style = _rules.Where(r => r.Concerns(isText, names)).OrderBy(r => r.Classes.Length).SelectMany(r => r.Declarations).Aggregate(new ShapeStyle(), Applied);
            _known[(isText, classes)] = style;
        }

        return style;
    }

    private ShapeStyle Applied(ShapeStyle style, (string Property, string Value) declared) => declared.Property switch
    {
        "fill" => style with { Fill = Colour(declared.Value) },
        "fill-opacity" => style with { FillOpacity = Number(declared.Value) },
        "stroke" => style with { Stroke = Colour(declared.Value) },
        "stroke-opacity" => style with { StrokeOpacity = Number(declared.Value) },
        "stroke-width" => style with { StrokeWidth = Number(declared.Value) },
        "stroke-dasharray" => style with { Dashes = [.. declared.Value.Split(' ').Select(Number)] },
        "stroke-linecap" => style with { Cap = Enum.Parse<SKStrokeCap>(declared.Value, ignoreCase: true) },
        "stroke-linejoin" => style with { Join = Enum.Parse<SKStrokeJoin>(declared.Value, ignoreCase: true) },
        "paint-order" => style with { StrokeFirst = declared.Value == "stroke" },
        "font" => style with { FontSize = Number(declared.Value.Split(' ')[0]) },
        "font-size" => style with { FontSize = Number(declared.Value) },
        "font-weight" => style with { Bold = Number(declared.Value) >= 600 },
        "text-anchor" => style with { Anchor = declared.Value == "middle" ? 0.5 : 1 },
        _ => throw new InvalidOperationException($"The style sheet of the chart says {declared.Property}, which this drawing does not know."),
    };

    private SKColor? Colour(string value) => value == "none" ? null : _colours[value];

    private static float Number(string value) => float.Parse(value.Replace("px", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\.@ (?<selector>[a-z.]+)\{(?<body>[^}]*)\}", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RuleOf();

    /// <summary>One rule: of two the later wins, unless the earlier names more classes.</summary>
    private sealed record Rule(bool ForText, string[] Classes, (string Property, string Value)[] Declarations)
    {
        public static Rule Of(Match match)
        {
            var names = match.Groups["selector"].Value.Split('.', StringSplitOptions.RemoveEmptyEntries);
            // Where a browser would take a custom property, the plain value before it is the same in this palette.
            var declarations = match.Groups["body"].Value.Split(';')
                .Select(d => d.Split(':', 2))
                .Where(d => !d[1].Contains("var(", StringComparison.Ordinal))
                .Select(d => (d[0], d[1]));
            return names is ["text"] ? new Rule(true, [], [.. declarations]) : new Rule(false, names, [.. declarations]);
        }

        public bool Concerns(bool isText, string[] names) => (isText || !ForText) && Classes.All(c => names.Contains(c));
    }
}
