using System.Collections.Immutable;
using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The trend of a series: one rater's forms of one instrument version in one episode. What is stored at each write and shown in
/// a caseload; a function of the set of forms, whatever the order in which they came.
/// </summary>
public sealed class SeriesTrend
{
    /// <summary>The greatest session number: it bounds the list of missing sessions.</summary>
    public const int MaximumSession = 10_000;

    private ImmutableArray<string> _statements;

    internal SeriesTrend(SeriesModel model, SeriesForm[] ordered, ImmutableArray<ScaleTrend> scales, IReadOnlyCollection<int>? withheld = null)
        : this(
            model,
            QualityCount.Of(ordered),
            ordered.Length == 0 ? null : ordered[^1].Session,
            withheld is not { Count: > 0 } ? Missing(ordered) : [.. Missing(ordered).Except(withheld)],
            scales)
    {
    }

    internal SeriesTrend(SeriesModel model, in QualityCount count, int? lastSession, ImmutableArray<int> missing, ImmutableArray<ScaleTrend> scales)
    {
        Model = model;
        Forms = count.Forms;
        LastSession = lastSession;
        MissingSessions = missing;
        Scales = scales;
        Quality = SeriesQuality.Of(count, model.Texts);
    }

    /// <summary>The trend of a series with the parameters that the instrument states, else the fallback.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="forms">The forms in any order. Those on which no scale was scored do not count.</param>
    /// <exception cref="ArgumentException">
    /// A session number is outside 1 to 10,000 or comes twice, a later number was held earlier, a form has other scales than the
    /// instrument, or a mean is outside the range.
    /// </exception>
    public static SeriesTrend Of(Instrument instrument, IReadOnlyList<SeriesForm> forms) => Of(SeriesModel.For(instrument), forms);

    /// <summary>The trend of a series with given parameters.</summary>
    /// <inheritdoc cref="Of(Instrument, IReadOnlyList{SeriesForm})"/>
    public static SeriesTrend Of(SeriesModel model, IReadOnlyList<SeriesForm> forms)
    {
        var ordered = SeriesOrder.Of(model, forms);
        Span<ScoredSession> scratch = ordered.Length <= 64 ? stackalloc ScoredSession[64] : new ScoredSession[ordered.Length];
        var scales = ImmutableArray.CreateBuilder<ScaleTrend>(model.Scales.Length);
        for (var scale = 0; scale < model.Scales.Length; scale++)
            scales.Add(ScaleTrend.Of(model.Scales[scale], Scored(ordered, scale, scratch), model.Rule));
        return new SeriesTrend(model, ordered, scales.MoveToImmutable());
    }

    /// <summary>The instrument, its parameters and texts.</summary>
    public SeriesModel Model { get; }

    /// <summary>Number of forms on which at least one scale was scored.</summary>
    public int Forms { get; }

    /// <summary>Session of the last of them; null without forms.</summary>
    public int? LastSession { get; }

    /// <summary>Sessions from 1 to the last without such a form, rising.</summary>
    public ImmutableArray<int> MissingSessions { get; }

    /// <summary>The trend of each scale, in the order of the instrument.</summary>
    public ImmutableArray<ScaleTrend> Scales { get; }

    /// <summary>The scale that stands for the form where only one can be shown.</summary>
    public ScaleTrend Primary => Scales[Model.PrimaryIndex];

    /// <summary>How much the forms can tell.</summary>
    public SeriesQuality Quality { get; }

    /// <summary>The trend in sentences for people, in the language of the model's texts; made when first asked for.</summary>
    public ImmutableArray<string> Statements
    {
        get
        {
            if (_statements.IsDefault)
                _statements = Trends.Statements.Of(this, Model.Texts);
            return _statements;
        }
    }

    /// <summary>The scored sessions of one scale, written to <paramref name="scratch"/>.</summary>
    internal static ReadOnlySpan<ScoredSession> Scored(SeriesForm[] ordered, int scale, Span<ScoredSession> scratch)
    {
        var count = 0;
        foreach (var form in ordered)
        {
            if (form.Means[scale] is { } mean)
                scratch[count++] = ScoredSession.Of(form, mean);
        }

        return scratch[..count];
    }

    private static ImmutableArray<int> Missing(SeriesForm[] ordered)
    {
        if (ordered.Length == 0 || ordered[^1].Session == ordered.Length)
            return [];
        var missing = ImmutableArray.CreateBuilder<int>(ordered[^1].Session - ordered.Length);
        var next = 1;
        foreach (var form in ordered)
        {
            for (; next < form.Session; next++)
                missing.Add(next);
            next++;
        }

        return missing.MoveToImmutable();
    }
}
