using Alliance.Measurement.Instruments;
using AllianceApi.Hosting;

namespace AllianceApi.Instruments;

/// <summary>The rules for the items of an own instrument.</summary>
internal static class ItemRules
{
    /// <summary>The greatest absolute value of an end of the range.</summary>
    public const double GreatestValue = ItemFormat.GreatestEnd;

    /// <summary>The most steps that a range may have.</summary>
    public const double MaximumSteps = 100_000;

    /// <summary>Adds what is wrong with the items.</summary>
    public static void Check(List<Fault> faults, SubmittedItems? items)
    {
        if (items is null)
        {
            faults.Add(new Fault("/items", InstrumentRules.Required, "The items are required."));
            return;
        }

        if (items.Count is null)
        {
            faults.Add(new Fault("/items/count", InstrumentRules.Required, "The number of items is required."));
        }
        else if (items.Count is not (>= 1 and <= ItemFormat.MaximumCount))
        {
            faults.Add(new Fault("/items/count", InstrumentRules.OutOfRange, $"A form has 1 to {ItemFormat.MaximumCount} items."));
        }

        var known = items.Count is >= 1 and <= ItemFormat.MaximumCount ? items.Count : null;
        var ends = CheckEnd(faults, "/items/min", items.Min) & CheckEnd(faults, "/items/max", items.Max);
        CheckRange(faults, items, ends);
        CheckNumbers(faults, "/items/reversed", items.Reversed ?? [], known);
    }

    /// <summary>Adds every item number that lies outside 1 to <paramref name="count"/> or occurs twice.</summary>
    /// <param name="faults">Where faults are added.</param>
    /// <param name="pointer">Pointer of the list.</param>
    /// <param name="numbers">The item numbers.</param>
    /// <param name="count">Number of items; null where it is itself at fault, and the greatest possible one is taken.</param>
    public static void CheckNumbers(List<Fault> faults, string pointer, IReadOnlyList<int> numbers, int? count)
    {
        var last = count ?? ItemFormat.MaximumCount;
        var seen = new HashSet<int>();
        for (var i = 0; i < numbers.Count; i++)
        {
            if (numbers[i] < 1 || numbers[i] > last)
            {
                faults.Add(new Fault($"{pointer}/{i}", InstrumentRules.OutOfRange, $"Items are numbered 1 to {last}; {numbers[i]} is none of them."));
            }
            else if (!seen.Add(numbers[i]))
            {
                faults.Add(new Fault($"{pointer}/{i}", InstrumentRules.Duplicate, $"Item {numbers[i]} is named twice."));
            }
        }
    }

    private static bool CheckEnd(List<Fault> faults, string pointer, double? end)
    {
        if (end is null)
        {
            faults.Add(new Fault(pointer, InstrumentRules.Required, "This end of the range is required."));
            return false;
        }

        // A number beyond the range of a double is read as infinite, and fails here too.
        if (end is not (>= -GreatestValue and <= GreatestValue))
        {
            faults.Add(new Fault(pointer, InstrumentRules.OutOfRange, $"An end of the range lies within -{GreatestValue} to {GreatestValue}."));
            return false;
        }

        return true;
    }

    private static void CheckRange(List<Fault> faults, SubmittedItems items, bool endsAreRight)
    {
        var step = items.Step ?? 1;
        var stepIsRight = step > 0 && double.IsFinite(step);
        if (!stepIsRight)
        {
            faults.Add(new Fault("/items/step", InstrumentRules.OutOfRange, "The step is a positive number."));
        }

        if (endsAreRight && !(items.Max - items.Min >= ItemFormat.NarrowestRange))
        {
            faults.Add(new Fault("/items/max", InstrumentRules.OutOfRange, "The greatest value is above the least, by a millionth or more."));
        }
        else if (endsAreRight && stepIsRight && !IsWhole((items.Max!.Value - items.Min!.Value) / step))
        {
            faults.Add(new Fault("/items/step", InstrumentRules.OutOfRange, $"The range must be a whole number of steps, at most {MaximumSteps}."));
        }
    }

    // The tolerance is that of ItemFormat, so that what passes here is an item format.
    private static bool IsWhole(double steps) => steps <= MaximumSteps && Math.Abs(steps - Math.Round(steps)) <= 1e-9 * Math.Max(1, steps);
}
