namespace AllianceApi.Trends.Chart;

/// <summary>Maps values of a range to coordinates. Values outside are shown at the end of the range: bands are clipped here.</summary>
internal sealed class ChartScale(double minimum, double maximum, double start, double end)
{
    /// <summary>Least value.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>Greatest value.</summary>
    public double Maximum { get; } = maximum;

    /// <summary>Coordinates from one whole value to the next, without direction.</summary>
    public double Pitch => Math.Abs(end - start) / (Maximum - Minimum);

    /// <summary>The coordinate of a value.</summary>
    public double At(double value) =>
        start + ((Math.Clamp(value, Minimum, Maximum) - Minimum) / (Maximum - Minimum) * (end - start));

    /// <summary>
    /// Round values to write at an axis, with both ends of the range: where a scale ends is what tells how much room is left.
    /// </summary>
    /// <param name="most">The most parts into which the range may fall.</param>
    public IEnumerable<double> Ticks(int most)
    {
        var step = RoundStep((Maximum - Minimum) / most);
        yield return Minimum;
        for (var i = Math.Floor(Minimum / step) + 1; i * step < Maximum; i++)
        {
            // A round value too near to an end would run into its label.
            if ((i * step) - Minimum > step * 0.6 && Maximum - (i * step) > step * 0.6)
                yield return i * step;
        }

        yield return Maximum;
    }

    /// <summary>The least of 1, 2, 5, 10, 20, 50 and so on, also below 1, that is no smaller.</summary>
    public static double RoundStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        foreach (var digit in (ReadOnlySpan<int>)[1, 2, 5])
        {
            if (digit * power >= least * (1 - 1e-9))
                return digit * power;
        }

        return 10 * power;
    }
}
