using System.Text.Json;
using System.Text.RegularExpressions;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;

namespace AllianceApi.Tests.Instruments;

/// <summary>The shipped keys against the dossier: every key, and every test vector that it holds.</summary>
internal sealed partial class ReferenceKeyTests
{
    private static IEnumerable<string> Forms() => ReferenceForms.Served.Values.SelectMany(f => f);

    private static IEnumerable<TestCaseData> Vectors() => ReferenceForms.Dossier.GetProperty("test_vectors").EnumerateArray().Select(v =>
        new TestCaseData(v.GetProperty("instrument").GetString()!, v.GetProperty("input").GetString()!, v.GetProperty("expected"))
            .SetArgDisplayNames(v.GetProperty("instrument").GetString()!, v.GetProperty("input").GetString()!));

    [TestCaseSource(nameof(Forms))]
    public void The_key_is_that_of_the_dossier(string form)
    {
        var reference = ReferenceForms.Form(form);
        var instrument = ReferenceForms.ShippedFor(form).Instrument;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(instrument.Items.Count, Is.EqualTo(reference.GetProperty("items").GetInt32()));
            Assert.That(instrument.Items.Minimum, Is.EqualTo(reference.GetProperty("min").GetDouble()));
            Assert.That(instrument.Items.Maximum, Is.EqualTo(reference.GetProperty("max").GetDouble()));
            Assert.That(instrument.Items.Step, Is.EqualTo(reference.GetProperty("step").GetDouble()));
            Assert.That(instrument.Items.Reversed, Is.EqualTo(ReferenceForms.Numbers(reference.GetProperty("reversed"))));
            Assert.That(instrument.Metric, Is.EqualTo(form.EndsWith("srs", StringComparison.Ordinal) || form == "srs-v3" ? Metric.Sum : Metric.Mean));
            foreach (var scale in instrument.Scales.Where(s => !s.IsTotal))
            {
                Assert.That(scale.Items, Is.EqualTo(KeyOf(reference, scale.Name)), scale.Name);
            }
        }
    }

    [TestCaseSource(nameof(Vectors))]
    public void The_vector_is_scored_as_expected(string form, string input, JsonElement expected)
    {
        var instrument = ReferenceForms.ShippedFor(form).Instrument;
        var score = ResponseScore.Of(instrument, AnswersOf(instrument, input), null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(score.Of("total")!.Sum, Is.EqualTo(expected.GetProperty("sum").GetDouble()));
            Assert.That(score.Of("total")!.Mean, Is.EqualTo(expected.GetProperty("mean").GetDouble()).Within(0.00005));
            foreach (var scale in instrument.Scales.Where(s => expected.TryGetProperty(NameInDossier(s.Name), out _)))
            {
                Assert.That(score.Of(scale.Name)!.Sum, Is.EqualTo(expected.GetProperty(NameInDossier(scale.Name)).GetDouble()), scale.Name);
            }
        }
    }

    [Test]
    public void No_vector_is_left_out() => Assert.That(Vectors().Count(), Is.EqualTo(13));

    private static int[] KeyOf(JsonElement reference, string scale) =>
        reference.GetProperty("subscales").TryGetProperty(NameInDossier(scale), out var key)
            ? ReferenceForms.Numbers(key)
            : [.. reference.GetProperty("item_roles").EnumerateObject().Where(r => RoleName(r.Value.GetString()!) == scale).Select(r => int.Parse(r.Name))];

    private static string NameInDossier(string scale) => scale == "goalTask" ? "goal_task" : scale;

    private static string RoleName(string role) => role switch { "goals" => "goal", "tasks" => "task", "global" => "overall", _ => role };

    private static Answers AnswersOf(Instrument instrument, string input)
    {
        var numbers = Number().Matches(input).Select(m => int.Parse(m.Value)).ToArray();
        double ValueOf(int item) => input switch
        {
            _ when input.StartsWith("every item", StringComparison.Ordinal) || input.EndsWith("on each", StringComparison.Ordinal) => numbers[0],
            _ when input.Contains("on forward", StringComparison.Ordinal) => instrument.Items.IsReversed(item) ? numbers[1] : numbers[0],
            _ when input.Contains("all others", StringComparison.Ordinal) => item == numbers[0] ? numbers[1] : numbers[2],
            _ => throw new NotSupportedException(input),
        };
        return Answers.Of(instrument.Items, Enumerable.Range(1, instrument.Items.Count).Select(ValueOf).ToArray());
    }

    [GeneratedRegex("[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
