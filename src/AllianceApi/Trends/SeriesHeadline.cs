using Alliance.Measurement.Trends;

namespace AllianceApi.Trends;

/// <summary>Where a series stands, kept ready with it for caseloads.</summary>
/// <param name="Scales">Each scale of the instrument.</param>
/// <param name="Quality">How much the forms can tell.</param>
internal sealed record SeriesHeadline(IReadOnlyList<ScaleHeadline> Scales, HeadlineQuality Quality)
{
    public static SeriesHeadline Of(SeriesTrend trend)
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
                scale.OverallChange.Label.Text());
        }

        return new SeriesHeadline(scales, new HeadlineQuality(trend.Quality.Informative, trend.Quality.Notes));
    }
}

/// <summary>Where one scale stands.</summary>
internal sealed record ScaleHeadline(string Scale, double? Last, EstimateResource? Level, string RecentLabel, string OverallLabel);

/// <summary>How much the forms can tell.</summary>
/// <param name="Informative">False where the series stands at a limit or on a line.</param>
/// <param name="Notes">Why, in sentences.</param>
internal sealed record HeadlineQuality(bool Informative, IReadOnlyList<string> Notes);
