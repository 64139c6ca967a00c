namespace Alliance.Measurement.Trends;

/// <summary>
/// How much the level changed over a span that ends at the last form, from the joint posterior of both ends, in the metric of
/// the instrument. Source: measurement method 4.5.
/// </summary>
public readonly record struct Change
{
    private const double EnoughProbability = 0.95;
    private const int EnoughForms = 3;

    /// <summary>First session of the span; null without forms.</summary>
    public int? FromSession { get; init; }

    /// <summary>Length of the span in sessions; 0 where there is no span, and then all values are null.</summary>
    public int Sessions { get; init; }

    /// <summary>Level at the end minus level at the start.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the 95 % interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the 95 % interval.</summary>
    public double? High { get; init; }

    /// <summary>Standard deviation.</summary>
    public double? Sd { get; init; }

    /// <summary>Probability that the level rose.</summary>
    public double? ProbabilityRising { get; init; }

    /// <summary>The label to show.</summary>
    public TrendLabel Label { get; init; }

    /// <summary>The label of the model alone, before the comparison of all pairs of scores.</summary>
    public TrendLabel ModelLabel { get; init; }

    /// <summary>
    /// Whether <see cref="Label"/> was withdrawn because the median of the slopes between all pairs of scores (Theil-Sen) points
    /// the other way: one outlier early in a series does that.
    /// </summary>
    public bool ContradictedByPairs => Label != ModelLabel;

    /// <summary>The estimate, where there is one.</summary>
    public Estimate? Estimate => Value is { } value ? new Estimate(value, Low!.Value, High!.Value, Sd!.Value) : null;

    internal static Change None(int? fromSession) => new() { FromSession = fromSession };

    internal static Change Of(int fromSession, int sessions, double mean, double variance, ScaleModel model, int forms)
    {
        var estimate = Trends.Estimate.Of(mean, variance, model.Factor);
        var rising = Probability.AboveZero(mean, variance);
        var label = LabelOf(mean, rising, model.SmallestChange, forms);
        return new Change
        {
            FromSession = fromSession,
            Sessions = sessions,
            Value = estimate.Value,
            Low = estimate.Low,
            High = estimate.High,
            Sd = estimate.Sd,
            ProbabilityRising = rising,
            Label = label,
            ModelLabel = label,
        };
    }

    /// <summary>Whether the label says that something changed, so that the pairs of scores have a say.</summary>
    internal bool IsLabelled => Label is TrendLabel.Rising or TrendLabel.Falling;

    /// <summary>The same without its label where the Theil-Sen slope, of sign <paramref name="pairs"/>, points the other way.</summary>
    internal Change CheckedAgainst(int pairs) =>
        (Label == TrendLabel.Rising && pairs < 0) || (Label == TrendLabel.Falling && pairs > 0)
            ? this with { Label = TrendLabel.NoClearChange }
            : this;

    private static TrendLabel LabelOf(double mean, double rising, double smallest, int forms)
    {
        if (forms < EnoughForms)
            return TrendLabel.NotEnoughData;
        if (rising >= EnoughProbability && mean >= smallest)
            return TrendLabel.Rising;
        return rising <= 1 - EnoughProbability && mean <= -smallest ? TrendLabel.Falling : TrendLabel.NoClearChange;
    }
}
