using System.Collections.Immutable;
using Alliance.Measurement.Congruence;

namespace Alliance.Measurement.MixedModels;

/// <summary>A linear mixed model in which intercept and slope vary from group to group, with any covariance of the two.</summary>
internal sealed class RandomSlope
{
    private readonly double[,] _products;
    private readonly Cluster[] _clusters;
    private readonly int _observations;

    /// <summary>Takes in the rows of each group: the fixed columns, of which the first two vary by group, and the outcome.</summary>
    public RandomSlope(double[][][] groups, int fixedEffects)
    {
        _products = new double[fixedEffects + 1, fixedEffects + 1];
        _observations = groups.Sum(g => g.Length);
        _clusters = [.. groups.Select(ClusterOf)];
    }

    /// <summary>The fit of greatest restricted likelihood; null where there is none.</summary>
    public Estimates? Fit()
    {
        double Deviance(double[] factor) => At(factor)?.Deviance ?? double.PositiveInfinity;
        var best = Simplex.Minimum(Deviance, [1, 0, 0.5], 0.5);
        return At(best) is { } fit ? new Estimates(fit, Factor(best), _clusters) : null;
    }

    private RestrictedFit? At(double[] factor)
    {
        var (products, logDeterminant) = ((double[,])_products.Clone(), 0.0);
        foreach (var cluster in _clusters) logDeterminant += cluster.Reduce(Factor(factor), products);
        return RestrictedFit.Of(products, logDeterminant, _observations);
    }

    private Cluster ClusterOf(double[][] rows)
    {
        var cluster = new Cluster(2, _products.GetLength(0));
        foreach (var row in rows) cluster.Add(row.AsSpan(0, 2), row, _products);
        return cluster;
    }

    private static double[,] Factor(double[] f) => new[,] { { f[0], 0 }, { f[1], f[2] } };

    /// <summary>What the fit gives.</summary>
    internal sealed class Estimates(RestrictedFit fit, double[,] factor, Cluster[] clusters)
    {
        public double InterceptVariance => factor[0, 0] * factor[0, 0] * fit.ResidualVariance;

        public double SlopeVariance => ((factor[1, 0] * factor[1, 0]) + (factor[1, 1] * factor[1, 1])) * fit.ResidualVariance;

        public double Covariance => factor[0, 0] * factor[1, 0] * fit.ResidualVariance;

        public double ResidualVariance => fit.ResidualVariance;

        public double LogLikelihood => -0.5 * fit.Deviance;

        public ImmutableArray<DyadEffect> Effects => [.. clusters.Select(c => c.Predictions(factor, fit.ResidualWeights)).Select(u => new DyadEffect(u[0], u[1]))];

        public FixedEffect Fixed(int column) => new(fit.Effects[column], fit.Errors[column]);
    }
}
