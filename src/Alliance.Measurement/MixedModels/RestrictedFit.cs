namespace Alliance.Measurement.MixedModels;

/// <summary>
/// The fixed effects and the residual variance of a linear mixed model by restricted maximum likelihood (REML), at given
/// variances of the random effects relative to the residual one.
/// </summary>
/// <remarks>
/// Minus twice the restricted log-likelihood = log|V| + log|X' V^-1 X| + (n - p)(1 + log(2 pi RSS / (n - p))), the residual
/// variance profiled out (Bates, Mächler, Bolker &amp; Walker 2015, Journal of Statistical Software 67(1)).
/// </remarks>
internal sealed class RestrictedFit
{
    private RestrictedFit(double deviance, double residual, double[] effects, double[] errors)
    {
        Deviance = deviance;
        ResidualVariance = residual;
        Effects = effects;
        Errors = errors;
    }

    /// <summary>Minus twice the restricted log-likelihood.</summary>
    public double Deviance { get; }

    /// <summary>Residual variance.</summary>
    public double ResidualVariance { get; }

    /// <summary>Fixed effects.</summary>
    public double[] Effects { get; }

    /// <summary>Their standard errors.</summary>
    public double[] Errors { get; }

    /// <summary>Weights of fixed effects and outcome that give what the fixed effects leave.</summary>
    public double[] ResidualWeights => [.. Effects.Select(e => -e), 1];

    /// <summary>Fits the fixed effects; null where they are not determined or nothing is left over.</summary>
    /// <param name="products">[X, y]' V^-1 [X, y].</param>
    /// <param name="logDeterminant">log|V|.</param>
    /// <param name="observations">n.</param>
    public static RestrictedFit? Of(double[,] products, double logDeterminant, int observations)
    {
        var fixedEffects = products.GetLength(0) - 1;
        var root = new double[fixedEffects, fixedEffects];
        var right = new double[fixedEffects, 1];
        for (var i = 0; i < fixedEffects; i++)
        {
            for (var j = 0; j < fixedEffects; j++) root[i, j] = products[i, j];
            right[i, 0] = products[i, fixedEffects];
        }

        if (Cholesky.Factor(root) is not { } logOfFixed) return null;
        Cholesky.SolveLower(root, right);
        var effects = new double[fixedEffects];
        var rss = products[fixedEffects, fixedEffects];
        for (var i = 0; i < fixedEffects; i++)
        {
            effects[i] = right[i, 0];
            rss -= right[i, 0] * right[i, 0];
        }

        var degrees = observations - fixedEffects;
        if (degrees < 1 || !(rss > Rounding * products[fixedEffects, fixedEffects])) return null;
        Cholesky.SolveUpper(root, effects);
        var residual = rss / degrees;
        var deviance = logDeterminant + logOfFixed + (degrees * (1 + Math.Log(2 * Math.PI * residual)));
        return new RestrictedFit(deviance, residual, effects, ErrorsOf(root, residual));
    }

    private const double Rounding = 1e-14;

    /// <summary>The root of the diagonal of (X' V^-1 X)^-1, times the residual standard deviation.</summary>
    private static double[] ErrorsOf(double[,] root, double residual)
    {
        var n = root.GetLength(0);
        var inverse = new double[n, n];
        for (var i = 0; i < n; i++) inverse[i, i] = 1;
        Cholesky.SolveLower(root, inverse);
        var errors = new double[n];
        for (var j = 0; j < n; j++)
        {
            var sum = 0.0;
            for (var i = 0; i < n; i++) sum += inverse[i, j] * inverse[i, j];
            errors[j] = Math.Sqrt(residual * sum);
        }

        return errors;
    }
}
