using System.Buffers.Binary;
using Alliance.Measurement.Trends;

namespace AllianceApi.Trends;

/// <summary>What a caseload shows of a series, kept ready with it.</summary>
/// <param name="Scales">Each scale of the instrument.</param>
/// <param name="Quality">How much the forms can tell.</param>
internal sealed record SeriesHeadline(IReadOnlyList<ScaleHeadline> Scales, HeadlineQuality Quality)
{
    /// <summary>Most points of a sparkline.</summary>
    private const int LongestSparkline = 30;

    public static SeriesHeadline Of(SeriesTrend trend, IReadOnlyList<SeriesMember> members)
    {
        var scales = new ScaleHeadline[trend.Scales.Length];
        for (var i = 0; i < scales.Length; i++)
        {
            var scale = trend.Scales[i];
            scales[i] = new ScaleHeadline(
                scale.Model.Scale.Name,
                scale.LastScore,
                scale.Level is { } level ? EstimateResource.Of(level) : null,
                scale.RecentChange.Label.Text(),
                scale.OverallChange.Label.Text(),
                Sparkline(members, i, scale.Model.Factor));
        }

        return new SeriesHeadline(scales, new HeadlineQuality(trend.Quality.Informative, trend.Quality.Notes));
    }

    private static List<SparklinePoint> Sparkline(IReadOnlyList<SeriesMember> members, int scale, double factor)
    {
        var points = new List<SparklinePoint>(Math.Min(members.Count, LongestSparkline));
        for (var i = Math.Max(0, members.Count - LongestSparkline); i < members.Count; i++)
        {
            var mean = BinaryPrimitives.ReadDoubleLittleEndian(members[i].Means.AsSpan(scale * sizeof(double)));
            if (!double.IsNaN(mean))
            {
                points.Add(new SparklinePoint((int)members[i].Number, mean * factor));
            }
        }

        return points;
    }
}

/// <summary>What a caseload shows of one scale.</summary>
/// <param name="Scale">Name of the scale.</param>
/// <param name="Last">Last score in the metric of the instrument; null where there is none, or the caller sees trends only.</param>
/// <param name="Level">Where the alliance stands, with its 95 % interval.</param>
/// <param name="RecentLabel">rising, falling, no-clear-change or not-enough-data, over the last four sessions.</param>
/// <param name="OverallLabel">The same since session 3.</param>
/// <param name="Sparkline">The last thirty scores; empty where the caller sees trends only.</param>
internal sealed record ScaleHeadline(
    string Scale, double? Last, EstimateResource? Level, string RecentLabel, string OverallLabel, IReadOnlyList<SparklinePoint> Sparkline);

/// <summary>One score of a sparkline.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Score">The score in the metric of the instrument.</param>
internal sealed record SparklinePoint(int Session, double Score);

/// <summary>How much the forms can tell.</summary>
/// <param name="Informative">False where the series stands at a limit or on a line.</param>
/// <param name="Notes">Why, in sentences.</param>
internal sealed record HeadlineQuality(bool Informative, IReadOnlyList<string> Notes);
