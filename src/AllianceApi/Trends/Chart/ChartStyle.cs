namespace AllianceApi.Trends.Chart;

/// <summary>
/// The style sheet. Every rule begins with the chart's own class, since the style of an SVG inside a page holds for the whole
/// page. A colour is first given plainly, then as a custom property: what knows no custom properties draws the light chart,
/// and a page can set its own.
/// </summary>
internal static class ChartStyle
{
    /// <summary>Class of the root element.</summary>
    public const string Root = "alliance-trend";

    /// <summary>The rules as they are written: <c>@</c> stands for the root's class, <c>#</c> for how opaque the band is, a name in brackets for a colour.</summary>
    public const string Shapes = """
        .@{max-width:100%;height:auto}
        .@ text{font:20px system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif;fill:[ink]}
        .@ .heading{font-size:23px;font-weight:600}
        .@ .now{font-size:40px;font-weight:600}
        .@ .number{font-size:24px;font-weight:600}
        .@ .quiet{fill:[quiet]}
        .@ .end{text-anchor:end}
        .@ .middle{text-anchor:middle}
        .@ .note{paint-order:stroke;stroke:[paper];stroke-width:5px;stroke-linejoin:round}
        .@ .paper{fill:[paper]}
        .@ .grid{stroke:[grid];stroke-width:1px}
        .@ .axis{stroke:[quiet];stroke-width:1.5px}
        .@ .band{fill:[level];fill-opacity:#;fill-opacity:var(--shade);stroke:none}
        .@ .band.gap{fill-opacity:.07;fill-opacity:calc(var(--shade)*.45)}
        .@ .edge{fill:none;stroke:[level];stroke-width:1px}
        .@ .level{fill:none;stroke:[level];stroke-width:3.5px;stroke-linejoin:round;stroke-linecap:round}
        .@ .level.gap{stroke-dasharray:.1 7}
        .@ .level.thin{stroke-width:2.5px}
        .@ .range{stroke:[level];stroke-width:2.5px;fill:none}
        .@ .dot{fill:[level]}
        .@ .early{stroke:[quiet];stroke-width:1.5px;stroke-dasharray:9 6;fill:none}
        .@ .error{stroke:[quiet];stroke-width:1.5px;fill:none}
        .@ .error.fine{stroke-width:.75px;stroke-opacity:.3}
        .@ .score{fill:[ink];stroke:[paper];stroke-width:1.5px}
        .@ .score.fine{stroke:none}
        .@ .score.below{fill:[paper];stroke:[ink];stroke-width:2.5px}
        .@ .score.below.fine{stroke-width:1px}
        .@ .score.cloud{fill:none;stroke:[ink];stroke-width:2.6px;stroke-linecap:round}
        .@ .strain{fill:[strain];stroke:[paper];stroke-width:2px;stroke-linejoin:round;paint-order:stroke}
        .@ .strain.over{fill:[paper];stroke:[strain];stroke-width:3px;paint-order:fill}
        .@ .halo{fill:none;stroke:[paper];stroke-width:7px}
        .@ .return{fill:none;stroke:[return];stroke-width:3px}
        .@ .return.once{stroke-dasharray:4.5 3.5}
        .@ .late{fill:none;stroke:[strain];stroke-width:3px}
        .@ .missing{fill:[paper];stroke:[quiet];stroke-width:1.5px}
        .@ .unscored{fill:none;stroke:[quiet];stroke-width:2px}
        """;

    /// <summary>The whole style sheet.</summary>
    public static string Text { get; } = string.Concat(
        Properties(ChartPalette.Light),
        Shapes.ReplaceLineEndings("\n").Replace("@", Root, StringComparison.Ordinal).Replace("#", ChartPalette.Light.Shade, StringComparison.Ordinal)
            .Coloured(ChartPalette.Light),
        "\n@media (prefers-color-scheme:dark){\n",
        Properties(ChartPalette.Dark),
        "}\n@media print{\n",
        Properties(ChartPalette.Print),
        $".{Root} .edge{{stroke-dasharray:3 3}}\n}}\n");

    /// <summary>The colours of a palette by the names that the rules use.</summary>
    public static (string Name, string Value)[] NamedColours(ChartPalette p) =>
        [("paper", p.Paper), ("ink", p.Ink), ("quiet", p.Quiet), ("grid", p.Grid), ("level", p.Level), ("strain", p.Strain), ("return", p.Return)];

    private static string Properties(ChartPalette palette) =>
        $".{Root}{{{string.Concat(NamedColours(palette).Select(c => $"--{c.Name}:{c.Value};"))}--shade:{palette.Shade}}}\n";

    // fill:[ink] becomes fill:#1b1f24;fill:var(--ink).
    private static string Coloured(this string rules, ChartPalette palette)
    {
        foreach (var (name, value) in NamedColours(palette))
        {
            foreach (var property in (ReadOnlySpan<string>)["fill", "stroke"])
                rules = rules.Replace($"{property}:[{name}]", $"{property}:{value};{property}:var(--{name})", StringComparison.Ordinal);
        }

        return rules;
    }
}
