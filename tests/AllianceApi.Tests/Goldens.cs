using System.Text.Json;

namespace AllianceApi.Tests;

/// <summary>The reference results that lie beside the tests.</summary>
internal static class Goldens
{
    /// <summary>The root of <c>NAME.json</c>.</summary>
    public static JsonElement Open(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", "golden", name + ".json"))).RootElement;

    public static IEnumerable<JsonElement> Cases(string name) => Open(name).GetProperty("cases").EnumerateArray();

    /// <summary>What is expected in one case.</summary>
    public static JsonElement Expected(string name, string id) => Cases(name).Single(c => c.GetProperty("id").GetString() == id).GetProperty("expected");

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>Asserts that both are null, or both numbers within a tolerance.</summary>
    public static void Close(double? actual, JsonElement expected, double tolerance, string what)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.That(actual, Is.Null, what);
            return;
        }

        Assert.That(actual, Is.EqualTo(expected.GetDouble()).Within(tolerance), what);
    }
}
