using System.Globalization;
using Alliance.Measurement.Trends;
using AllianceApi.Trends.Chart;

namespace AllianceApi.Trends.Report;

/// <summary>The sessions of a report in rows: one for each form, the level after it, and what is not shown.</summary>
/// <param name="Columns">Heads of the columns.</param>
/// <param name="Rows">A cell for each column, by session.</param>
/// <param name="Notes">What the reader must know of the cells.</param>
internal sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Notes)
{
    private const string Nothing = "–";

    // More scales than these do not fit beside one another; the service tells the others.
    private const int MostScales = 6;

    /// <summary>The table of a trend as its reader may see it.</summary>
    public static ReportTable Of(TrendResource trend, StatementTexts texts)
    {
        var isScored = trend.Scales.Any(s => s.Points.Any(p => p.Score is not null));
        var scales = isScored ? trend.Scales.Take(MostScales).ToList() : [];
        var primary = trend.Scales.FirstOrDefault(s => s.Scale == "total") ?? trend.Scales[0];
        var sessions = trend.Scales.SelectMany(s => s.Points.Select(p => (p.Session, p.HeldAt))).Concat(trend.Withheld.Select(w => (w.Session, w.HeldAt))).Distinct().OrderBy(s => s.Session);
        return new ReportTable(
            ["Session", "Date", .. scales.Select(s => texts.ScaleNames.GetValueOrDefault(s.Scale, s.Scale)), "Level", "95 % interval"],
            [.. sessions.Select(s => Row(s.Session, s.HeldAt, scales, primary))],
            [.. NotesOf(trend, isScored, primary, texts)]);
    }

    /// <summary>A calendar date on the clock of the session.</summary>
    public static string Day(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string[] Row(int session, DateTimeOffset heldAt, List<ScaleTrendResource> scales, ScaleTrendResource primary)
    {
        var level = primary.Forms >= Statements.MinimumForms ? Point(primary, session) : null;
        return
        [
            session.ToString(CultureInfo.InvariantCulture),
            Day(heldAt),
            .. scales.Select(s => Point(s, session) is { Score: { } score } p ? Number(score, s) + (p.Prorated ? "*" : "") : Nothing),
            level is null ? Nothing : Number(level.Smoothed, primary),
            level is null ? Nothing : $"{Number(level.SmoothedLow, primary)} to {Number(level.SmoothedHigh, primary)}",
        ];
    }

    private static IEnumerable<string> NotesOf(TrendResource trend, bool isScored, ScaleTrendResource primary, StatementTexts texts)
    {
        yield return $"Level: of \"{texts.ScaleNames.GetValueOrDefault(primary.Scale, primary.Scale)}\", on {ChartText.Limit(primary.Min)} to {ChartText.Limit(primary.Max)}, as the whole course tells it.";
        if (isScored && trend.Scales.Any(s => s.Points.Any(p => p.Prorated)))
        {
            yield return "* some answers of the form are missing.";
        }

        if (!isScored && trend.Forms > 0)
        {
            yield return "Single scores are not shown to this reader.";
        }

        if (trend.Scales.Count > MostScales && isScored)
        {
            yield return $"Scales without a column here: {string.Join(", ", trend.Scales.Skip(MostScales).Select(s => s.Scale))}.";
        }
    }

    private static PointResource? Point(ScaleTrendResource scale, int session) => scale.Points.FirstOrDefault(p => p.Session == session);

    // A band may reach over the end of the scale in the data; what people read does not.
    private static string Number(double value, ScaleTrendResource scale) =>
        Math.Clamp(value, scale.Min, scale.Max).ToString(scale.Max - scale.Min < 2 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}
