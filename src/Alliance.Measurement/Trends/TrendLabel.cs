namespace Alliance.Measurement.Trends;

/// <summary>One word for a change over a stated span.</summary>
public enum TrendLabel
{
    /// <summary>Fewer than three forms, or no span.</summary>
    NotEnoughData,

    /// <summary>Neither direction is both likely and large enough.</summary>
    NoClearChange,

    /// <summary>Up by at least the smallest change, with a probability of at least 95 %.</summary>
    Rising,

    /// <summary>Down by at least the smallest change, with a probability of at least 95 %.</summary>
    Falling,
}

/// <summary>The words of labels in data that leave the library.</summary>
public static class TrendLabelNames
{
    /// <summary>The label in lower case, such as <c>no-clear-change</c>.</summary>
    public static string Text(this TrendLabel label) => label switch
    {
        TrendLabel.NotEnoughData => "not-enough-data",
        TrendLabel.NoClearChange => "no-clear-change",
        TrendLabel.Rising => "rising",
        TrendLabel.Falling => "falling",
        _ => throw new ArgumentOutOfRangeException(nameof(label), label, "No such label."),
    };
}
