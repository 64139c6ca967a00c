using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests.Trends;

/// <summary>
/// The change of the level by conditioning one long Gaussian vector on the scores: no filter, no smoother. The levels are
/// l_k = l_1 + slope (k - 1) + a random walk.
/// </summary>
internal static class DenseChange
{
    public static (double Mean, double Variance) Of(ScaleModel model, ScoredSession[] sessions, int from)
    {
        var n = sessions.Length;
        var last = sessions[^1].Session;
        var gram = new double[n, n];
        var (cross, residual) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) gram[i, j] = Cov(model, sessions[i].Session, sessions[j].Session) + (i == j ? model.ObservationVariance : 0);
            cross[i] = Cov(model, last, sessions[i].Session) - Cov(model, from, sessions[i].Session);
            residual[i] = sessions[i].Score - model.PriorLevel - (model.PriorSlope * (sessions[i].Session - 1));
        }

        Cholesky(gram);
        var (a, b) = (Solve(gram, cross), Solve(gram, residual));
        var prior = Cov(model, last, last) + Cov(model, from, from) - (2 * Cov(model, last, from));
        return ((model.PriorSlope * (last - from)) + a.Zip(b).Sum(p => p.First * p.Second), prior - a.Sum(v => v * v));
    }

    private static double Cov(ScaleModel model, int j, int k) =>
        model.PriorLevelVariance + (model.PriorSlopeVariance * (j - 1) * (k - 1)) + (model.LevelVariance * (Math.Min(j, k) - 1));

    private static void Cholesky(double[,] m)
    {
        for (var j = 0; j < m.GetLength(0); j++)
        {
            for (var k = 0; k < j; k++) m[j, j] -= m[j, k] * m[j, k];
            m[j, j] = Math.Sqrt(m[j, j]);
            for (var i = j + 1; i < m.GetLength(0); i++)
            {
                for (var k = 0; k < j; k++) m[i, j] -= m[i, k] * m[j, k];
                m[i, j] /= m[j, j];
            }
        }
    }

    private static double[] Solve(double[,] lower, double[] right)
    {
        var x = (double[])right.Clone();
        for (var i = 0; i < x.Length; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= lower[i, k] * x[k];
            x[i] /= lower[i, i];
        }

        return x;
    }
}
