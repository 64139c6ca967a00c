using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>The reference cases of scoring and of response quality, submitted over HTTP.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ScoringGoldenTests(Store store) : ClinicFixture(store)
{
    private static IEnumerable<TestCaseData> Cases() =>
        Goldens.Cases("scoring").Select(c => new TestCaseData(c.GetProperty("input"), c.GetProperty("expected")).SetArgDisplayNames(c.GetProperty("id").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public async Task Equals_the_reference(JsonElement input, JsonElement expected)
    {
        var items = input.GetProperty("items").EnumerateArray().Select(i => i.ValueKind == JsonValueKind.Null ? (double?)null : i.GetDouble());
        var duration = input.GetProperty("durationSeconds").GetDouble();
        var answer = await Clinic.Submit(await NewEpisode(), Clinic.Form(1, items).With("durationSeconds", duration));
        string[] scales = ["bond", "goal", "task", "total"];
        if (scales.All(s => expected.GetProperty(s).ValueKind == JsonValueKind.Null))
        {
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((422, "nothing-to-score")), answer.Text);
            return;
        }

        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        foreach (var scale in scales)
        {
            Goldens.Close(answer.Json.Score(scale).Number("mean"), expected.GetProperty(scale), 1e-12, scale);
        }

        Assert.That(answer.Json.Whole("quality.answered"), Is.EqualTo(expected.GetProperty("answered").GetProperty("all").GetInt32()));
        Goldens.Close(answer.Json.Number("quality.secondsPerItem"), expected.GetProperty("secondsPerAnsweredItem"), 1e-12, "seconds per item");
        var flags = expected.GetProperty("flags").EnumerateObject().Where(f => f.Value.GetBoolean()).Select(f => f.Name);
        Assert.That(answer.Json.Texts("quality.flags"), Is.EquivalentTo(flags));
    }

    [Test]
    public async Task A_form_of_which_one_scale_can_be_scored_counts()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Clinic.Form(1, [null, null, null, 4, null, 4, null, 3, null, null, 4, null]));
        var trend = await Clinic.Trend(episode);
        Assert.That((trend.Whole("forms"), trend.Scale("goal").Whole("forms"), trend.Scale().Whole("forms")), Is.EqualTo((1, 1, 0)));
        Assert.That((trend.Whole("lastSession"), trend.Scale("total")["lastSession"]), Is.EqualTo((1, (JsonNode?)null)));
    }
}
