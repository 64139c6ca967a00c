using System.Collections.Immutable;

namespace Alliance.Measurement.Instruments;

/// <summary>
/// A questionnaire form at one version: its items, its scales and the rule for missing answers. It holds numbers only, never
/// the wording of an item.
/// </summary>
public sealed class Instrument
{
    /// <summary>Makes an instrument.</summary>
    /// <param name="id">Identifier, such as <c>wai-sr</c>.</param>
    /// <param name="version">Version of the form, such as <c>2006</c>.</param>
    /// <param name="name">Full name for people.</param>
    /// <param name="raters">Who may answer it; at least one.</param>
    /// <param name="items">The items and their range.</param>
    /// <param name="scales">The scales, in the order in which they are reported; names unique.</param>
    /// <param name="minimumShare">Share of the items of a scale that must be answered, above 0 to 1; the count is rounded up.</param>
    /// <param name="metric">Unit of the trend.</param>
    /// <param name="parameters">Stated error parameters by scale name; scales without an entry use the fallback.</param>
    /// <exception cref="ArgumentException">A value is outside its range, or a scale names an item that the form lacks.</exception>
    public Instrument(
        string id,
        string version,
        string name,
        IEnumerable<Rater> raters,
        ItemFormat items,
        IEnumerable<Scale> scales,
        double minimumShare,
        Metric metric,
        IReadOnlyDictionary<string, ScaleParameters>? parameters = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(items);
        if (!(minimumShare > 0 && minimumShare <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minimumShare), minimumShare, "The share of items needed lies above 0 and up to 1.");
        }

        Id = id;
        Version = version;
        Name = name;
        Raters = [.. raters.Distinct()];
        Items = items;
        Scales = [.. scales];
        MinimumShare = minimumShare;
        Metric = metric;
        Parameters = parameters?.ToImmutableDictionary(StringComparer.Ordinal) ?? ImmutableDictionary<string, ScaleParameters>.Empty;
        if (Raters.IsEmpty || Scales.IsEmpty)
        {
            throw new ArgumentException($"Instrument {id} needs at least one rater and one scale.", nameof(scales));
        }

        if (Scales.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count() != Scales.Length)
        {
            throw new ArgumentException($"Two scales of instrument {id} share a name.", nameof(scales));
        }

        if (Scales.FirstOrDefault(s => s.Items[^1] > items.Count || s.Items[0] < 1) is { } outside)
        {
            throw new ArgumentException($"Scale {outside.Name} names an item outside 1 to {items.Count}.", nameof(scales));
        }

        if (Parameters.Keys.FirstOrDefault(k => !Scales.Any(s => string.Equals(s.Name, k, StringComparison.Ordinal))) is { } unknown)
        {
            throw new ArgumentException($"Parameters are given for {unknown}, which is no scale of instrument {id}.", nameof(parameters));
        }

        Primary = Scales.FirstOrDefault(s => s.IsTotal) ?? Scales[^1];
        TotalIsMeanOfScales = Scales.Length == 4 && Scales.Any(s => s.IsTotal) && ThreeParts.All(p => Scales.Any(s => s.Name == p));
    }

    private static readonly string[] ThreeParts = ["bond", "goal", "task"];

    /// <summary>Identifier, such as <c>wai-sr</c>.</summary>
    public string Id { get; }

    /// <summary>Version of the form, such as <c>2006</c>.</summary>
    public string Version { get; }

    /// <summary>Full name for people.</summary>
    public string Name { get; }

    /// <summary>Who may answer it.</summary>
    public ImmutableArray<Rater> Raters { get; }

    /// <summary>The items and their range.</summary>
    public ItemFormat Items { get; }

    /// <summary>The scales, in the order in which they are reported.</summary>
    public ImmutableArray<Scale> Scales { get; }

    /// <summary>Share of the items of a scale that must be answered; the count is rounded up.</summary>
    public double MinimumShare { get; }

    /// <summary>Unit of the trend.</summary>
    public Metric Metric { get; }

    /// <summary>Stated error parameters by scale name.</summary>
    public ImmutableDictionary<string, ScaleParameters> Parameters { get; }

    /// <summary>The scale that stands for the form where only one can be shown: <c>total</c>, else the last.</summary>
    public Scale Primary { get; }

    /// <summary>
    /// Whether the total is the mean of the scale means: true of a form with bond, goal and task alone; any other total is the
    /// mean of its items.
    /// </summary>
    public bool TotalIsMeanOfScales { get; }

    /// <summary>Answers that <paramref name="scale"/> needs to be scored: its items times <see cref="MinimumShare"/>, rounded up.</summary>
    public int AnswersNeeded(Scale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return (int)Math.Ceiling((MinimumShare * scale.Items.Length) - 1e-9);
    }
}
