using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Alliance.Measurement.Ruptures;

namespace Alliance.Measurement.Trends;

/// <summary>The trend of one scale with what is drawn at each form, the rank trend and the shape of the whole course.</summary>
public sealed class ScaleTrendDetail
{
    private ScaleTrendDetail(ScaleTrend trend, ImmutableArray<TrendPoint> points, RobustTrend? robust, Shape shape)
    {
        Trend = trend;
        Points = points;
        Robust = robust;
        Shape = shape;
    }

    /// <summary>The trend of a series.</summary>
    /// <param name="model">The scale with its parameters.</param>
    /// <param name="sessions">Its scored sessions, session numbers from 1 and rising.</param>
    /// <exception cref="ArgumentException">Session numbers do not rise from 1 on, or a score is outside the range of the scale.</exception>
    public static ScaleTrendDetail Of(ScaleModel model, ReadOnlySpan<ScoredSession> sessions) => Of(model, sessions, RuptureRule.Standard);

    /// <summary>The same with another setting of the rule for possible strains.</summary>
    /// <inheritdoc cref="Of(ScaleModel, ReadOnlySpan{ScoredSession})"/>
    public static ScaleTrendDetail Of(ScaleModel model, ReadOnlySpan<ScoredSession> sessions, RuptureRule rule)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rule);
        var points = new TrendPoint[sessions.Length];
        var trend = TrendPass.Run(model, sessions, rule, points);
        Span<double> both = sessions.Length <= Ties.OnStack ? stackalloc double[2 * sessions.Length] : new double[2 * sessions.Length];
        var x = both[..sessions.Length];
        var y = both[sessions.Length..];
        for (var i = 0; i < sessions.Length; i++)
            (x[i], y[i]) = (sessions[i].Session, sessions[i].Score);
        return new ScaleTrendDetail(
            trend,
            ImmutableCollectionsMarshal.AsImmutableArray(points),
            RobustTrend.Of(x, y, model.Factor),
            Shape.Of(x, y, model.SmallestChange));
    }

    /// <summary>The trend after the last form.</summary>
    public ScaleTrend Trend { get; }

    /// <summary>The forms by session; empty without forms.</summary>
    public ImmutableArray<TrendPoint> Points { get; }

    /// <summary>The rank trend; null under six forms.</summary>
    public RobustTrend? Robust { get; }

    /// <summary>The shape of the whole course, fitted in the item-mean metric; insufficient under six forms.</summary>
    public Shape Shape { get; }
}
