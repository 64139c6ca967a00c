namespace Alliance.Measurement.Trends;

/// <summary>
/// An estimate of q, the variance that the level gains per unit of the clock, from one series with R known. The maximum of the
/// likelihood alone is for study: it is exactly 0 for many short or smooth series. The maximum a posteriori draws it to what is
/// usual, and is an option from eight forms on.
/// </summary>
public sealed class ProcessVariance
{
    /// <summary>Forms from which on a series may have its own q.</summary>
    public const int MinimumForms = 8;

    /// <summary>Standard deviation of ln q among clients.</summary>
    public const double PriorSd = 0.75;

    private const double LowestLog = -16;
    private const double HighestLog = 1;
    private const int Grid = 69;
    private const double GoldenShare = 0.6180339887498949;
    private const double Precision = 1e-10;

    private ProcessVariance(double value, double logLikelihood, double objective)
    {
        Value = value;
        LogLikelihood = logLikelihood;
        Objective = objective;
    }

    /// <summary>q.</summary>
    public double Value { get; }

    /// <summary>Log-likelihood at that q.</summary>
    public double LogLikelihood { get; }

    /// <summary>What was maximised: the log-likelihood, less the penalty of the prior for a maximum a posteriori.</summary>
    public double Objective { get; }

    /// <summary>Whether the likelihood has its maximum at the boundary q = 0.</summary>
    public bool IsZero => Value == 0;

    /// <summary>The q of greatest likelihood, 0 included; otherwise ln(q / unit²) in [-16, 1].</summary>
    /// <param name="model">The model whose q is replaced.</param>
    /// <param name="series">The series.</param>
    /// <param name="start">Position of the prior.</param>
    /// <param name="unit">c of the scale: 1 for a scale from 1 to 5.</param>
    public static ProcessVariance MaximumLikelihood(LocalLinearTrend model, ReadOnlySpan<Observation> series, double start = 1, double unit = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.Positive(unit);
        var atZero = KalmanFilter.LogLikelihood(model.WithLevelVariance(0), series, start);
        var search = new Search(model, series, start, unit, prior: null);
        var (log, best) = search.Maximise();
        return atZero >= best - 1e-9
            ? new ProcessVariance(0, atZero, atZero)
            : new ProcessVariance(search.Variance(log), best, best);
    }

    /// <summary>The q that maximises logLik(q) - 0.5 ((ln q - ln usual) / 0.75)² over ln(q / unit²) in [-16, 1].</summary>
    /// <param name="model">The model whose q is replaced.</param>
    /// <param name="series">The series.</param>
    /// <param name="usual">The usual q, above 0.</param>
    /// <param name="start">Position of the prior.</param>
    /// <param name="unit">c of the scale: 1 for a scale from 1 to 5.</param>
    /// <exception cref="ArgumentException"><paramref name="usual"/> or <paramref name="unit"/> is not 1e-12 to 1e12, or the series is none (see <see cref="KalmanFilter.Run"/>).</exception>
    public static ProcessVariance MaximumAPosteriori(
        LocalLinearTrend model, ReadOnlySpan<Observation> series, double usual, double start = 1, double unit = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.Positive(usual);
        Require.Positive(unit);
        var search = new Search(model, series, start, unit, Math.Log(usual));
        var (log, best) = search.Maximise();
        return new ProcessVariance(search.Variance(log), best + search.Penalty(log), best);
    }

    /// <summary>The model of a scale with the q of this series; the model itself under eight forms.</summary>
    /// <param name="model">The model, whose q is the usual one.</param>
    /// <param name="sessions">The scored sessions.</param>
    public static ScaleModel Fit(ScaleModel model, ReadOnlySpan<ScoredSession> sessions)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (sessions.Length < MinimumForms || model.LevelVariance == 0)
            return model;
        var series = new Observation[sessions.Length];
        for (var i = 0; i < series.Length; i++)
            series[i] = new Observation(sessions[i].Session, sessions[i].Score, model.ObservationVariance);
        var q = MaximumAPosteriori(model.Growth, series, model.LevelVariance, unit: model.Unit).Value;
        return model.With(model.ObservationVariance, model.Growth.WithLevelVariance(q), model.ParameterSet + "+map", model.Source);
    }

    /// <summary>A grid over ln q, then a golden section search between the neighbours of its best point.</summary>
    private readonly ref struct Search(LocalLinearTrend model, ReadOnlySpan<Observation> series, double start, double unit, double? prior)
    {
        private readonly ReadOnlySpan<Observation> _series = series;

        public double Variance(double log) => Math.Exp(log) * unit * unit;

        public double Penalty(double log)
        {
            var distance = prior is { } mean ? (log + (2 * Math.Log(unit)) - mean) / PriorSd : 0;
            return 0.5 * distance * distance;
        }

        public (double Log, double Objective) Maximise()
        {
            var step = (HighestLog - LowestLog) / (Grid - 1);
            var (place, best) = (0, double.NegativeInfinity);
            for (var i = 0; i < Grid; i++)
            {
                var value = Objective(LowestLog + (i * step));
                if (value > best)
                    (place, best) = (i, value);
            }

            return Golden(LowestLog + (Math.Max(place - 1, 0) * step), LowestLog + (Math.Min(place + 1, Grid - 1) * step));
        }

        private double Objective(double log) =>
            KalmanFilter.LogLikelihood(model.WithLevelVariance(Variance(log)), _series, start) - Penalty(log);

        private (double Log, double Objective) Golden(double low, double high)
        {
            var (left, right) = (high - (GoldenShare * (high - low)), low + (GoldenShare * (high - low)));
            var (atLeft, atRight) = (Objective(left), Objective(right));
            while (high - low > Precision)
            {
                if (atLeft >= atRight)
                {
                    (high, right, atRight) = (right, left, atLeft);
                    left = high - (GoldenShare * (high - low));
                    atLeft = Objective(left);
                }
                else
                {
                    (low, left, atLeft) = (left, right, atRight);
                    right = low + (GoldenShare * (high - low));
                    atRight = Objective(right);
                }
            }

            return atLeft >= atRight ? (left, atLeft) : (right, atRight);
        }
    }
}
