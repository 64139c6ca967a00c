using System.Globalization;
using System.Text.Json;

namespace Alliance.Measurement.Tests;

/// <summary>Reads the reference results that lie beside the tests, and the series that they were made from.</summary>
internal static class ReferenceCases
{
    private static readonly Dictionary<string, Observed> SeriesById = Open("series").GetProperty("series").EnumerateArray()
        .Select(s => new Observed(
            s.GetProperty("id").GetString()!, Numbers(s.GetProperty("session")), Weeks(s.GetProperty("date")), Numbers(s.GetProperty("score"))))
        .ToDictionary(s => s.Id);

    /// <summary>The root of <c>NAME.json</c>.</summary>
    public static JsonElement Open(string name)
    {
        var file = Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "golden", name + ".json");
        return JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
    }

    /// <summary>Each case of <c>NAME.json</c> with its series: input, expected, and the whole case.</summary>
    public static IEnumerable<(Observed Series, JsonElement Expected, JsonElement Case)> Of(string name) =>
        Open(name).GetProperty("cases").EnumerateArray()
            .Select(c => (SeriesById[c.GetProperty("id").GetString()!], c.GetProperty("expected"), c));

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    public static int[] Places(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];

    /// <summary>The number of a member; null where the member is null or missing.</summary>
    public static double? Number(this JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>Asserts that both are null, or both numbers within <paramref name="absolute"/> plus a share of the expected one.</summary>
    public static void Close(double? actual, double? expected, double absolute, string what, double relative = 0)
    {
        if (expected is { } number) Assert.That(actual, Is.EqualTo(number).Within(absolute + (relative * Math.Abs(number))), what);
        else Assert.That(actual, Is.Null, what);
    }

    /// <summary>Whether both are null, or both numbers within 1e-9 of their size.</summary>
    public static bool Near(double? a, double? b) => a is null ? b is null : b is { } v && Math.Abs(a.Value - v) <= 1e-9 * (1 + Math.Abs(v));

    private static double[] Weeks(JsonElement dates)
    {
        var days = dates.EnumerateArray().Select(d => DateOnly.Parse(d.GetString()!, CultureInfo.InvariantCulture).DayNumber).ToArray();
        return [.. days.Select(d => (d - days[0]) / 7.0)];
    }

    internal sealed record Observed(string Id, double[] Sessions, double[] Weeks, double[] Scores)
    {
        /// <summary>Sessions counted from the first scored one.</summary>
        public double[] SinceFirst => [.. Sessions.Select(s => s - Sessions[0])];
    }
}
