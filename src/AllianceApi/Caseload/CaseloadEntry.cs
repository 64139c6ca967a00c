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
        CaseloadRow row, (InstrumentDocument Document, SeriesModel Model) usual, ILookup<SeriesKey, SparklineRow> scores, IReadOnlyList<(AlertRow Alert, SeriesModel Model)> alerts, DateOnly today, bool scoresVisible)
    {
        var instrument = usual.Document.Instrument;
        var headline = row.IsUsual ? JsonSerializer.Deserialize(row.Headline, ResourceJson.Default.SeriesHeadline)! : SeriesHeadline.Of(SeriesTrend.Of(usual.Model, []));
        DateTimeOffset? lastHeldAt = row.IsUsual ? Instant.FromStore(row.LastHeldAt!.Value) : null;
        var days = lastHeldAt is { } last ? today.DayNumber - DateOnly.FromDateTime(last.UtcDateTime).DayNumber : (int?)null;
        var raters = instrument.Raters.Select(r => r.ToString().ToLowerInvariant()).ToList();
        var key = new SeriesKey(row.EpisodeId, instrument.Id, row.IsUsual ? row.Version! : instrument.Version, row.IsUsual ? row.Rater! : SeriesChoice.Usual(raters));
        var told = alerts.Select(a => new ToldAlert(a.Alert, a.Model, OnAnotherForm(a.Alert, key))).ToList();
        var (reason, because) = CaseloadAttention.Of(told, headline.Scales.FirstOrDefault(s => s.Scale == instrument.Primary.Name), headline.Quality);
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
            [.. alerts.Select(a => new AlertReference(a.Alert.AlertId, a.Alert.Kind, a.Alert.State))],
            alerts.Count(a => a.Alert.State == "open"),
            headline.Quality);
        return new CaseloadEntry(new Attention(reason, days, row.EpisodeId), item);
    }

    // The form that an alert looks at, where it is not the one that the row shows.
    private static string? OnAnotherForm(AlertRow alert, SeriesKey shown) => (alert.Instrument == shown.Instrument, alert.Rater == shown.Rater) switch
    {
        (true, true) => null,
        (true, false) => $"the {alert.Rater}'s form",
        (false, _) => $"the {alert.Rater}'s form {alert.Instrument}",
    };

    private static CaseloadScale Scale(ScaleHeadline headline, int scale, double factor, IEnumerable<SparklineRow> scores, bool scoresVisible) => new(
        headline.Scale,
        scoresVisible ? headline.Last : null,
        headline.Level,
        headline.RecentLabel,
        headline.OverallLabel,
        scoresVisible ? [.. scores.Select(s => (s.Number, Mean: BinaryPrimitives.ReadDoubleLittleEndian(s.Means.AsSpan(scale * sizeof(double)))))
            .Where(s => !double.IsNaN(s.Mean)).TakeLast(LongestSparkline).Select(s => new SparklinePoint((int)s.Number, s.Mean * factor))] : []);
}
