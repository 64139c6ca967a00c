namespace Alliance.Measurement.Trends;

/// <summary>The k-th smallest of many numbers without sorting them all.</summary>
internal static class OrderStatistic
{
    private const int SortUpTo = 16;

    /// <summary>
    /// Reorders <paramref name="values"/> so that the one at <paramref name="rank"/> is where sorting would put it, none greater
    /// before it and none smaller after it (Hoare's selection).
    /// </summary>
    public static void Select(Span<double> values, int rank)
    {
        var (from, to) = (0, values.Length);
        // Bad pivots would make the time square: after enough rounds for good ones the rest is sorted.
        for (var rounds = 2 * int.Log2(values.Length + 1); to - from > SortUpTo && rounds > 0; rounds--)
        {
            var pivot = MiddleOf(values[from], values[(from + to) / 2], values[to - 1]);
            var below = from + Gather(values[from..to], pivot);
            if (rank < below)
            {
                to = below;
            }
            else if (below > from)
            {
                from = below;
            }
            else
            {
                // The pivot is the least: set all that equal it aside, or many ties would never shrink.
                from += Gather(values[from..to], Math.BitIncrement(pivot));
                if (rank < from) return;
            }
        }

        values[from..to].Sort();
    }

    /// <summary>The greatest of at least one number.</summary>
    public static double Greatest(ReadOnlySpan<double> values)
    {
        var greatest = values[0];
        foreach (var value in values) greatest = Math.Max(greatest, value);
        return greatest;
    }

    /// <summary>Brings the values below <paramref name="bound"/> to the front, without a branch per value, and returns their number.</summary>
    private static int Gather(Span<double> values, double bound)
    {
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = values[count];
            values[count] = value;
            count += value < bound ? 1 : 0;
        }

        return count;
    }

    private static double MiddleOf(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
