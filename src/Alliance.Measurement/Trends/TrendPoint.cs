using Alliance.Measurement.Ruptures;

namespace Alliance.Measurement.Trends;

/// <summary>One form of a series with all that is drawn at it, in the metric of the instrument. Bands are 95 % and not clipped.</summary>
/// <param name="Session">Session number.</param>
/// <param name="LocalDate">Calendar date of the session in the offset in which it was given.</param>
/// <param name="Score">The score with its band from the error of measurement alone.</param>
/// <param name="Level">The level as it was knowable then (filtered).</param>
/// <param name="Smoothed">The level given the whole series.</param>
/// <param name="Expected">What all earlier forms predicted for this score; from the prior for the first.</param>
/// <param name="Surprise">Score minus prediction in standard deviations.</param>
/// <param name="Marker">What the form is to the episodes of the series.</param>
public readonly record struct TrendPoint(
    int Session,
    DateOnly LocalDate,
    Estimate Score,
    Estimate Level,
    Estimate Smoothed,
    Estimate Expected,
    double Surprise,
    Marker Marker);
