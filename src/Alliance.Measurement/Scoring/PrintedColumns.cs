using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Scoring;

/// <summary>
/// Recodes answers that were stored by the printed column instead of by the label. Some paper forms (the author's WAI-SR among
/// them) print the answer line of certain items from the greatest value to the least, so a column number is the mirror of the
/// answer on exactly those items. Whether a data set was stored so cannot be told from its values: the importer must say it.
/// </summary>
public static class PrintedColumns
{
    /// <summary>
    /// The answers by label: <c>minimum + maximum - value</c> on the flipped items, unchanged on all others. This is about the
    /// capture of an answer; it is neither reverse keying nor a replacement for it. Applied twice it gives back its input.
    /// </summary>
    /// <param name="format">The items of the form.</param>
    /// <param name="byColumn">The answers as counted from the left-most column.</param>
    /// <param name="flipped">Numbers of the items whose answer line is printed the other way round, such as 2, 5, 6, 8, 10, 11 of the WAI-SR.</param>
    /// <exception cref="ArgumentException">A flipped item is not one of the form's, or the answers belong to a form of another length.</exception>
    public static Answers ToLabels(ItemFormat format, Answers byColumn, IEnumerable<int> flipped)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(byColumn);
        ArgumentNullException.ThrowIfNull(flipped);
        var values = byColumn.Values.ToArray();
        foreach (var item in flipped.Distinct())
        {
            if (item < 1 || item > values.Length)
            {
                throw new ArgumentException($"The form has items 1 to {values.Length}, and none numbered {item}.", nameof(flipped));
            }

            // The mirror of an end may miss the other end by a rounding error, and would then be refused.
            values[item - 1] = Math.Clamp(format.Minimum + format.Maximum - values[item - 1], format.Minimum, format.Maximum);
        }

        return Answers.Of(format, values);
    }
}
