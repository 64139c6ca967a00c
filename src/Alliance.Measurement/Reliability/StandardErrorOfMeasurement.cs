namespace Alliance.Measurement.Reliability;

/// <summary>The standard error of measurement (SEM): how far one score lies from what the person would score on average.</summary>
public static class StandardErrorOfMeasurement
{
    /// <summary>SD sqrt(1 - reliability).</summary>
    /// <param name="deviation">Standard deviation of the scores between persons, in score points; 0 or more.</param>
    /// <param name="reliability">
    /// Internal consistency in the same sample, at most 1; an estimate may be below 0. Not a retest correlation: that counts true
    /// change as error.
    /// </param>
    /// <returns>SEM in score points, 0 or more; 0 for a reliability of 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static double Of(double deviation, double reliability)
    {
        Require.NotNegative(deviation);
        if (!(reliability <= 1 && double.IsFinite(reliability)))
        {
            throw new ArgumentOutOfRangeException(nameof(reliability), reliability, "A reliability is a number of at most 1.");
        }

        return OfChecked(deviation, reliability);
    }

    /// <summary>The same for values that are known to fit.</summary>
    internal static double OfChecked(double deviation, double reliability) => deviation * Math.Sqrt(1 - reliability);
}
