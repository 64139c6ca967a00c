using System.Collections.Immutable;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Ruptures;

namespace Alliance.Measurement.Trends;

/// <summary>
/// An instrument with the models of its scales, the rule for possible strains, and the texts: all that a series needs beside its
/// forms.
/// </summary>
public sealed class SeriesModel
{
    /// <summary>Makes a model from scale models, such as those with parameters of the own caseload.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scales">A model for each of its scales, in its order.</param>
    /// <param name="rule">The rule for possible strains; the standard one where null.</param>
    /// <param name="texts">The texts; English where null.</param>
    /// <exception cref="ArgumentException">The models are not those of the instrument's scales.</exception>
    public SeriesModel(Instrument instrument, ImmutableArray<ScaleModel> scales, RuptureRule? rule = null, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (scales.Length != instrument.Scales.Length)
            throw new ArgumentException($"Instrument {instrument.Id} has {instrument.Scales.Length} scales, not {scales.Length}.", nameof(scales));
        for (var i = 0; i < scales.Length; i++)
        {
            if (!ReferenceEquals(scales[i].Scale, instrument.Scales[i]))
                throw new ArgumentException($"Model {i} is not that of scale {instrument.Scales[i].Name}.", nameof(scales));
            if (ReferenceEquals(scales[i].Scale, instrument.Primary))
                PrimaryIndex = i;
        }

        Instrument = instrument;
        Scales = scales;
        Rule = rule ?? RuptureRule.Standard;
        Texts = texts ?? StatementTexts.English;
    }

    /// <summary>The model of an instrument with its own parameters, else the fallback.</summary>
    public static SeriesModel For(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var scales = ImmutableArray.CreateBuilder<ScaleModel>(instrument.Scales.Length);
        foreach (var scale in instrument.Scales)
            scales.Add(ScaleModel.For(instrument, scale));
        return new SeriesModel(instrument, scales.MoveToImmutable());
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>A model for each scale, in the order of the instrument.</summary>
    public ImmutableArray<ScaleModel> Scales { get; }

    /// <summary>The rule for possible strains.</summary>
    public RuptureRule Rule { get; }

    /// <summary>The texts.</summary>
    public StatementTexts Texts { get; }

    /// <summary>Place of the instrument's primary scale.</summary>
    public int PrimaryIndex { get; }
}
