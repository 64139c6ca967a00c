namespace Alliance.Measurement.Trends;

/// <summary>How far one score lay from what all earlier ones predicted, in the metric of the instrument.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Score">The score.</param>
/// <param name="Expected">The prediction with its 95 % interval for a single score, not clipped; from the prior for a first form.</param>
/// <param name="Z">Score minus prediction in standard deviations.</param>
public readonly record struct Surprise(int Session, double Score, Estimate Expected, double Z);
