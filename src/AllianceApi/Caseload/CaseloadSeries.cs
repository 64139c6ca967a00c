using System.Buffers.Binary;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Trends;
using AllianceApi.Instruments;
using AllianceApi.Trends;
using AllianceApi.Visibility;

namespace AllianceApi.Caseload;

/// <summary>The series that a row of a caseload shows, as far as the caller may see it.</summary>
/// <param name="Key">Which series it is.</param>
/// <param name="Headline">Where it stands: the stored headline, or one made anew of what may be shown.</param>
/// <param name="Scores">The single scores that may be shown, by scale.</param>
/// <param name="LastVisible">Whether the last score is among them.</param>
internal sealed record CaseloadSeries(SeriesKey Key, SeriesHeadline Headline, IReadOnlyList<IReadOnlyList<SparklinePoint>> Scores, bool LastVisible)
{
    /// <summary>Most points of a sparkline.</summary>
    private const int LongestSparkline = 30;

    public static CaseloadSeries Of(
        CaseloadRow row, (InstrumentDocument Document, SeriesModel Model) usual, IReadOnlyList<SparklineRow> scores, EpisodeSight sight, Func<SeriesKey, List<SeriesMember>> members)
    {
        var key = KeyOf(row, usual.Document.Instrument);
        var forms = scores.Where(s => s.Key == key).Select(s => (Row: s, Level: sight.Of(new Promise(s.Promise), s.Number))).ToList();
        var visible = forms.Where(f => f.Level >= Level.Scores).Select(f => f.Row).ToList();
        return new CaseloadSeries(
            key,
            row.IsUsual && forms.TrueForAll(f => f.Level >= Level.Trend)
                ? PackedHeadline.Unpack(row.Headline!)
                : Anew(usual.Model, row.IsUsual ? SeenSeries.Of(sight, members(key)).Shown : []),
            [.. usual.Model.Scales.Select((s, i) => Sparkline(visible, i, s.Factor))],
            forms.Count == 0 || forms[^1].Level >= Level.Scores);
    }

    /// <summary>The series that a row shows; where it has none yet, the one that its first form will make.</summary>
    public static SeriesKey KeyOf(CaseloadRow row, Instrument instrument) => new(
        row.EpisodeId,
        instrument.Id,
        row.IsUsual ? row.Version! : instrument.Version,
        row.IsUsual ? row.Rater! : SeriesChoice.Usual([.. instrument.Raters.Select(r => r.ToString().ToLowerInvariant())]));

    private static SeriesHeadline Anew(SeriesModel model, List<SeriesMember> shown) => SeriesHeadline.Of(SeriesTrend.Of(model, shown.ConvertAll(m => m.ToForm())));

    private static List<SparklinePoint> Sparkline(List<SparklineRow> visible, int scale, double factor) =>
    [
        .. visible
            .Select(s => (s.Number, Mean: BinaryPrimitives.ReadDoubleLittleEndian(s.Means.AsSpan(scale * sizeof(double)))))
            .Where(s => !double.IsNaN(s.Mean))
            .TakeLast(LongestSparkline)
            .Select(s => new SparklinePoint((int)s.Number, s.Mean * factor)),
    ];
}
