namespace Alliance.Measurement.Trends;

/// <summary>
/// The exact distribution of Kendall's S over all orders of a set of scores with ties.
/// </summary>
/// <remarks>
/// Over the orders of n scores in groups of t_1, t_2, ... equal ones, the number of inversions D has the generating function
/// [n]_q! / ([t_1]_q! [t_2]_q! ...), and S = U - 2 D with U the number of untied pairs. It is built group by group out of
/// Gaussian binomials [m + i over i]_q = [m + i - 1 over i - 1]_q (1 - q^(m+i)) / (1 - q^i). Only the powers up to the lower
/// tail that is summed are kept. Each partial product is a polynomial of whole numbers, so that doubles hold it exactly up to
/// 2^53; above, rounding costs a few units in the last places of p.
/// </remarks>
internal static class Orderings
{
    /// <summary>Share of the orders with abs(S*) at least abs(S).</summary>
    /// <param name="ties">Sizes of the groups of equal scores; their sum is at most 170, whose factorial is still finite.</param>
    /// <param name="untied">Number of pairs of unequal scores.</param>
    /// <param name="s">The observed S.</param>
    public static double TwoSided(ReadOnlySpan<int> ties, int untied, long s)
    {
        if (s == 0) return 1;
        var counts = new double[((untied - (int)Math.Abs(s)) / 2) + 1];
        counts[0] = 1;
        var orders = 1.0;
        var placed = 0;
        foreach (var size in ties)
        {
            for (var i = 1; i <= size; i++)
            {
                placed++;
                Multiply(counts, placed);
                Divide(counts, i);
                orders = orders * placed / i;
            }
        }

        var tail = 0.0;
        foreach (var count in counts) tail += count;
        return Math.Min(1, 2 * tail / orders);
    }

    /// <summary>Multiplies the polynomial by 1 - q^power.</summary>
    private static void Multiply(Span<double> counts, int power)
    {
        for (var d = counts.Length - 1; d >= power; d--) counts[d] -= counts[d - power];
    }

    /// <summary>Divides the polynomial by 1 - q^power.</summary>
    private static void Divide(Span<double> counts, int power)
    {
        for (var d = power; d < counts.Length; d++) counts[d] += counts[d - power];
    }
}
