using System.Buffers;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The exact distribution of Kendall's S over all orders of a set of scores with ties.
/// </summary>
/// <remarks>
/// Over the orders of n scores in groups of t_1, t_2, ... equal ones, the number of inversions D has the generating function
/// [n]_q! / ([t_1]_q! [t_2]_q! ...), and S = U - 2 D with U the number of untied pairs. It is built score by score: the m-th
/// score placed, being the i-th of its group, multiplies by (1 - q^m) / (1 - q^i). Only the powers up to the lower tail that is
/// summed are kept. Each partial product is a polynomial of whole numbers, so that doubles hold it exactly up to 2^53; above,
/// rounding costs a few units in the last places of p.
/// </remarks>
internal static class Orderings
{
    // Scores placed in one pass over the polynomial: one pass waits for its own last sum, four wait at the same time.
    private const int Together = 4;

    // Powers below 0 that each row keeps as zeros, so that q^(d - m) needs no test; at least the greatest n.
    private const int Zeros = 64;

    /// <summary>Share of the orders with abs(S*) at least abs(S).</summary>
    /// <param name="ties">Sizes of the groups of equal scores; their sum is at most <see cref="MannKendall.ExactUpTo"/>, unless S is 0.</param>
    /// <param name="untied">Number of pairs of unequal scores.</param>
    /// <param name="s">The observed S.</param>
    public static double TwoSided(ReadOnlySpan<int> ties, int untied, long s)
    {
        if (s == 0) return 1;
        var length = ((untied - (int)Math.Abs(s)) / 2) + 1;
        var rented = ArrayPool<double>.Shared.Rent((Together + 1) * (Zeros + length));
        var rows = new Rows(rented.AsSpan(0, (Together + 1) * (Zeros + length)), length);
        var orders = PlaceAll(ties, ref rows);
        var tail = 0.0;
        foreach (var count in rows.Counts) tail += count;
        ArrayPool<double>.Shared.Return(rented);
        return Math.Min(1, 2 * tail / orders);
    }

    /// <summary>Places the first scores of all groups, then the second, and so on; returns the number of orders.</summary>
    private static double PlaceAll(ReadOnlySpan<int> ties, ref Rows rows)
    {
        var orders = 1.0;
        var placed = 0;
        Span<int> waiting = stackalloc int[Together];
        for (var member = 1; ; member++)
        {
            var before = placed;
            // m = i multiplies by 1: it stands for the places of a pass that no score takes.
            waiting.Fill(member);
            foreach (var size in ties)
            {
                if (size < member) continue;
                waiting[(placed - before) % Together] = ++placed;
                orders = orders * placed / member;
                if ((placed - before) % Together != 0) continue;
                rows.Place(waiting, member);
                waiting.Fill(member);
            }

            if (placed == before) return orders;
            if ((placed - before) % Together != 0) rows.Place(waiting, member);
        }
    }

    /// <summary>The polynomial and the room for its next states, each row preceded by zeros.</summary>
    private ref struct Rows
    {
        private readonly Span<double> _counts, _first, _second, _third, _result;
        private readonly int _length;
        private int _degree; // beyond it all coefficients are 0, in every row

        public Rows(Span<double> room, int length)
        {
            room.Clear();
            var row = Zeros + length;
            _counts = room[..row];
            _first = room.Slice(row, row);
            _second = room.Slice(2 * row, row);
            _third = room.Slice(3 * row, row);
            _result = room.Slice(4 * row, row);
            _length = length;
            _counts[Zeros] = 1;
        }

        /// <summary>Coefficients of the polynomial by rising power.</summary>
        public readonly ReadOnlySpan<double> Counts => _counts[Zeros..];

        /// <summary>Multiplies by the four (1 - q^m) / (1 - q^i), m out of <paramref name="placed"/> and i = <paramref name="member"/>.</summary>
        public void Place(scoped ReadOnlySpan<int> placed, int member)
        {
            foreach (var m in placed) _degree += m - member;
            var length = Math.Min(_length, _degree + 1);
            if (member == 1) PlaceFirst(placed, length);
            else PlaceLater(placed, member, length);
            _result.Slice(Zeros, length).CopyTo(_counts[Zeros..]);
        }

        /// <summary>Each power waits for the one before it, which therefore stays at hand.</summary>
        private readonly void PlaceFirst(scoped ReadOnlySpan<int> placed, int length)
        {
            ReadOnlySpan<double> old = Row(_counts, 0, length), old0 = Row(_counts, placed[0], length);
            ReadOnlySpan<double> first1 = Row(_first, placed[1], length), second1 = Row(_second, placed[2], length), third1 = Row(_third, placed[3], length);
            Span<double> first = Row(_first, 0, length), second = Row(_second, 0, length), third = Row(_third, 0, length), result = Row(_result, 0, length);
            double a = 0, b = 0, c = 0, e = 0;
            for (var d = 0; d < old.Length; d++)
            {
                a += old[d] - old0[d];
                first[d] = a;
                b += a - first1[d];
                second[d] = b;
                c += b - second1[d];
                third[d] = c;
                e += c - third1[d];
                result[d] = e;
            }
        }

        private readonly void PlaceLater(scoped ReadOnlySpan<int> placed, int member, int length)
        {
            ReadOnlySpan<double> old = Row(_counts, 0, length), old0 = Row(_counts, placed[0], length);
            ReadOnlySpan<double> first0 = Row(_first, member, length), first1 = Row(_first, placed[1], length);
            ReadOnlySpan<double> second0 = Row(_second, member, length), second1 = Row(_second, placed[2], length);
            ReadOnlySpan<double> third0 = Row(_third, member, length), third1 = Row(_third, placed[3], length);
            ReadOnlySpan<double> result0 = Row(_result, member, length);
            Span<double> first = Row(_first, 0, length), second = Row(_second, 0, length), third = Row(_third, 0, length), result = Row(_result, 0, length);
            for (var d = 0; d < old.Length; d++)
            {
                var a = first0[d] + (old[d] - old0[d]);
                first[d] = a;
                var b = second0[d] + (a - first1[d]);
                second[d] = b;
                var c = third0[d] + (b - second1[d]);
                third[d] = c;
                result[d] = result0[d] + (c - third1[d]);
            }
        }

        /// <summary>A row seen from <paramref name="shift"/> powers lower.</summary>
        private static Span<double> Row(Span<double> row, int shift, int length) => row.Slice(Zeros - shift, length);
    }
}
