using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Ruptures;

/// <summary>
/// The rule that finds a possible strain: a score far below what the series predicted (its surprise), by at least a smallest
/// drop. Three settings with known false alarm rates, found by simulation and not in patients.
/// </summary>
public sealed class RuptureRule
{
    private readonly double _dropInUnits;

    private RuptureRule(string name, double surprise, double dropInUnits, double falseAlarms)
    {
        Name = name;
        Surprise = surprise;
        _dropInUnits = dropInUnits;
        FalseAlarms = falseAlarms;
    }

    /// <summary>The rule in use where none is named: surprise of -1.96 or less and a drop of at least 0.50 c.</summary>
    public static RuptureRule Standard { get; } = new("surprise/1", -1.96, 0.50, 0.14);

    /// <summary>Fewer false alarms, fewer finds: -2.33 and 0.60 c.</summary>
    public static RuptureRule Strict { get; } = new("surprise-strict/1", -2.33, 0.60, 0.05);

    /// <summary>More finds, more false alarms: -1.645 and 0.40 c.</summary>
    public static RuptureRule Sensitive { get; } = new("surprise-sensitive/1", -1.645, 0.40, 0.30);

    /// <summary>Name and version, kept with every alert.</summary>
    public string Name { get; }

    /// <summary>The surprise in standard deviations at or below which a form can be an onset; negative.</summary>
    public double Surprise { get; }

    /// <summary>
    /// Share of simulated clients of ordinary fluctuation, without any rupture in 12 sessions, in whom the rule fires at least
    /// once.
    /// </summary>
    public double FalseAlarms { get; }

    /// <summary>Forms that must have come before a form can be an onset.</summary>
    public int EarlierForms => 2;

    /// <summary>How near to the reference a score counts as returned: this many SEM,</summary>
    public double ToleranceInErrors => 1.0;

    /// <summary>or this share of the depth, whichever is more.</summary>
    public double ToleranceInDepth => 0.25;

    /// <summary>Forms after the onset within which a return must come.</summary>
    public int Window => 5;

    /// <summary>The smallest drop below the reference for an onset on this scale, in the item-mean metric.</summary>
    public double SmallestDrop(ScaleModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _dropInUnits * model.Unit;
    }
}
