namespace Alliance.Measurement.Trends;

/// <summary>
/// The state-space model of one series: score y = l + e, level l' = l + b + w, slope b' = b + v with variances R (by score),
/// q and q_s. Without slope it is the local level model. 2 x 2 closed forms; a gap of any length is one step.
/// Source: Harvey 1989; Durbin &amp; Koopman 2012.
/// </summary>
public sealed class LocalLinearTrend
{
    /// <summary>Makes a model with level and slope.</summary>
    /// <param name="prior">Level and slope at the start, before any score.</param>
    /// <param name="levelVariance">q: variance that the level gains per unit of the clock; 0 or more.</param>
    /// <param name="slopeVariance">q_s: variance that the slope gains per unit of the clock; 0 or more, 0 for a constant slope.</param>
    /// <param name="clock">What counts as time.</param>
    /// <exception cref="ArgumentException">A number is outside its range (sizes up to 1e12), or the prior covariance is not a covariance.</exception>
    public LocalLinearTrend(GrowthState prior, double levelVariance, double slopeVariance = 0, Clock clock = Clock.Session)
    {
        if (!IsVariance(levelVariance))
            throw new ArgumentOutOfRangeException(nameof(levelVariance), levelVariance, "A variance is 0 to 1e12.");
        if (!IsVariance(slopeVariance))
            throw new ArgumentOutOfRangeException(nameof(slopeVariance), slopeVariance, "A variance is 0 to 1e12.");
        if (!(Math.Abs(prior.Level) <= Require.Limit) || !(Math.Abs(prior.Slope) <= Require.Limit)
            || !IsVariance(prior.LevelVariance) || !IsVariance(prior.SlopeVariance)
            || !(prior.Covariance * prior.Covariance <= prior.LevelVariance * prior.SlopeVariance))
        {
            throw new ArgumentException("The prior is of size up to 1e12, with a covariance matrix that has no negative direction.", nameof(prior));
        }

        Prior = prior;
        LevelVariance = levelVariance;
        SlopeVariance = slopeVariance;
        Clock = clock;
    }

    /// <summary>A model without slope (local level).</summary>
    public static LocalLinearTrend LocalLevel(double level, double variance, double levelVariance, Clock clock = Clock.Session) =>
        new(new GrowthState(level, 0, variance, 0, 0), levelVariance, 0, clock);

    /// <summary>Level and slope at the start, before any score.</summary>
    public GrowthState Prior { get; }

    /// <summary>q: variance that the level gains per unit of the clock.</summary>
    public double LevelVariance { get; }

    /// <summary>q_s: variance that the slope gains per unit of the clock.</summary>
    public double SlopeVariance { get; }

    /// <summary>What counts as time.</summary>
    public Clock Clock { get; }

    /// <summary>The same model with another q.</summary>
    public LocalLinearTrend WithLevelVariance(double levelVariance) => new(Prior, levelVariance, SlopeVariance, Clock);

    /// <summary>
    /// The state <paramref name="elapsed"/> units later: a = T a, P = T P T' + Q, T = [[1, d], [0, 1]]. On the session clock Q
    /// is what d single steps add up to; on the weeks clock that of an integrated random walk.
    /// </summary>
    /// <param name="state">The state now.</param>
    /// <param name="elapsed">d: 0 to 1e12; whole on the session clock. 0 changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elapsed"/> is outside its range.</exception>
    public GrowthState Advance(in GrowthState state, double elapsed)
    {
        Require.NotNegative(elapsed);
        var d = elapsed;
        var drift = state.Covariance + (d * state.SlopeVariance);
        var level = state.LevelVariance + (d * (state.Covariance + drift)) + (LevelVariance * d);
        if (SlopeVariance == 0)
            return new GrowthState(state.Level + (d * state.Slope), state.Slope, level, state.SlopeVariance, drift);

        // Noise of the slope reaches the level one step later on the session clock, at once on the weeks clock.
        var (twice, once) = Clock == Clock.Session ? ((d - 1) * d * ((2 * d) - 1) / 6, d * (d - 1) / 2) : (d * d * d / 3, d * d / 2);
        return new GrowthState(
            state.Level + (d * state.Slope),
            state.Slope,
            level + (SlopeVariance * twice),
            state.SlopeVariance + (SlopeVariance * d),
            drift + (SlopeVariance * once));
    }

    /// <summary>One step of the filter: time update over <paramref name="elapsed"/>, then measurement update.</summary>
    /// <param name="before">The state after the step before, or the prior.</param>
    /// <param name="elapsed">Time since then.</param>
    /// <param name="position">Session number or weeks, kept in the step.</param>
    /// <param name="value">The score, or not a number.</param>
    /// <param name="observationVariance">R: above 0.</param>
    internal KalmanStep Step(in GrowthState before, double elapsed, double position, double value, double observationVariance)
    {
        var predicted = elapsed == 0 ? before : Advance(before, elapsed);
        return new KalmanStep(
            position,
            value,
            observationVariance,
            predicted,
            double.IsNaN(value) ? predicted : Update(predicted, value, observationVariance));
    }

    /// <summary>
    /// The state given one score: a += K v, P -= K (level row of P) with K = (level column of P) / F. What remains of the level's
    /// row is its share R / F, which cannot turn negative by cancellation.
    /// </summary>
    private static GrowthState Update(in GrowthState p, double value, double r)
    {
        var f = p.LevelVariance + r;
        var v = value - p.Level;
        var share = r / f;
        return new GrowthState(
            p.Level + (p.LevelVariance / f * v),
            p.Slope + (p.Covariance / f * v),
            p.LevelVariance * share,
            p.SlopeVariance - (p.Covariance * p.Covariance / f),
            p.Covariance * share);
    }

    private static bool IsVariance(double value) => value >= 0 && value <= Require.Limit;
}
