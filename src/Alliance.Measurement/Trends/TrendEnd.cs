namespace Alliance.Measurement.Trends;

/// <summary>
/// Where the pass forward over a scale ends: what a trend is told from, in the metric of item means. A trend is made with every
/// form, and little of it is asked for then, so it keeps this and works out the rest when asked.
/// </summary>
/// <param name="Forms">Number of forms.</param>
/// <param name="Session">Session of the last one.</param>
/// <param name="Score">Its score.</param>
/// <param name="Before">Score of the form before; not a number with one form.</param>
/// <param name="Expected">What all earlier forms predicted for the last score.</param>
/// <param name="ExpectedVariance">Variance of that prediction, error of the form included.</param>
/// <param name="State">Level and slope given all scores.</param>
internal readonly record struct TrendEnd(
    int Forms,
    int Session,
    double Score,
    double Before,
    double Expected,
    double ExpectedVariance,
    GrowthState State)
{
    /// <summary>The score to expect at the next session.</summary>
    public Estimate Next(ScaleModel model)
    {
        var next = model.Growth.Advance(State, 1);
        return Estimate.Of(next.Level, next.LevelVariance + model.ObservationVariance, model.Factor);
    }

    /// <summary>How far the last score lay from its prediction.</summary>
    public Surprise Surprise(ScaleModel model) => new(
        Session,
        Score * model.Factor,
        Estimate.Of(Expected, ExpectedVariance, model.Factor),
        (Score - Expected) / Math.Sqrt(ExpectedVariance));
}
