using System.Globalization;
using System.Text;
using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Scoring;

/// <summary>
/// The answers to one form, as they were given (before reverse keying), by item number. An item that was not answered is
/// simply absent, so a missing answer and an explicit null are the same. Two of them are equal when they hold the same
/// answers to a form of the same length.
/// </summary>
public sealed class Answers : IEquatable<Answers>
{
    // The shortest text of a double has at most 24 characters; a comma follows.
    private const int LongestField = 25;

    // Item i stands at index i - 1; a missing answer is NaN. An array keeps intake free of hashing and boxing.
    private readonly double[] _values;

    private Answers(double[] values)
    {
        _values = values;
        foreach (var value in values)
        {
            Count += double.IsNaN(value) ? 0 : 1;
        }
    }

    /// <summary>Number of items that were answered, 0 to <see cref="ItemCount"/>.</summary>
    public int Count { get; }

    /// <summary>Number of items of the form.</summary>
    public int ItemCount => _values.Length;

    /// <summary>The answers in item order, item 1 first; <see cref="double.NaN"/> where an item was not answered.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The answer to an item as given; null where it was not answered or the form has no such item.</summary>
    /// <param name="item">Item number, from 1.</param>
    public double? this[int item] =>
        item >= 1 && item <= _values.Length && !double.IsNaN(_values[item - 1]) ? _values[item - 1] : null;

    /// <summary>Takes the answers to a form from a map of item number to value.</summary>
    /// <param name="format">The items of the form.</param>
    /// <param name="values">The answers; items that are absent were not answered.</param>
    /// <exception cref="ArgumentException">An item is unknown to the form, or a value is not one of its values (see <see cref="ItemFormat.Accepts"/>).</exception>
    public static Answers Of(ItemFormat format, IReadOnlyDictionary<int, double> values)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(values);
        var byItem = Unanswered(format.Count);
        foreach (var (item, value) in values)
        {
            if (item < 1 || item > format.Count)
            {
                throw new ArgumentException($"The form has items 1 to {format.Count}, and none numbered {item}.", nameof(values));
            }

            byItem[item - 1] = Checked(format, item, value, nameof(values));
        }

        return new Answers(byItem);
    }

    /// <summary>Takes the answers to a form from a list in item order.</summary>
    /// <param name="format">The items of the form.</param>
    /// <param name="values">One value for each item, item 1 first; <see cref="double.NaN"/> where it was not answered.</param>
    /// <exception cref="ArgumentException">The list has another length than the form, or a value is not one of its values.</exception>
    public static Answers Of(ItemFormat format, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (values.Length != format.Count)
        {
            throw new ArgumentException($"The form has {format.Count} items; {values.Length} values were given.", nameof(values));
        }

        var byItem = new double[values.Length];
        for (var i = 0; i < byItem.Length; i++)
        {
            byItem[i] = double.IsNaN(values[i]) ? double.NaN : Checked(format, i + 1, values[i], nameof(values));
        }

        return new Answers(byItem);
    }

    /// <summary>
    /// The answers as compact text: the values in item order, parted by commas, empty where an item was not answered, such as
    /// <c>4,5,,3</c>. Numbers are written in the shortest form that reads back as the same double, with a point.
    /// </summary>
    public string Encode()
    {
        Span<byte> text = stackalloc byte[_values.Length * LongestField];
        return Encoding.ASCII.GetString(text[..Encode(text)]);
    }

    /// <summary><see cref="Encode()"/> in UTF-8, for who keeps bytes.</summary>
    public byte[] EncodeToUtf8()
    {
        Span<byte> text = stackalloc byte[_values.Length * LongestField];
        return text[..Encode(text)].ToArray();
    }

    private int Encode(Span<byte> text)
    {
        var length = 0;
        foreach (var value in _values)
        {
            if (!double.IsNaN(value))
            {
                value.TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
                length += written;
            }

            text[length++] = (byte)',';
        }

        return length - 1;
    }

    /// <summary>Reads what <see cref="Encode()"/> wrote.</summary>
    /// <param name="format">The items of the form that was answered.</param>
    /// <param name="text">The encoded answers: one field for each item.</param>
    /// <exception cref="FormatException">The text has another number of fields than the form has items, or a field is not one of its values.</exception>
    public static Answers Decode(ItemFormat format, string text)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(text);
        var byItem = Unanswered(format.Count);
        var fields = 0;
        foreach (var range in text.AsSpan().Split(','))
        {
            var field = text.AsSpan(range);
            if (fields < byItem.Length && !field.IsEmpty)
            {
                byItem[fields] = Parsed(format, fields + 1, field);
            }

            fields++;
        }

        return fields == format.Count
            ? new Answers(byItem)
            : throw new FormatException($"The form has {format.Count} items; the text holds {fields} fields.");
    }

    /// <inheritdoc />
    public bool Equals(Answers? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Answers);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private static double[] Unanswered(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static double Parsed(ItemFormat format, int item, ReadOnlySpan<char> field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && format.Accepts(value)
            ? value + 0.0
            : throw new FormatException($"Field {item} of the text is not a value of item {item}.");

    // Adding zero turns -0 into 0, so that equal answers also have one encoding.
    private static double Checked(ItemFormat format, int item, double value, string parameter) =>
        format.Accepts(value)
            ? value + 0.0
            : throw new ArgumentException(
                FormattableString.Invariant($"Item {item} takes {format.Minimum} to {format.Maximum} in steps of {format.Step}, not {value}."), parameter);
}
