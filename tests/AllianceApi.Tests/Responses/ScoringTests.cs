using System.Globalization;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Instruments;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>Scores over HTTP of every shipped form against a calculation that shares no code with the service.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ScoringTests(Store store) : ClinicFixture(store)
{
    private static IEnumerable<string> Ids() => ReferenceForms.Served.Keys;

    [TestCaseSource(nameof(Ids))]
    public async Task Random_forms_are_scored_as_the_dossier_says(string id)
    {
        var random = new Random(20260302);
        var key = IndependentKey.Of(id);
        var rater = id == "wai-srt-10" ? "therapist" : "client";
        var episode = await NewEpisode(instrument: id);
        var scored = 0;
        for (var session = 1; session <= 24; session++)
        {
            var answers = key.RandomAnswers(random, missing: session % 4 * 0.1);
            var expected = key.Score(answers);
            var answer = await Clinic.Submit(episode, Submission(id, rater, session, answers));
            if (expected.Values.All(s => s.Mean is null))
            {
                Assert.That((answer.Status, answer.Problem), Is.EqualTo((422, "nothing-to-score")), answer.Text);
                continue;
            }

            Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
            Assert.That(answer.Json.Each<string>("scores", "scale"), Is.EqualTo(expected.Keys));
            foreach (var (scale, score) in expected)
            {
                Same(answer.Json.Score(scale), score);
                scored += score.Mean is null ? 0 : 1;
            }

            Assert.That(answer.Json["answers"]!.AsObject().ToDictionary(a => int.Parse(a.Key, CultureInfo.InvariantCulture), a => (double)a.Value!), Is.EqualTo(answers));
        }

        Assert.That(scored, Is.GreaterThan(10), "the comparison must not be empty");
    }

    [Test]
    public async Task Our_own_form_is_scored_by_its_three_parts()
    {
        var episode = await NewEpisode(instrument: "alliance-check");
        var definition = await Clinic.Clinician.Read("/v1/instruments/alliance-check");
        var parts = definition["scales"]!.AsArray().Where(s => s.Text("scale") != "total").ToList();
        var answers = Enumerable.Range(1, 9).ToDictionary(i => i, i => (double)((i * 7 % 5) + 1));
        var made = await Clinic.Enter(episode, Submission("alliance-check", "client", 1, answers));
        var means = parts.Select(p => p!["items"]!.AsArray().Average(i => answers[(int)i!])).ToList();
        Assert.That(parts.Select(p => made.Score(p.Text("scale")!).Number("mean")), Is.EqualTo(means).Within(1e-12));
        Assert.That(made.Score().Number("mean"), Is.EqualTo(means.Average()).Within(1e-12));
    }

    [Test]
    public async Task The_location_leads_to_the_same_bytes_and_tag()
    {
        var made = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4.25), Clinic.Clinician);
        var read = await Clinic.Clinician.Get(made.Headers["Location"]);
        Assert.That(made.Headers["Location"], Is.EqualTo("/v1/responses/" + made.Json.Text("id")));
        Assert.That(read.Body, Is.EqualTo(made.Body));
        Assert.That(read.Tag, Is.EqualTo(made.Tag).And.Not.Null.And.Not.StartsWith("W/"));
    }

    [Test]
    public async Task A_score_carries_the_band_of_its_measurement_error()
    {
        var made = await Clinic.Enter(await NewEpisode(), Forms.Of(1, 4));
        Assert.That((made.Score().Number("low"), made.Score().Number("high")), Is.EqualTo((4 - (1.959963984540054 * 0.18), 4 + (1.959963984540054 * 0.18))).Within(1e-12));
        Assert.That((made.Score("bond").Number("low"), made.Score("bond").Number("high")), Is.EqualTo((4 - (1.959963984540054 * 0.28), 4 + (1.959963984540054 * 0.28))).Within(1e-12));
    }

    private static JsonObject Submission(string id, string rater, int session, Dictionary<int, double> answers) => new()
    {
        ["session"] = new JsonObject { ["number"] = session, ["heldAt"] = Clinic.HeldAt(session) },
        ["instrument"] = id,
        ["rater"] = rater,
        ["answers"] = new JsonObject(answers.Select(a => KeyValuePair.Create(a.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)a.Value))),
    };

    private static void Same(JsonObject actual, (double? Mean, double Sum, int Answered, int Items) expected)
    {
        var (mean, sum, answered, items) = expected;
        Assert.That((actual.Whole("answered"), actual.Whole("items")), Is.EqualTo((answered, items)));
        Assert.That((bool?)actual["prorated"], Is.EqualTo(mean is not null && answered < items));
        if (mean is null)
        {
            Assert.That((actual["mean"], actual["sum"], actual["low"], actual["high"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null, (JsonNode?)null, (JsonNode?)null)));
            Assert.That(actual.Text("reason"), Is.EqualTo("too-few-answers").Or.EqualTo("scale-not-scored"));
            return;
        }

        Assert.That(actual.Number("mean"), Is.EqualTo(mean.Value).Within(1e-12));
        Assert.That(actual.Number("sum"), Is.EqualTo(answered == items ? sum : mean.Value * items).Within(1e-10));
        Assert.That(actual["reason"], Is.Null);
    }
}
