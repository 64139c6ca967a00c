using System.Buffers.Binary;
using System.Text.Json;
using Alliance.Measurement.Caseloads;
using Alliance.Measurement.Trends;
using AllianceApi.Alerts;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Trends;

namespace AllianceApi.Caseload;

/// <summary>An open episode as a caseload shows it, with its place in the order of attention.</summary>
internal sealed record CaseloadEntry(Attention Attention, CaseloadItem Item)
{
    /// <summary>Most points of a sparkline.</summary>
    private const int LongestSparkline = 30;

    public static CaseloadEntry Of(
        CaseloadRow row, (InstrumentDocument Document, SeriesModel Model) usual, ILookup<SeriesKey, SparklineRow> scores, IReadOnlyList<AlertRow> alerts, DateOnly today, bool scoresVisible)
    {
        var instrument = usual.Document.Instrument;
        var headline = row.IsUsual ? JsonSerializer.Deserialize(row.Headline, ResourceJson.Default.SeriesHeadline)! : SeriesHeadline.Of(SeriesTrend.Of(usual.Model, []));
        DateTimeOffset? lastHeldAt = row.IsUsual ? Instant.FromStore(row.LastHeldAt!.Value) : null;
        var days = lastHeldAt is { } last ? today.DayNumber - DateOnly.FromDateTime(last.UtcDateTime).DayNumber : (int?)null;
        var (reason, because) = CaseloadAttention.Of(alerts, headline.Scales.FirstOrDefault(s => s.Scale == instrument.Primary.Name), headline.Quality);
        var raters = instrument.Raters.Select(r => r.ToString().ToLowerInvariant()).ToList();
        var key = new SeriesKey(row.EpisodeId, instrument.Id, row.IsUsual ? row.Version! : instrument.Version, row.IsUsual ? row.Rater! : SeriesChoice.Usual(raters));
        var item = new CaseloadItem(
            row.EpisodeId,
            row.ClientId,
            row.ClientLabel,
            row.ClinicianId,
            key.Instrument,
            key.Version,
            key.Rater,
            row.IsUsual ? (int)row.Forms!.Value : 0,
            row.IsUsual ? (int?)row.LastNumber : null,
            lastHeldAt,
            days,
            new AttentionResource(0, because),
            [.. headline.Scales.Select((s, i) => Scale(s, i, usual.Model.Scales[i].Factor, scores[key], scoresVisible))],
            [.. alerts.Select(a => new AlertReference(a.AlertId, a.Kind, a.State))],
            alerts.Count(a => a.State == "open"),
            headline.Quality);
        return new CaseloadEntry(new Attention(reason, days, row.EpisodeId), item);
    }

    private static CaseloadScale Scale(ScaleHeadline headline, int scale, double factor, IEnumerable<SparklineRow> scores, bool scoresVisible) => new(
        headline.Scale,
        scoresVisible ? headline.Last : null,
        headline.Level,
        headline.RecentLabel,
        headline.OverallLabel,
        scoresVisible ? [.. scores.Select(s => (s.Number, Mean: BinaryPrimitives.ReadDoubleLittleEndian(s.Means.AsSpan(scale * sizeof(double)))))
            .Where(s => !double.IsNaN(s.Mean)).TakeLast(LongestSparkline).Select(s => new SparklinePoint((int)s.Number, s.Mean * factor))] : []);
}
