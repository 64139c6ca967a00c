namespace Alliance.Measurement.Instruments;

/// <summary>The unit in which the scores of an instrument are reported in a trend.</summary>
public enum Metric
{
    /// <summary>The mean of the answered items, on the items' own range.</summary>
    Mean,

    /// <summary>The sum over all items of the scale: the mean times the number of items.</summary>
    Sum,
}
