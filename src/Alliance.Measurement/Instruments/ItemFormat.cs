using System.Collections.Immutable;

namespace Alliance.Measurement.Instruments;

/// <summary>
/// The items of a form: how many there are, which values they take and which are keyed in reverse. Every item of a form has
/// the same range, both ends included.
/// </summary>
public sealed class ItemFormat
{
    private readonly bool[] _reversed;

    /// <summary>Makes the item format of a form.</summary>
    /// <param name="count">Number of items, 1 to 200.</param>
    /// <param name="minimum">Least value of an item, included; of size up to <see cref="GreatestEnd"/>.</param>
    /// <param name="maximum">Greatest value of an item, included; above <paramref name="minimum"/> by <see cref="NarrowestRange"/> or more.</param>
    /// <param name="step">Distance of neighbouring values; the range is a whole number of steps.</param>
    /// <param name="reversed">Numbers of the items that are scored <c>minimum + maximum - value</c>.</param>
    /// <exception cref="ArgumentException">A value is outside the ranges given here.</exception>
    public ItemFormat(int count, double minimum, double maximum, double step, IEnumerable<int> reversed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumCount);
        if (!(Math.Abs(minimum) <= GreatestEnd && Math.Abs(maximum) <= GreatestEnd && maximum - minimum >= NarrowestRange))
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The range of an item lies within a million of 0 and rises by a millionth or more; it is {minimum} to {maximum}.");
        }

        // A step far beyond the range would come to 0 steps, and then every value would lie on one.
        var steps = (maximum - minimum) / step;
        if (!(steps >= 0.5) || !IsWhole(steps))
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, "The range must be a whole number of steps.");
        }

        Count = count;
        Minimum = minimum;
        Maximum = maximum;
        Step = step;
        Reversed = [.. reversed.Order()];
        _reversed = new bool[count + 1];
        foreach (var item in Reversed)
        {
            if (item < 1 || item > count || _reversed[item])
            {
                throw new ArgumentOutOfRangeException(nameof(reversed), item, $"A reversed item is named once and lies in 1 to {count}.");
            }

            _reversed[item] = true;
        }
    }

    /// <summary>The greatest size of an end of the range.</summary>
    public const double GreatestEnd = 1e6;

    /// <summary>The narrowest range: the squares of its parts are still numbers with all their digits.</summary>
    public const double NarrowestRange = 1e-6;

    /// <summary>The most items that a form may have.</summary>
    public const int MaximumCount = 200;

    /// <summary>Number of items; items are numbered from 1.</summary>
    public int Count { get; }

    /// <summary>Least value of an item, included.</summary>
    public double Minimum { get; }

    /// <summary>Greatest value of an item, included.</summary>
    public double Maximum { get; }

    /// <summary>Distance of neighbouring values.</summary>
    public double Step { get; }

    /// <summary>Numbers of the items that are keyed in reverse, rising.</summary>
    public ImmutableArray<int> Reversed { get; }

    /// <summary>Whether <paramref name="item"/> is keyed in reverse.</summary>
    public bool IsReversed(int item) => item >= 1 && item <= Count && _reversed[item];

    /// <summary>Whether <paramref name="value"/> is finite, within the range, and a whole number of steps above the least value (to 1e-9 of a step).</summary>
    public bool Accepts(double value) =>
        double.IsFinite(value) && value >= Minimum && value <= Maximum && IsWhole((value - Minimum) / Step);

    /// <summary>The keyed value of an answer: <c>minimum + maximum - value</c> for a reversed item, else the value itself.</summary>
    public double Key(int item, double value) => IsReversed(item) ? Minimum + Maximum - value : value;

    private static bool IsWhole(double steps) => Math.Abs(steps - Math.Round(steps)) <= 1e-9 * Math.Max(1, Math.Abs(steps));
}
