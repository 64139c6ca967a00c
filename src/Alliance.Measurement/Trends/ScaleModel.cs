using Alliance.Measurement.Instruments;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The parameters of the trend of one scale, in the item-mean metric, and the factor that brings results to the metric of the
/// instrument. The fallback constants are those of a scale from 1 to 5 stretched by c = (maximum - minimum) / 4; they rest on
/// simulation and sparse literature, so an instrument may state its own SEM and R.
/// </summary>
public sealed class ScaleModel
{
    private ScaleModel(
        Scale scale,
        double minimum,
        double maximum,
        double factor,
        double standardError,
        double observationVariance,
        LocalLinearTrend growth,
        string parameterSet,
        string source)
    {
        Scale = scale;
        Minimum = minimum;
        Maximum = maximum;
        Factor = factor;
        StandardError = standardError;
        ObservationVariance = observationVariance;
        Growth = growth;
        ParameterSet = parameterSet;
        Source = source;
    }

    /// <summary>
    /// The model of <paramref name="scale"/>. SEM and R are those of <see cref="MeasurementError.Of"/>: what the instrument
    /// states, else the fallback. q = 0.015 c²; level at session 1 ~ N(minimum + 2.80 c, 0.30 c²); slope ~ N(0.020 c, 0.0009 c²).
    /// </summary>
    public static ScaleModel For(Instrument instrument, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(scale);
        var (minimum, maximum) = (instrument.Items.Minimum, instrument.Items.Maximum);
        var c = (maximum - minimum) / 4;
        var error = MeasurementError.Of(instrument, scale);
        return new ScaleModel(
            scale,
            minimum,
            maximum,
            instrument.Metric == Metric.Sum ? scale.Items.Length : 1,
            error.StandardError,
            error.ObservationVariance,
            new LocalLinearTrend(new GrowthState(minimum + (2.80 * c), 0.020 * c, 0.30 * c * c, 0.0009 * c * c, 0), 0.015 * c * c),
            error.IsFallback ? "fallback/1" : "instrument/1",
            error.IsFallback ? MeasurementError.FallbackSource : "instrument");
    }

    /// <summary>The same scale with parameters estimated elsewhere, such as in the caseload; all in the item-mean metric.</summary>
    /// <param name="observationVariance">R: above 0.</param>
    /// <param name="growth">Prior, q and clock.</param>
    /// <param name="parameterSet">Name of the parameter set, kept with every result.</param>
    /// <param name="source">Where it comes from in one word.</param>
    /// <exception cref="ArgumentException">R is not above 0, the clock is not that of sessions, or a name is empty.</exception>
    public ScaleModel With(double observationVariance, LocalLinearTrend growth, string parameterSet, string source)
    {
        ArgumentNullException.ThrowIfNull(growth);
        ArgumentException.ThrowIfNullOrWhiteSpace(parameterSet);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        if (!(observationVariance > 0) || !double.IsFinite(observationVariance))
            throw new ArgumentOutOfRangeException(nameof(observationVariance), observationVariance, "R is finite and above 0.");
        if (growth.Clock != Clock.Session)
            throw new ArgumentException("The trend of a scale counts sessions.", nameof(growth));
        return new ScaleModel(Scale, Minimum, Maximum, Factor, StandardError, observationVariance, growth, parameterSet, source);
    }

    /// <summary>The scale.</summary>
    public Scale Scale { get; }

    /// <summary>Least score, included, in the item-mean metric.</summary>
    public double Minimum { get; }

    /// <summary>Greatest score, included, in the item-mean metric.</summary>
    public double Maximum { get; }

    /// <summary>What a value in the item-mean metric is multiplied by in results: 1, or the number of items where sums are reported.</summary>
    public double Factor { get; }

    /// <summary>c: a quarter of the range; 1 on a scale from 1 to 5.</summary>
    public double Unit => (Maximum - Minimum) / 4;

    /// <summary>SEM of one complete form.</summary>
    public double StandardError { get; }

    /// <summary>R: variance of one score about the level; SEM² and the variance of the occasion.</summary>
    public double ObservationVariance { get; }

    /// <summary>The state-space model: prior, q, clock.</summary>
    public LocalLinearTrend Growth { get; }

    /// <summary>q: variance that the level gains per session.</summary>
    public double LevelVariance => Growth.LevelVariance;

    /// <summary>Mean of the level at session 1 before its form.</summary>
    public double PriorLevel => Growth.Prior.Level;

    /// <summary>Variance of the level at session 1 before its form.</summary>
    public double PriorLevelVariance => Growth.Prior.LevelVariance;

    /// <summary>Mean of the slope per session before any form.</summary>
    public double PriorSlope => Growth.Prior.Slope;

    /// <summary>Variance of the slope before any form.</summary>
    public double PriorSlopeVariance => Growth.Prior.SlopeVariance;

    /// <summary>The smallest drop that can mark a possible strain under the default rule.</summary>
    public double SmallestDrop => RuptureRule.Standard.SmallestDrop(this);

    /// <summary>The smallest change that can earn a label.</summary>
    public double SmallestChange => 0.25 * Unit;

    /// <summary>Name of the parameter set: <c>fallback/1</c>, <c>instrument/1</c> or that of estimated parameters.</summary>
    public string ParameterSet { get; }

    /// <summary>Where the parameters come from in one word: <c>fallback</c>, <c>instrument</c> or that of estimated parameters.</summary>
    public string Source { get; }
}
