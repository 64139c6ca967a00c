namespace Alliance.Measurement.Trends;

/// <summary>The k-th smallest of many numbers without sorting them all.</summary>
internal static class OrderStatistic
{
    private const int SortUpTo = 16;
    private const int Buckets = 128;
    private const int Sample = 32;

    /// <summary>
    /// The values that sorting would put at the given ranks. They are dealt into buckets, the finer the nearer to the middle, where
    /// these ranks are as a rule; only the buckets of these ranks are looked into.
    /// </summary>
    /// <param name="values">Finite numbers; shape (n), n of 1 or more. Their order may change.</param>
    /// <param name="room">Room for as many numbers, or empty to do without.</param>
    /// <param name="ranks">Places from 0; 0 to n - 1, never falling.</param>
    /// <param name="found">Receives the value at each rank.</param>
    public static void AtRanks(Span<double> values, Span<double> room, ReadOnlySpan<int> ranks, Span<double> found)
    {
        var (from, perUnit) = Middle(values);
        Span<int> ends = stackalloc int[Buckets];
        ends.Fill(values.Length);
        // Where the middle is one value a bucket could not part it; then, and without room, all stay together.
        var dealt = room.IsEmpty || !double.IsFinite(perUnit) ? values : room;
        if (dealt == room) Deal(values, room, from, perUnit, ends);
        var (bucket, start) = (0, 0);
        for (var i = 0; i < ranks.Length; i++)
        {
            for (; ranks[i] >= ends[bucket]; bucket++) start = ends[bucket];
            Select(dealt[start..ends[bucket]], ranks[i] - start);
            start = ranks[i]; // none before it is greater, so the next rank is looked for from here
            found[i] = dealt[start];
        }
    }

    /// <summary>Where the middle three quarters begin, judged by a sample, and how many buckets go to a unit there.</summary>
    private static (double From, double PerUnit) Middle(ReadOnlySpan<double> values)
    {
        Span<double> sample = stackalloc double[Sample];
        for (var i = 0; i < Sample; i++) sample[i] = values[(int)((long)i * values.Length / Sample)];
        sample.Sort();
        var (from, to) = (sample[Sample / 8], sample[Sample - 1 - (Sample / 8)]);
        return (from, (Buckets - 2) / (to - from));
    }

    /// <summary>Orders the values by bucket; the ends of the buckets among them go to <paramref name="ends"/>.</summary>
    private static void Deal(ReadOnlySpan<double> values, Span<double> room, double from, double perUnit, Span<int> ends)
    {
        ends.Clear();
        foreach (var value in values) ends[Bucket(value, from, perUnit)]++;
        var total = 0;
        for (var b = 0; b < ends.Length; b++) (ends[b], total) = (total, total + ends[b]); // starts, which dealing moves on to the ends
        foreach (var value in values) room[ends[Bucket(value, from, perUnit)]++] = value;
    }

    /// <summary>Never falls with the value: what lies outside the middle goes to the first or the last bucket.</summary>
    private static int Bucket(double value, double from, double perUnit) => Math.Clamp((int)((value - from) * perUnit) + 1, 0, Buckets - 1);

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
