using System.Globalization;
using System.Text.Json;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Trends.Chart;

/// <summary>Series to draw: those of the reference, and made ones for what the reference lacks.</summary>
internal static class ChartSeries
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The series of the reference by id, on the short revised inventory.</summary>
    public static IReadOnlyDictionary<string, SeriesTrendDetail> Reference { get; } = Read();

    public static IEnumerable<string> ReferenceIds => Reference.Keys;

    public static SeriesTrendDetail Empty => SeriesTrendDetail.Of(Shipped("wai-sr"), []);

    public static Instrument Shipped(string id) => InstrumentLibrary.Shipped.Find(id)!.Instrument;

    /// <summary>Five hundred sessions with single gaps, a long one, and dips now and then.</summary>
    public static SeriesTrendDetail Long => SeriesTrendDetail.Of(
        Shipped("wai-sr"),
        [.. Enumerable.Range(1, 500)
            .Where(s => s % 11 != 0 && s is not (> 200 and < 240) && s != 499)
            .Select(s => Wai(s, Math.Clamp(3.6 + (0.5 * Math.Sin(s / 40.0)) + (0.35 * Math.Sin(s * 2.4)) - (s % 97 < 2 ? 1.2 : 0), 1, 5)))]);

    /// <summary>A series of sums from 0 to 40, with four other scales from 0 to 10.</summary>
    public static SeriesTrendDetail Sums => SeriesTrendDetail.Of(
        Shipped("srs"),
        [.. new[] { 8.1, 8.4, 8.2, 8.8, 9.0, 8.7, 9.2, 5.9, 7.2, 8.9, 9.1 }
            .Select((m, i) => Form(i + 1, [m + 0.4, m - 0.3, m - 0.2, m + 0.1, m]))]);

    /// <summary>A form of any instrument.</summary>
    public static SeriesForm Form(int session, double?[] means, ResponseFlags flags = ResponseFlags.None) =>
        new(session, Start.AddDays(7 * session), [.. means], flags);

    /// <summary>A series of totals alone.</summary>
    public static SeriesTrendDetail OfTotals(Instrument instrument, params double[] totals) =>
        SeriesTrendDetail.Of(instrument, [.. totals.Select((t, i) => Form(i + 1, [.. instrument.Scales.Select(s => s.IsTotal ? t : (double?)null)]))]);

    private static SeriesForm Wai(int session, double total, DateTimeOffset? heldAt = null)
    {
        // The reference knows totals alone. Parts that add up to the total and stay in the range stand in for bond, goal and task.
        var room = Math.Min(total - 1, 5 - total);
        var (bond, goal) = (room * (0.45 + (0.1 * Math.Sin(session))), room * (-0.35 + (0.1 * Math.Cos(session))));
        var form = Form(session, [total + bond, total + goal, total - bond - goal, total]);
        return heldAt is { } at ? form with { HeldAt = at } : form;
    }

    private static Dictionary<string, SeriesTrendDetail> Read()
    {
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "golden", "series.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.GetProperty("series").EnumerateArray().ToDictionary(
            s => s.GetProperty("id").GetString()!,
            s => SeriesTrendDetail.Of(Shipped("wai-sr"), [.. Forms(s)]));
    }

    private static IEnumerable<SeriesForm> Forms(JsonElement series) => series.GetProperty("session").EnumerateArray()
        .Zip(series.GetProperty("score").EnumerateArray(), series.GetProperty("date").EnumerateArray())
        .Select(f => Wai(
            f.First.GetInt32(),
            f.Second.GetDouble(),
            new DateTimeOffset(DateTime.Parse(f.Third.GetString()!, CultureInfo.InvariantCulture), TimeSpan.Zero)));
}
