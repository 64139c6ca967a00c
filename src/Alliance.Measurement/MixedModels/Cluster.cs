namespace Alliance.Measurement.MixedModels;

/// <summary>
/// The observations of one group (a client, a dyad) as a mixed model needs them: sums of products of the columns that its own
/// random effects act on (Z) and of all other columns (M: fixed effects, effects shared between groups, and the outcome last).
/// </summary>
internal sealed class Cluster
{
    private readonly double[,] _own;
    private readonly double[,] _cross;

    /// <summary>An empty group with so many random effects of its own and so many other columns.</summary>
    public Cluster(int effects, int columns) => (_own, _cross) = (new double[effects, effects], new double[effects, columns]);

    /// <summary>Number of random effects of its own.</summary>
    public int Effects => _own.GetLength(0);

    /// <summary>Adds an observation: its rows of Z and M, and M'M of all groups together.</summary>
    public void Add(ReadOnlySpan<double> z, ReadOnlySpan<double> m, double[,] total)
    {
        for (var i = 0; i < z.Length; i++)
        {
            if (z[i] == 0) continue;
            for (var j = 0; j < z.Length; j++) _own[i, j] += z[i] * z[j];
            for (var c = 0; c < m.Length; c++) _cross[i, c] += z[i] * m[c];
        }

        for (var i = 0; i < m.Length; i++)
        {
            if (m[i] == 0) continue;
            for (var j = 0; j < m.Length; j++) total[i, j] += m[i] * m[j];
        }
    }

    /// <summary>
    /// Takes this group's random effects out of M'M, with V = I + Z L L' Z': what remains is M' V^-1 M.
    /// </summary>
    /// <param name="factor">L: lower triangle, relative to the residual standard deviation.</param>
    /// <param name="products">M'M of all groups, reduced in place.</param>
    /// <returns>The logarithm of the determinant of V.</returns>
    public double Reduce(double[,] factor, double[,] products)
    {
        var (root, reduced, logDeterminant) = Solve(factor);
        for (var k = 0; k < root.GetLength(0); k++)
        {
            for (var i = 0; i < products.GetLength(0); i++)
            {
                var weight = reduced[k, i];
                if (weight == 0) continue;
                for (var j = 0; j < products.GetLength(1); j++) products[i, j] -= weight * reduced[k, j];
            }
        }

        return logDeterminant;
    }

    /// <summary>The best linear unbiased predictions of its random effects, given the weights of M that leave the residual.</summary>
    /// <param name="factor">L.</param>
    /// <param name="weights">Weights of the columns of M: 1 for the outcome, minus the fixed effects.</param>
    public double[] Predictions(double[,] factor, ReadOnlySpan<double> weights)
    {
        var (root, reduced, _) = Solve(factor);
        var effects = new double[Effects];
        for (var i = 0; i < Effects; i++)
        {
            for (var c = 0; c < weights.Length; c++) effects[i] += reduced[i, c] * weights[c];
        }

        Cholesky.SolveUpper(root, effects);
        var predicted = new double[Effects];
        for (var i = 0; i < Effects; i++)
        {
            for (var j = 0; j <= i; j++) predicted[i] += factor[i, j] * effects[j];
        }

        return predicted;
    }

    /// <summary>The factor of I + L'Z'Z L, and its solution of L'Z'M.</summary>
    private (double[,] Root, double[,] Reduced, double LogDeterminant) Solve(double[,] factor)
    {
        var half = new double[Effects, Effects]; // Z'Z L
        var root = new double[Effects, Effects];
        var reduced = new double[Effects, _cross.GetLength(1)];
        for (var k = 0; k < Effects; k++)
        {
            for (var j = 0; j <= k; j++)
            {
                var weight = factor[k, j];
                if (weight == 0) continue;
                for (var i = 0; i < Effects; i++) half[i, j] += _own[i, k] * weight;
                for (var c = 0; c < reduced.GetLength(1); c++) reduced[j, c] += weight * _cross[k, c];
            }
        }

        for (var k = 0; k < Effects; k++)
        {
            for (var i = 0; i <= k; i++)
            {
                var weight = factor[k, i];
                if (weight == 0) continue;
                for (var j = 0; j < Effects; j++) root[i, j] += weight * half[k, j];
            }
        }

        for (var i = 0; i < Effects; i++) root[i, i] += 1;
        var logDeterminant = Cholesky.Factor(root)!.Value; // I plus a product with its transpose is positive definite
        Cholesky.SolveLower(root, reduced);
        return (root, reduced, logDeterminant);
    }
}
