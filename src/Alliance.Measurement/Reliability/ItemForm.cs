using System.Collections.Immutable;

namespace Alliance.Measurement.Reliability;

/// <summary>One form of one client, item by item.</summary>
/// <param name="Client">Who answered; the same key for all forms of one person.</param>
/// <param name="Answers">Keyed answers in item order; <see cref="double.NaN"/> where an item was not answered.</param>
public sealed record ItemForm(string Client, ImmutableArray<double> Answers);
