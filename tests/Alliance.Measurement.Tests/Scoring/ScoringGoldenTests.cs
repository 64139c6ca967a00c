using System.Text.Json;
using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Tests.Scoring;

/// <summary>Scores and quality against the values that R (and psych::scoreItems) gave for the same forms.</summary>
internal sealed class ScoringGoldenTests
{
    internal const double Tolerance = 1e-12;

    private static readonly (ResponseFlags Flag, string Name)[] Flags =
    [
        (ResponseFlags.StraightLine, "straightLine"), (ResponseFlags.Perfect, "perfect"), (ResponseFlags.Floor, "floor"),
        (ResponseFlags.TooFast, "tooFast"), (ResponseFlags.Incomplete, "incomplete"),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Agrees_with_the_golden_scores(JsonElement input, JsonElement expected)
    {
        var score = ScoreOf(input);
        using (Assert.EnterMultipleScope())
        {
            foreach (var name in new[] { "bond", "goal", "task", "total" })
            {
                AssertNear(score.Of(name)!.Mean, expected.GetProperty(name), name);
            }

            foreach (var name in new[] { "bond", "goal", "task" })
            {
                Assert.That(score.Of(name)!.Answered, Is.EqualTo(expected.GetProperty("answered").GetProperty(name).GetInt32()));
            }

            Assert.That(score.Of("total")!.Prorated, Is.EqualTo(expected.GetProperty("prorated").GetBoolean()));
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Agrees_with_the_golden_quality(JsonElement input, JsonElement expected)
    {
        var quality = ScoreOf(input).Quality;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(quality.Answered, Is.EqualTo(expected.GetProperty("answered").GetProperty("all").GetInt32()));
            Assert.That(quality.LongestRun, Is.EqualTo(expected.GetProperty("longestRun").GetInt32()));
            Assert.That(quality.Distinct, Is.EqualTo(expected.GetProperty("distinct").GetInt32()));
            AssertNear(quality.SdAcrossItems, expected.GetProperty("sdAcrossItems"), "sdAcrossItems");
            AssertNear(quality.SecondsPerItem, expected.GetProperty("secondsPerAnsweredItem"), "secondsPerItem");
            foreach (var (flag, name) in Flags)
            {
                Assert.That(quality.Flags.HasFlag(flag), Is.EqualTo(expected.GetProperty("flags").GetProperty(name).GetBoolean()), name);
            }
        }
    }

    private static IEnumerable<TestCaseData> Cases()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Reference", "golden", "scoring.json");
        var cases = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("cases");
        Assert.That(cases.GetArrayLength(), Is.EqualTo(11));
        return cases.EnumerateArray().Select(c =>
            new TestCaseData(c.GetProperty("input"), c.GetProperty("expected")).SetArgDisplayNames(c.GetProperty("id").GetString()!));
    }

    private static ResponseScore ScoreOf(JsonElement input)
    {
        var items = input.GetProperty("items").EnumerateArray().Select(i => i.ValueKind == JsonValueKind.Null ? (double?)null : i.GetDouble());
        return ResponseScore.Of(Forms.WaiSr, Forms.WaiSr.Answers([.. items]), input.GetProperty("durationSeconds").GetDouble());
    }

    private static void AssertNear(double? actual, JsonElement expected, string name)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.That(actual, Is.Null, name);
        }
        else
        {
            Assert.That(actual, Is.EqualTo(expected.GetDouble()).Within(Tolerance), name);
        }
    }
}
