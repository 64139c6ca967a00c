using System.Collections.Immutable;

namespace Alliance.Measurement.MixedModels;

/// <summary>
/// Clients, occasions in clients, items, and clients by items as crossed random effects. Items are shared by all clients; all
/// others belong to one client, so that the work grows with the number of clients only.
/// </summary>
internal sealed class CrossedItems
{
    private readonly int _items;
    private readonly int _answers;
    private readonly double[,] _products;
    private readonly Cluster[] _clusters;

    /// <summary>Takes in the answers by client and form; missing ones are NaN.</summary>
    public CrossedItems(ImmutableArray<double>[][] clients, int items, int answers)
    {
        (_items, _answers) = (items, answers);
        _products = new double[items + 2, items + 2];
        _clusters = [.. clients.Select(ClusterOf)];
    }

    /// <summary>The variances, and the restricted log-likelihood.</summary>
    internal sealed record Variances(double Client, double Occasion, double Item, double ClientByItem, double Residual, double LogLikelihood);

    /// <summary>The fit of greatest restricted likelihood; null where there is none.</summary>
    public Variances? Fit()
    {
        double Deviance(double[] ratios) => At(ratios)?.Deviance ?? double.PositiveInfinity;
        var best = Simplex.Minimum(Deviance, [1, 1, 1, 1], 0.5);
        if (At(best) is not { } fit) return null;
        double Variance(int effect) => best[effect] * best[effect] * fit.ResidualVariance;
        return new Variances(Variance(0), Variance(1), Variance(3), Variance(2), fit.ResidualVariance, -0.5 * fit.Deviance);
    }

    /// <summary>The fit at given standard deviations of client, occasion, client by item, and item, relative to the residual one.</summary>
    private RestrictedFit? At(double[] ratios)
    {
        var products = (double[,])_products.Clone();
        var logDeterminant = 0.0;
        foreach (var cluster in _clusters) logDeterminant += cluster.Reduce(Factor(cluster.Effects, ratios), products);
        return RestrictedFit.Of(WithoutItems(products, ratios[3], ref logDeterminant), logDeterminant, _answers);
    }

    // Columns of M: the mean, the items, the answer. The items go the way of a client's own effects, once the clients have gone.
    private double[,] WithoutItems(double[,] products, double ratio, ref double logDeterminant)
    {
        var (root, reduced) = (new double[_items, _items], new double[_items, 2]);
        for (var i = 0; i < _items; i++)
        {
            for (var j = 0; j < _items; j++) root[i, j] = (ratio * ratio * products[i + 1, j + 1]) + (i == j ? 1 : 0);
            (reduced[i, 0], reduced[i, 1]) = (ratio * products[i + 1, 0], ratio * products[i + 1, _items + 1]);
        }

        logDeterminant += Cholesky.Factor(root) ?? double.PositiveInfinity;
        Cholesky.SolveLower(root, reduced);
        var left = new double[2, 2];
        for (var a = 0; a < 2; a++)
        {
            for (var b = 0; b < 2; b++)
            {
                left[a, b] = products[a * (_items + 1), b * (_items + 1)];
                for (var i = 0; i < _items; i++) left[a, b] -= reduced[i, a] * reduced[i, b];
            }
        }

        return left;
    }

    /// <summary>A client's effects: the client, each item with this client, each occasion.</summary>
    private Cluster ClusterOf(ImmutableArray<double>[] forms)
    {
        var cluster = new Cluster(1 + _items + forms.Length, _items + 2);
        var (z, m) = (new double[cluster.Effects], new double[_items + 2]);
        for (var occasion = 0; occasion < forms.Length; occasion++)
        {
            for (var item = 0; item < _items; item++)
            {
                var answer = forms[occasion][item];
                if (double.IsNaN(answer)) continue;
                Array.Clear(z);
                Array.Clear(m);
                z[0] = z[1 + item] = z[1 + _items + occasion] = m[0] = m[1 + item] = 1;
                m[_items + 1] = answer;
                cluster.Add(z, m, _products);
            }
        }

        return cluster;
    }

    private double[,] Factor(int effects, double[] ratios)
    {
        var factor = new double[effects, effects];
        for (var i = 0; i < effects; i++) factor[i, i] = i == 0 ? ratios[0] : i <= _items ? ratios[2] : ratios[1];
        return factor;
    }
}
