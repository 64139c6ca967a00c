namespace AllianceApi.Trends.Chart;

/// <summary>
/// The colours of one medium. Those with a meaning are of the set of Okabe and Ito, which people tell apart whatever their
/// colour vision; none carries its meaning alone. Text is only ever in ink or quiet ink.
/// </summary>
/// <param name="Paper">Behind everything.</param>
/// <param name="Ink">Text and scores.</param>
/// <param name="Quiet">Secondary text, axes, whiskers and the early average.</param>
/// <param name="Grid">Gridlines: faint on purpose, as the axis gives the same in numbers.</param>
/// <param name="Level">The level line and the edges of its band.</param>
/// <param name="Strain">Possible strain.</param>
/// <param name="Return">Back in range.</param>
/// <param name="Shade">How opaque the inside of the band is.</param>
internal sealed record ChartPalette(
    string Paper, string Ink, string Quiet, string Grid, string Level, string Strain, string Return, string Shade)
{
    /// <summary>On a light screen.</summary>
    public static ChartPalette Light { get; } =
        new("#ffffff", "#1b1f24", "#57606a", "#dfe3e7", "#0072b2", "#d55e00", "#009e73", "0.16");

    /// <summary>On a dark screen.</summary>
    public static ChartPalette Dark { get; } =
        new("#14181d", "#eceff2", "#a9b2bb", "#313942", "#56b4e9", "#e69f00", "#009e73", "0.22");

    /// <summary>On paper: black on white, told apart by shape and dashes alone.</summary>
    public static ChartPalette Print { get; } =
        new("#ffffff", "#000000", "#000000", "#c8c8c8", "#000000", "#000000", "#000000", "0.1");
}
