using System.Collections.Immutable;

namespace Alliance.Measurement.Instruments;

/// <summary>A scale of a form: bond, goal, task, total or the like, with the items that it is made of.</summary>
public sealed class Scale
{
    /// <summary>The name of the scale that stands for the whole form.</summary>
    public const string TotalName = "total";

    /// <summary>Makes a scale.</summary>
    /// <param name="name">Name as it appears in the API, such as <c>bond</c>; unique within its instrument.</param>
    /// <param name="items">Numbers of its items; at least one, each once.</param>
    /// <exception cref="ArgumentException">The name is empty, or the items are none or doubled.</exception>
    public Scale(string name, IEnumerable<int> items)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Items = [.. items.Order()];
        if (Items.IsEmpty || Items.Distinct().Count() != Items.Length)
        {
            throw new ArgumentException($"Scale {name} needs at least one item, each named once.", nameof(items));
        }
    }

    /// <summary>Name as it appears in the API.</summary>
    public string Name { get; }

    /// <summary>Numbers of its items, rising.</summary>
    public ImmutableArray<int> Items { get; }

    /// <summary>Whether this scale stands for the whole form.</summary>
    public bool IsTotal => string.Equals(Name, TotalName, StringComparison.Ordinal);
}
