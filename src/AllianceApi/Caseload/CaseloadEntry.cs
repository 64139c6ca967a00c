using Alliance.Measurement.Caseloads;
using Alliance.Measurement.Trends;
using AllianceApi.Alerts;
using AllianceApi.Hosting;
using AllianceApi.Trends;

namespace AllianceApi.Caseload;

/// <summary>An open alert that the caller may know of.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Model">The instrument of its series.</param>
/// <param name="Detail">How much of it may be told.</param>
internal sealed record SeenAlert(AlertRow Alert, SeriesModel Model, AlertDetail Detail);

/// <summary>An open episode as a caseload shows it, with its place in the order of attention.</summary>
internal sealed record CaseloadEntry(Attention Attention, CaseloadItem Item)
{
    public static CaseloadEntry Of(CaseloadRow row, SeriesModel usual, CaseloadSeries series, IReadOnlyList<SeenAlert> alerts, DateOnly today)
    {
        var (instrument, headline) = (usual.Instrument, series.Headline);
        DateTimeOffset? lastHeldAt = row.IsUsual ? Instant.FromStore(row.LastHeldAt!.Value) : null;
        var days = lastHeldAt is { } last ? today.DayNumber - DateOnly.FromDateTime(last.UtcDateTime).DayNumber : (int?)null;
        var told = alerts.Select(a => new ToldAlert(a.Alert, a.Model, a.Detail, OnAnotherForm(a.Alert, series.Key))).ToList();
        var (reason, because) = CaseloadAttention.Of(told, headline.Scales.FirstOrDefault(s => s.Scale == instrument.Primary.Name), headline.Quality);
        var item = new CaseloadItem(
            row.EpisodeId,
            row.ClientId,
            row.ClientLabel,
            row.ClinicianId,
            series.Key.Instrument,
            series.Key.Version,
            series.Key.Rater,
            row.IsUsual ? (int)row.Forms!.Value : 0,
            row.IsUsual ? (int?)row.LastNumber : null,
            lastHeldAt,
            days,
            new AttentionResource(0, because),
            [.. headline.Scales.Select((s, i) => new CaseloadScale(s.Scale, series.LastVisible ? s.Last : null, s.Level, s.RecentLabel, s.OverallLabel, series.Scores[i]))],
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
}
