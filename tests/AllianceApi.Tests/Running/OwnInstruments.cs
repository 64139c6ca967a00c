using System.Text.Json.Nodes;

namespace AllianceApi.Tests.Running;

/// <summary>Own instruments for tests.</summary>
internal static class OwnInstruments
{
    /// <summary>
    /// Bond, goal and task of one item each, 1 to 5 in steps of a hundredth: any total of two decimals can be answered, and the
    /// fallback parameters are those of the reference results.
    /// </summary>
    public static JsonObject Fine(string id, string version = "1") => Json.Object(new
    {
        id,
        version,
        name = "A fine form for tests",
        raters = new[] { "client", "therapist" },
        items = new { count = 3, min = 1, max = 5, step = 0.01 },
        scales = new object[]
        {
            new { scale = "bond", items = new[] { 1 } },
            new { scale = "goal", items = new[] { 2 } },
            new { scale = "task", items = new[] { 3 } },
            new { scale = "total", items = new[] { 1, 2, 3 } },
        },
        missing = new { minimumShare = 1 },
        citation = "Made for tests.",
        licence = "CC0 1.0",
    });
}
