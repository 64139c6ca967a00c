namespace Alliance.Measurement.MixedModels;

/// <summary>A symmetric positive definite matrix as the product of a lower triangle and its transpose, in place.</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of <paramref name="matrix"/> by its factor; what stands above is left as it was.</summary>
    /// <returns>The logarithm of the determinant; null where the matrix is not positive definite.</returns>
    public static double? Factor(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var logDeterminant = 0.0;
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= matrix[i, k] * matrix[j, k];
                if (i > j)
                {
                    matrix[i, j] = sum / matrix[j, j];
                    continue;
                }

                if (!(sum > 0)) return null;
                matrix[j, j] = Math.Sqrt(sum);
                logDeterminant += Math.Log(sum);
            }
        }

        return logDeterminant;
    }

    /// <summary>Replaces each column of <paramref name="right"/> by the solution of factor x = column.</summary>
    public static void SolveLower(double[,] factor, double[,] right)
    {
        var (n, columns) = (right.GetLength(0), right.GetLength(1));
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
            {
                var weight = factor[i, k];
                if (weight == 0) continue;
                for (var c = 0; c < columns; c++) right[i, c] -= weight * right[k, c];
            }

            for (var c = 0; c < columns; c++) right[i, c] /= factor[i, i];
        }
    }

    /// <summary>Replaces <paramref name="right"/> by the solution of factor' x = right.</summary>
    public static void SolveUpper(double[,] factor, double[] right)
    {
        for (var i = right.Length - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < right.Length; k++) right[i] -= factor[k, i] * right[k];
            right[i] /= factor[i, i];
        }
    }
}
