using System.Collections.Immutable;
using Alliance.Measurement.MixedModels;

namespace Alliance.Measurement.Congruence;

/// <summary>
/// Therapists' ratings held against clients' over a whole caseload (truth-and-bias model of West &amp; Kenny, Psychological Review
/// 118, 2011; Atzil-Slonim et al. 2015): how far apart the two lie on average, and how far the therapist follows the client's ups
/// and downs. It describes a caseload, not one therapist; a discrepancy is not an error of either person.
/// </summary>
/// <remarks>
/// With the mean m of a dyad's client scores: therapist - m = (b0 + u0) + (b1 + u1)(client - m) [+ b2 (m - mean of the m)] + e,
/// u0 and u1 normal with any covariance, by restricted maximum likelihood as lme4 fits
/// <c>tc ~ cw + (1 + cw | dyad)</c>. b0 is the directional bias, b1 the temporal congruence.
/// </remarks>
public sealed class TruthAndBias
{
    private TruthAndBias(int dyads, int pairs) => (Dyads, Pairs) = (dyads, pairs);

    /// <summary>Number of dyads with a pair.</summary>
    public int Dyads { get; }

    /// <summary>Number of sessions that both rated, in all dyads together.</summary>
    public int Pairs { get; }

    /// <summary>b0: therapist minus client where the client is at their own mean; null where the model is not determined.</summary>
    public FixedEffect? Bias { get; private init; }

    /// <summary>b1: points of the therapist per point of the client's deviation from their own mean; null as above.</summary>
    public FixedEffect? TruthForce { get; private init; }

    /// <summary>b2: what a point of a higher mean of the client's adds; null as above, and where it was not asked for.</summary>
    public FixedEffect? LevelOfClient { get; private init; }

    /// <summary>Variance of the bias between dyads; null as above.</summary>
    public double? BiasVariance { get; private init; }

    /// <summary>Variance of the truth force between dyads; null as above.</summary>
    public double? TruthForceVariance { get; private init; }

    /// <summary>Covariance of the two between dyads; null as above.</summary>
    public double? Covariance { get; private init; }

    /// <summary>Residual variance; null as above.</summary>
    public double? ResidualVariance { get; private init; }

    /// <summary>Restricted log-likelihood; null as above.</summary>
    public double? LogLikelihood { get; private init; }

    /// <summary>u0 and u1 of each dyad as best predicted, in the order given; empty where the model is not determined.</summary>
    public ImmutableArray<DyadEffect> Effects { get; private init; } = [];

    /// <summary>Fits the model. All estimates are null where it is not determined: under three dyads, or without any spread.</summary>
    /// <param name="dyads">The pairs of each dyad; those without a pair do not count.</param>
    /// <param name="withLevel">Whether the client's mean is in the model too.</param>
    /// <exception cref="ArgumentException">A score is no number of size up to 1e12.</exception>
    public static TruthAndBias Of(IReadOnlyList<ImmutableArray<RatingPair>> dyads, bool withLevel = false)
    {
        ArgumentNullException.ThrowIfNull(dyads);
        foreach (var pair in dyads.Where(d => !d.IsDefault).SelectMany(d => d)) Require.Numbers([pair.Client, pair.Therapist], nameof(dyads));
        ImmutableArray<RatingPair>[] rated = [.. dyads.Where(d => !d.IsDefaultOrEmpty)];
        var empty = new TruthAndBias(rated.Length, rated.Sum(d => d.Length));
        return rated.Length < 3 || new RandomSlope(Rows(rated, withLevel), withLevel ? 3 : 2).Fit() is not { } fit
            ? empty
            : new TruthAndBias(empty.Dyads, empty.Pairs)
            {
                Bias = fit.Fixed(0),
                TruthForce = fit.Fixed(1),
                LevelOfClient = withLevel ? fit.Fixed(2) : null,
                BiasVariance = fit.InterceptVariance,
                TruthForceVariance = fit.SlopeVariance,
                Covariance = fit.Covariance,
                ResidualVariance = fit.ResidualVariance,
                LogLikelihood = fit.LogLikelihood,
                Effects = fit.Effects,
            };
    }

    /// <summary>Per pair: 1, the client's deviation, the client's mean from the mean of means, and the therapist from the client's mean.</summary>
    private static double[][][] Rows(ImmutableArray<RatingPair>[] dyads, bool withLevel)
    {
        double[] means = [.. dyads.Select(d => d.Average(p => p.Client))];
        var centre = means.Average();
        return
        [
            .. dyads.Select((d, i) => d.Select(p => withLevel
                ? new[] { 1, p.Client - means[i], means[i] - centre, p.Therapist - means[i] }
                : [1, p.Client - means[i], p.Therapist - means[i]]).ToArray()),
        ];
    }
}

/// <summary>A fixed effect of a mixed model.</summary>
/// <param name="Estimate">Its value.</param>
/// <param name="StandardError">Its standard error, the variances taken as known.</param>
public readonly record struct FixedEffect(double Estimate, double StandardError);

/// <summary>How one dyad differs from the caseload, drawn to it the more the fewer pairs there are.</summary>
/// <param name="Bias">Of the directional bias.</param>
/// <param name="TruthForce">Of the truth force.</param>
public readonly record struct DyadEffect(double Bias, double TruthForce);
