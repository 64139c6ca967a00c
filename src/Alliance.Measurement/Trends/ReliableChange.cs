using Alliance.Measurement.Distributions;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The last score against earlier ones, in the light of the error of measurement alone. Descriptive: ordinary fluctuation from
/// session to session is larger than that error, so this raises no alert.
/// </summary>
/// <param name="SinceBaseline">Against the mean of the scored sessions 3 to 5; null without one, and until a form after session 5.</param>
/// <param name="SincePrevious">Against the form before; null with one form.</param>
public readonly record struct ReliableChange(ReliableDifference? SinceBaseline, ReliableDifference? SincePrevious)
{
    /// <summary>The reliable change of a series.</summary>
    /// <param name="model">The scale.</param>
    /// <param name="sessions">Its scored sessions, session numbers from 1 and rising.</param>
    /// <exception cref="ArgumentException">Session numbers do not rise from 1 on, or a score is outside the range of the scale.</exception>
    public static ReliableChange Of(ScaleModel model, ReadOnlySpan<ScoredSession> sessions)
    {
        var baseline = Baseline.Of(model, sessions);
        return sessions.IsEmpty ? default : Of(model, sessions[^1].Session, sessions[^1].Score, sessions.Length > 1 ? sessions[^2].Score : null, baseline);
    }

    internal static ReliableChange Of(ScaleModel model, in TrendEnd end, in Baseline baseline) =>
        Of(model, end.Session, end.Score, end.Forms > 1 ? end.Before : null, baseline);

    private static ReliableChange Of(ScaleModel model, int session, double score, double? before, in Baseline baseline) => new(
        baseline.Value is { } value && session > Baseline.LastSession ? Against(model, value / model.Factor, baseline.Sessions.Length, score) : null,
        before is { } previous ? Against(model, previous, 1, score) : null);

    private static ReliableDifference Against(ScaleModel model, double earlier, int count, double score) =>
        ReliableDifference.Of(earlier, count, score, model.StandardError, model.Minimum, model.Maximum).Scaled(model.Factor);
}

/// <summary>A difference of a score and the mean of k earlier ones (Jacobson &amp; Truax 1991; SE = SEM sqrt(1 + 1/k)).</summary>
/// <param name="Difference">Score minus the mean of the earlier ones.</param>
/// <param name="StandardError">SE of the difference.</param>
/// <param name="Index">Difference / SE; null where SE is 0.</param>
/// <param name="Reliable">Whether |index| is at least 1.96; where SE is 0, whether there is any difference.</param>
/// <param name="IncreaseDetectable">Whether the scale has room for a reliable increase above the earlier mean.</param>
/// <param name="DecreaseDetectable">Whether the scale has room for a reliable decrease below it.</param>
public readonly record struct ReliableDifference(
    double Difference,
    double StandardError,
    double? Index,
    bool Reliable,
    bool IncreaseDetectable,
    bool DecreaseDetectable)
{
    private const double Tie = 1e-12;

    /// <summary>The least difference that is reliable: 1.96 SE.</summary>
    public double Threshold => Normal.Z95 * StandardError;

    /// <summary>Probability of such a difference, or a larger one, from error alone; null where SE is 0.</summary>
    public double? P => Index is { } index ? 2 * Normal.Survival(Math.Abs(index)) : null;

    /// <summary>1 for a reliable increase, -1 for a reliable decrease, 0 for neither.</summary>
    public int Direction => Reliable ? Math.Sign(Difference) : 0;

    /// <summary>Compares a score with the mean of earlier ones.</summary>
    /// <param name="earlier">Mean of the earlier scores.</param>
    /// <param name="count">How many there are, 1 or more.</param>
    /// <param name="score">The score.</param>
    /// <param name="standardError">SEM of one form, 0 or more.</param>
    /// <param name="minimum">Least score of the scale.</param>
    /// <param name="maximum">Greatest score of the scale.</param>
    /// <exception cref="ArgumentException">No earlier score, a negative SEM, a range that falls, or a value that is no number of size up to 1e12.</exception>
    public static ReliableDifference Of(double earlier, int count, double score, double standardError, double minimum, double maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Require.NotNegative(standardError);
        Require.Numbers([earlier], nameof(earlier));
        Require.Numbers([score], nameof(score));
        Require.Numbers([minimum, maximum], "range");
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        var error = standardError * Math.Sqrt(1 + (1.0 / count));
        var difference = score - earlier;
        double? index = error > 0 ? difference / error : null;
        var threshold = Normal.Z95 * error;
        return new ReliableDifference(
            difference,
            error,
            index,
            index is { } i ? Math.Abs(i) >= Normal.Z95 : Math.Abs(difference) > Tie,
            maximum - earlier >= threshold,
            earlier - minimum >= threshold);
    }

    internal ReliableDifference Scaled(double factor) =>
        this with { Difference = Difference * factor, StandardError = StandardError * factor };
}
