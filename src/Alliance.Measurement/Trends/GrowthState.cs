namespace Alliance.Measurement.Trends;

/// <summary>
/// What is believed about level and slope at one point of time: a bivariate normal distribution. All in the metric of the
/// scores that were observed; slopes per unit of the clock.
/// </summary>
/// <param name="Level">Mean of the level.</param>
/// <param name="Slope">Mean of the slope.</param>
/// <param name="LevelVariance">Variance of the level; 0 or more.</param>
/// <param name="SlopeVariance">Variance of the slope; 0 or more, 0 with slope 0 for a model without slope.</param>
/// <param name="Covariance">Covariance of level and slope.</param>
public readonly record struct GrowthState(double Level, double Slope, double LevelVariance, double SlopeVariance, double Covariance);
