namespace Alliance.Measurement.Trends;

/// <summary>
/// How much the level changed over a span that ends at the last form, from the joint posterior of both ends, in the metric of
/// the instrument. Source: measurement method 4.5.
/// </summary>
public readonly record struct Change
{
    private const double EnoughProbability = 0.95;
    private const int EnoughForms = 3;

    private readonly double _value;
    private readonly double _sd;
    private readonly double _rising;

    private Change(int fromSession, int sessions, in Estimate estimate, double rising, TrendLabel label)
    {
        FromSession = fromSession;
        Sessions = sessions;
        (_value, _sd, _rising) = (estimate.Value, estimate.Sd, rising);
        Label = label;
        ModelLabel = label;
    }

    /// <summary>First session of the span; null without forms.</summary>
    public int? FromSession { get; private init; }

    /// <summary>Length of the span in sessions; 0 where there is no span, and then all values are null.</summary>
    public int Sessions { get; }

    /// <summary>Level at the end minus level at the start.</summary>
    public double? Value => IsGiven ? _value : null;

    /// <summary>Lower end of the 95 % interval.</summary>
    public double? Low => Estimate?.Low;

    /// <summary>Upper end of the 95 % interval.</summary>
    public double? High => Estimate?.High;

    /// <summary>Standard deviation.</summary>
    public double? Sd => IsGiven ? _sd : null;

    /// <summary>Probability that the level rose.</summary>
    public double? ProbabilityRising => IsGiven ? _rising : null;

    /// <summary>The label to show.</summary>
    public TrendLabel Label { get; private init; }

    /// <summary>The label of the model alone, before the comparison of all pairs of scores.</summary>
    public TrendLabel ModelLabel { get; }

    /// <summary>
    /// Whether <see cref="Label"/> was withdrawn because the median of the slopes between all pairs of scores (Theil-Sen) points
    /// the other way: one outlier early in a series does that.
    /// </summary>
    public bool ContradictedByPairs => Label != ModelLabel;

    /// <summary>The estimate, where there is one.</summary>
    public Estimate? Estimate => IsGiven ? Trends.Estimate.About(_value, _sd) : null;

    private bool IsGiven => Sessions > 0;

    internal static Change None(int? fromSession) => new() { FromSession = fromSession };

    internal static Change Of(int fromSession, int sessions, double mean, double variance, ScaleModel model, int forms)
    {
        var estimate = Trends.Estimate.Of(mean, variance, model.Factor);
        var rising = Probability.AboveZero(mean, variance);
        return new Change(fromSession, sessions, estimate, rising, LabelOf(mean, rising, model.SmallestChange, forms));
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
