using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;

namespace AllianceApi.Responses;

/// <summary>The answers of a form by the number of their item, as the API names them; items without an answer are not among them.</summary>
/// <param name="form">The form.</param>
internal sealed class ShownAnswers(Answers form) : IReadOnlyDictionary<string, double>
{
    public Answers Form => form;

    public int Count => form.Count;

    public IEnumerable<string> Keys => this.Select(a => a.Key);

    public IEnumerable<double> Values => this.Select(a => a.Value);

    public double this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException();

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        var answer = ItemName.Number(key) is { } item && item <= form.ItemCount ? form[item] : null;
        value = answer.GetValueOrDefault();
        return answer is not null;
    }

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (var item = 1; item <= form.ItemCount; item++)
        {
            if (form[item] is { } value)
            {
                yield return new KeyValuePair<string, double>(ItemName.Of(item), value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The number of an item as the name of its answer.</summary>
internal static class ItemName
{
    private static readonly string[] All = [.. Enumerable.Range(0, ItemFormat.MaximumCount + 1).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    public static string Of(int item) => All[item];

    /// <summary>The number that a name says; null where it is no name of an item.</summary>
    public static int? Number(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var item) && item >= 1 && item < All.Length && All[item] == name ? item : null;
}
