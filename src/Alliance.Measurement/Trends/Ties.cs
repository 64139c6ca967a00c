namespace Alliance.Measurement.Trends;

/// <summary>
/// Which values of a series count as equal. Scores are means of whole numbers, so that two ways to the same score may differ in
/// the last bits: values within a tolerance are one.
/// </summary>
internal static class Ties
{
    /// <summary>The distance up to which two scores, or two times, count as equal.</summary>
    public const double Tolerance = 1e-12;

    /// <summary>
    /// Numbers each value by its group: groups rise by value from 0, and a group reaches up to <paramref name="tolerance"/> above
    /// its least value. Comparing group numbers is transitive, which comparing values within a tolerance is not.
    /// </summary>
    /// <param name="values">Shape (n), n at least 1.</param>
    /// <param name="tolerance">0 or more, in the unit of the values.</param>
    /// <param name="groups">Receives the group number of each value, shape (n).</param>
    /// <param name="sizes">Receives the number of values of each group in its first places, shape (n).</param>
    /// <returns>Number of groups.</returns>
    public static int Group(ReadOnlySpan<double> values, double tolerance, Span<int> groups, Span<int> sizes)
    {
        var sorted = values.ToArray();
        var places = new int[values.Length];
        for (var i = 0; i < places.Length; i++) places[i] = i;
        Array.Sort(sorted, places);
        var group = 0;
        var least = sorted[0];
        sizes.Clear();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i] - least > tolerance)
            {
                group++;
                least = sorted[i];
            }

            groups[places[i]] = group;
            sizes[group]++;
        }

        return group + 1;
    }

    /// <summary>
    /// 18 times the variance of Kendall's S over all orders of n values without ties: n(n - 1)(2n + 5). The same expression over
    /// the size of each tied group is what ties take away.
    /// </summary>
    public static double VarianceTerm(int n) => (double)n * (n - 1) * ((2 * n) + 5);

    /// <summary>Sum of <see cref="VarianceTerm"/> over the groups of equal values; 0 without ties.</summary>
    public static double TiedTerm(ReadOnlySpan<double> values, double tolerance)
    {
        var sizes = new int[values.Length];
        var count = Group(values, tolerance, new int[values.Length], sizes);
        var sum = 0.0;
        for (var g = 0; g < count; g++) sum += VarianceTerm(sizes[g]);
        return sum;
    }
}
