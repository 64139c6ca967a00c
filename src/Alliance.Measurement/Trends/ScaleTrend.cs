using System.Collections.Immutable;
using Alliance.Measurement.Ruptures;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The trend of one scale after its last form: level, growth, changes, what to expect next, and episodes of possible strain.
/// Values are in the metric of the instrument, intervals are 95 % and not clipped. Without forms, values are null and labels
/// are <see cref="TrendLabel.NotEnoughData"/>.
/// </summary>
public sealed class ScaleTrend
{
    private readonly TrendEnd _end;

    internal ScaleTrend(ScaleModel model, RuptureRule rule, in TrendEnd end)
    {
        Model = model;
        Rule = rule;
        _end = end;
    }

    /// <summary>The trend of a series.</summary>
    /// <param name="model">The scale with its parameters.</param>
    /// <param name="sessions">Its scored sessions, session numbers from 1 and rising.</param>
    /// <exception cref="ArgumentException">Session numbers do not rise from 1 on, or a score is outside the range of the scale.</exception>
    public static ScaleTrend Of(ScaleModel model, ReadOnlySpan<ScoredSession> sessions) => Of(model, sessions, RuptureRule.Standard);

    /// <summary>The same with another setting of the rule for possible strains.</summary>
    /// <inheritdoc cref="Of(ScaleModel, ReadOnlySpan{ScoredSession})"/>
    public static ScaleTrend Of(ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rule);
        return TrendPass.Run(model, sessions, rule, []);
    }

    /// <summary>The scale and its parameters.</summary>
    public ScaleModel Model { get; }

    /// <summary>Number of forms on which this scale was scored.</summary>
    public int Forms => _end.Forms;

    /// <summary>Session of the last of them; null without forms.</summary>
    public int? LastSession => HasForms ? _end.Session : null;

    /// <summary>Score of the last of them; null without forms.</summary>
    public double? LastScore => HasForms ? _end.Score * Model.Factor : null;

    /// <summary>The level at the last form.</summary>
    public Estimate? Level => HasForms ? Estimate.Of(_end.State.Level, _end.State.LevelVariance, Model.Factor) : null;

    /// <summary>The slope at the last form; strongly drawn to the usual growth, so not a headline.</summary>
    public SlopeEstimate? Slope => HasForms ? SlopeEstimate.Of(_end.State, Model.Factor) : null;

    /// <summary>Change of the level over the last four sessions, or since session 1 where there are fewer.</summary>
    public Change RecentChange { get; internal init; }

    /// <summary>Change of the level since session 3, or since the first scored session after it.</summary>
    public Change OverallChange { get; internal init; }

    /// <summary>The score to expect at the next session.</summary>
    public Estimate? NextSession => HasForms ? _end.Next(Model) : null;

    /// <summary>The early alliance.</summary>
    public Baseline Baseline { get; internal init; }

    /// <summary>The last score against the baseline and against the form before.</summary>
    public ReliableChange ReliableChange => HasForms ? ReliableChange.Of(Model, _end, Baseline) : default;

    /// <summary>Episodes of possible strain by onset.</summary>
    public ImmutableArray<RuptureEpisode> Ruptures { get; internal init; } = [];

    /// <summary>How far the last score lay from its prediction; null without forms.</summary>
    public Surprise? LastSurprise => HasForms ? _end.Surprise(Model) : null;

    /// <summary>What the last form is to the episodes.</summary>
    public Marker LastMarker { get; internal init; }

    /// <summary>Whether the last three scores are all the greatest or all the least value of the scale: 1, -1, else 0.</summary>
    public int AtLimit { get; internal init; }

    /// <summary>The rule that found the episodes.</summary>
    public RuptureRule Rule { get; }

    private bool HasForms => _end.Forms > 0;
}
