using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>The reference cases of reliable change, with the error that an own instrument states.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class GoldenReliableChangeTests(Store store) : ClinicFixture(store)
{
    private static IEnumerable<TestCaseData> Cases() =>
        Goldens.Cases("rci").Select(c => new TestCaseData(c.GetProperty("input"), c.GetProperty("expected")).SetArgDisplayNames(c.GetProperty("id").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public async Task Equals_the_reference(JsonElement input, JsonElement expected)
    {
        var version = TestContext.CurrentContext.Test.ID.Replace("-", ".", StringComparison.Ordinal);
        var sem = expected.GetProperty("sem").GetDouble();
        var own = OwnInstruments.Fine("stated", version).With("parameters", new JsonObject { ["total"] = Json.Object(new { sem, source = "reference case" }) });
        Assert.That((await Clinic.Admin.Post("/v1/instruments", own)).Status, Is.EqualTo(201));
        var episode = await NewEpisode(instrument: $"stated@{version}");
        var baseline = Goldens.Numbers(input.GetProperty("baselineScores"));
        for (var i = 0; i < baseline.Length; i++)
        {
            await Enter(episode, 3 + i, baseline[i], version);
        }

        await Enter(episode, 6, input.GetProperty("score").GetDouble(), version);
        var trend = await Clinic.Trend(episode);
        Assert.That((trend.Text("method.source"), trend.Scale().Number("baseline.standardError")), Is.EqualTo(("instrument", (double?)(sem / Math.Sqrt(baseline.Length)))).Within(1e-12));
        Has(trend.Scale()["reliableChange"]!["sinceBaseline"]!, expected);
        if (baseline.Length == 1)
        {
            Has(trend.Scale()["reliableChange"]!["sincePrevious"]!, expected);
        }

        var interval = Goldens.Numbers(expected.GetProperty("ci95"));
        Assert.That(new[] { trend.Scale().Number($"points.{baseline.Length}.low"), trend.Scale().Number($"points.{baseline.Length}.high") }, Is.EqualTo(interval).Within(1e-9));
    }

    [Test]
    public async Task It_is_null_until_a_form_after_session_five()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4, 4, 4, 4);
        var change = (await Clinic.Trend(episode)).Scale()["reliableChange"]!;
        Assert.That((change["sinceBaseline"], change.Number("sincePrevious.difference")), Is.EqualTo(((JsonNode?)null, (double?)0)));
        await Clinic.Enter(episode, Forms.Of(6, 4.5));
        Assert.That((await Clinic.Trend(episode)).Scale().Number("reliableChange.sinceBaseline.difference"), Is.EqualTo(0.5));
    }

    private static void Has(JsonNode change, JsonElement expected)
    {
        Goldens.Close(change.Number("difference"), expected.GetProperty("diff"), 1e-9, "difference");
        Goldens.Close(change.Number("index"), expected.GetProperty("rci"), 1e-9, "index");
        Assert.That((bool?)change["reliable"], Is.EqualTo(expected.GetProperty("class").GetString() != "no-reliable-change"));
        Assert.That((bool?)change["increaseDetectable"], Is.EqualTo(expected.GetProperty("increaseDetectable").GetBoolean()));
        Assert.That((bool?)change["decreaseDetectable"], Is.EqualTo(expected.GetProperty("decreaseDetectable").GetBoolean()));
    }

    private Task<JsonObject> Enter(string episode, int session, double score, string version) =>
        Clinic.Enter(episode, Clinic.Form(session, Enumerable.Repeat((double?)score, 3), instrument: $"stated@{version}"));
}
