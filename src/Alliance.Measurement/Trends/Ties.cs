namespace Alliance.Measurement.Trends;

/// <summary>
/// Which values of a series count as equal. Scores are means of whole numbers, so that two ways to the same score may differ in
/// the last bits: values within a tolerance are one.
/// </summary>
internal static class Ties
{
    /// <summary>The distance up to which two scores, or two times, count as equal.</summary>
    public const double Tolerance = 1e-12;

    /// <summary>The longest series whose scratch lies on the stack.</summary>
    public const int OnStack = 128;

    /// <summary>
    /// Puts every value down to the least of its group: a group reaches up to <paramref name="tolerance"/> above its least value.
    /// Comparing levels is transitive, which comparing values within a tolerance is not.
    /// </summary>
    /// <param name="values">Shape (n).</param>
    /// <param name="tolerance">0 or more, in the unit of the values.</param>
    /// <param name="levels">Receives the level of each value, shape (n).</param>
    /// <param name="sizes">Receives the number of values of each group, by rising level, in its first places; shape (n).</param>
    /// <returns>Number of groups.</returns>
    public static int Level(ReadOnlySpan<double> values, double tolerance, Span<double> levels, Span<int> sizes)
    {
        Span<double> sorted = values.Length <= OnStack ? stackalloc double[values.Length] : new double[values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        var groups = 0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = End(sorted, start, tolerance);
            sizes[groups] = end - start;
            sorted[groups++] = sorted[start];
            start = end;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var place = sorted[..groups].BinarySearch(values[i]);
            levels[i] = sorted[place >= 0 ? place : ~place - 1];
        }

        return groups;
    }

    /// <summary>
    /// 18 times the variance of Kendall's S over all orders of n values without ties: n(n - 1)(2n + 5). The same expression over
    /// the size of each tied group is what ties take away.
    /// </summary>
    public static double VarianceTerm(int n) => (double)n * (n - 1) * ((2 * n) + 5);

    /// <summary>Sum of <see cref="VarianceTerm"/> over the groups of equal values among rising ones; 0 without ties.</summary>
    public static double TiedTerm(ReadOnlySpan<double> sorted)
    {
        var sum = 0.0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = End(sorted, start, Tolerance);
            sum += VarianceTerm(end - start);
            start = end;
        }

        return sum;
    }

    private static int End(ReadOnlySpan<double> sorted, int start, double tolerance)
    {
        var end = start + 1;
        while (end < sorted.Length && sorted[end] - sorted[start] <= tolerance) end++;
        return end;
    }
}
