using AllianceApi.Hosting;

namespace AllianceApi.Trends;

/// <summary>What a trend is asked to carry beside its usual content.</summary>
/// <param name="Xmr">An individuals control chart for each scale.</param>
/// <param name="Cusum">Cumulative sums for each scale.</param>
internal readonly record struct TrendOptions(bool Xmr, bool Cusum)
{
    private static readonly string[] Charts = ["xmr"];

    public static readonly QueryParameter[] Parameters =
    [
        new("chart", "Adds `xmr` to each scale: an individuals control chart with limits from the first six forms, from eight forms on. JSON only.", "string", "xmr", Charts),
        new("cusum", "Whether to add `cusum` to each scale: cumulative sums that show slow, lasting shifts, from twelve forms on. JSON only.", "boolean", "true", ["true", "false"]),
    ];

    /// <summary>Reads the options; a chart that is drawn takes none.</summary>
    public static TrendOptions Read(Input input, TrendFormat format)
    {
        var options = new TrendOptions(input.QueryOneOf("chart", Charts) is not null, input.QueryFlag("cusum"));
        if (format != TrendFormat.Json && options != default && !input.Faults.Any)
        {
            input.Faults.Add(options.Xmr ? "?chart" : "?cusum", "json-only", "Control charts are given as data: ask for application/json.");
        }

        return options;
    }
}
