namespace Alliance.Measurement.Trends;

/// <summary>One point of a series as the filter sees it.</summary>
/// <param name="Position">Session number, or weeks since the first form; never falling along a series.</param>
/// <param name="Value">The score; not a number where there is none.</param>
/// <param name="Variance">R: variance of this score about the level, above 0.</param>
public readonly record struct Observation(double Position, double Value, double Variance);

/// <summary>The Kalman filter over a whole series.</summary>
public static class KalmanFilter
{
    /// <summary>
    /// Runs the filter. The prior of the model stands at <paramref name="start"/>, before the score there; it is carried on to
    /// the first position. A gap and a row without a value give the same result.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="series">Rows with positions that never fall and are at least <paramref name="start"/>.</param>
    /// <param name="steps">Receives one step per row; at least as long as the series.</param>
    /// <param name="start">Position of the prior: session 1, or 0 weeks.</param>
    /// <returns>Sum of the log densities of the observed rows.</returns>
    /// <exception cref="ArgumentException">A position falls, a variance is not above 0, a number is of size above 1e12, or <paramref name="steps"/> is too short.</exception>
    public static double Run(LocalLinearTrend model, ReadOnlySpan<Observation> series, Span<KalmanStep> steps, double start = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (steps.Length < series.Length)
            throw new ArgumentException("There must be room for one step per row.", nameof(steps));
        var logLikelihood = 0.0;
        for (var k = 0; k < series.Length; k++)
        {
            steps[k] = k == 0
                ? Next(model, model.Prior, start, series[k])
                : Next(model, steps[k - 1].Filtered, series[k - 1].Position, series[k]);
            logLikelihood += steps[k].LogDensity;
        }

        return logLikelihood;
    }

    /// <summary>The sum of the log densities alone, without memory.</summary>
    /// <inheritdoc cref="Run"/>
    public static double LogLikelihood(LocalLinearTrend model, ReadOnlySpan<Observation> series, double start = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (state, at, logLikelihood) = (model.Prior, start, 0.0);
        foreach (ref readonly var row in series)
        {
            var step = Next(model, state, at, row);
            (state, at) = (step.Filtered, row.Position);
            logLikelihood += step.LogDensity;
        }

        return logLikelihood;
    }

    private static KalmanStep Next(LocalLinearTrend model, in GrowthState state, double at, in Observation row)
    {
        if (!(row.Position >= at && row.Position <= Require.Limit) || !(row.Variance > 0 && row.Variance <= Require.Limit))
            throw new ArgumentException($"The row at {row.Position:R} needs a position of at least {at:R} and a variance above 0, not {row.Variance:R}; both up to 1e12.", nameof(row));
        if (Math.Abs(row.Value) > Require.Limit)
            throw new ArgumentException($"The value {row.Value:R} at {row.Position:R} is of size above 1e12.", nameof(row));
        return model.Step(state, row.Position - at, row.Position, row.Value, row.Variance);
    }
}
