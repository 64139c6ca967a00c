using System.Collections.Immutable;
using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Trends;

/// <summary>The trend of a series with everything that is drawn or audited: points, rank trend and shape of each scale.</summary>
public sealed class SeriesTrendDetail
{
    private SeriesTrendDetail(SeriesTrend headline, ImmutableArray<ScaleTrendDetail> scales)
    {
        Headline = headline;
        Scales = scales;
    }

    /// <inheritdoc cref="SeriesTrend.Of(Instrument, IReadOnlyList{SeriesForm})"/>
    public static SeriesTrendDetail Of(Instrument instrument, IReadOnlyList<SeriesForm> forms) => Of(SeriesModel.For(instrument), forms);

    /// <summary>Computes a series with all that is shown of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="forms">The forms that may be shown, in any order.</param>
    /// <param name="withheld">Sessions that have a form which may not be shown here: they are not told of as missing.</param>
    public static SeriesTrendDetail Of(SeriesModel model, IReadOnlyList<SeriesForm> forms, IReadOnlyCollection<int>? withheld = null)
    {
        var ordered = SeriesOrder.Of(model, forms);
        var scratch = new ScoredSession[ordered.Length];
        var details = ImmutableArray.CreateBuilder<ScaleTrendDetail>(model.Scales.Length);
        var trends = ImmutableArray.CreateBuilder<ScaleTrend>(model.Scales.Length);
        for (var scale = 0; scale < model.Scales.Length; scale++)
        {
            details.Add(ScaleTrendDetail.Of(model.Scales[scale], SeriesTrend.Scored(ordered, scale, scratch), model.Rule));
            trends.Add(details[scale].Trend);
        }

        return new SeriesTrendDetail(new SeriesTrend(model, ordered, trends.MoveToImmutable(), withheld), details.MoveToImmutable());
    }

    /// <summary>The same trend without its details.</summary>
    public SeriesTrend Headline { get; }

    /// <inheritdoc cref="SeriesTrend.Model"/>
    public SeriesModel Model => Headline.Model;

    /// <inheritdoc cref="SeriesTrend.Forms"/>
    public int Forms => Headline.Forms;

    /// <inheritdoc cref="SeriesTrend.LastSession"/>
    public int? LastSession => Headline.LastSession;

    /// <inheritdoc cref="SeriesTrend.MissingSessions"/>
    public ImmutableArray<int> MissingSessions => Headline.MissingSessions;

    /// <inheritdoc cref="SeriesTrend.Scales"/>
    public ImmutableArray<ScaleTrendDetail> Scales { get; }

    /// <inheritdoc cref="SeriesTrend.Quality"/>
    public SeriesQuality Quality => Headline.Quality;

    /// <inheritdoc cref="SeriesTrend.Statements"/>
    public ImmutableArray<string> Statements => Headline.Statements;
}
