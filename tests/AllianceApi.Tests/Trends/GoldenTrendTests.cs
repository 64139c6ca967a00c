using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>Every hand-made series of the reference, submitted over HTTP, against the results of the reference.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class GoldenTrendTests(Store store) : ClinicFixture(store)
{
    private const double Tolerance = 1e-9;

    private static IEnumerable<TestCaseData> Series() =>
        from series in Goldens.Open("series").GetProperty("series").EnumerateArray()
        let id = series.GetProperty("id").GetString()!
        from instrument in Goldens.Numbers(series.GetProperty("score")).All(s => s * 12 == Math.Round(s * 12)) ? new[] { "fine", "wai-sr" } : ["fine"]
        select new TestCaseData(series, instrument).SetArgDisplayNames(id, instrument);

    [OneTimeSetUp]
    public async Task EnterTheFineForm() => Assert.That((await Clinic.Admin.Post("/v1/instruments", OwnInstruments.Fine("fine"))).Status, Is.EqualTo(201));

    [TestCaseSource(nameof(Series))]
    public async Task Equals_the_reference(JsonElement series, string instrument)
    {
        var id = series.GetProperty("id").GetString()!;
        var episode = await NewEpisode(instrument: instrument);
        await Enter(episode, series, instrument);
        var total = (await Clinic.Trend(episode)).Scale();
        HasHeadline(total, Goldens.Expected("summary", id).GetProperty("final"));
        HasBaseline(total, Goldens.Expected("baseline", id), id);
        HasRuptures(total, Goldens.Expected("rupture", id));
        Assert.That(total["points"]!.AsArray().Select(p => p.Number("score")), Is.EqualTo(Goldens.Numbers(series.GetProperty("score"))).Within(1e-12));
    }

    private async Task Enter(string episode, JsonElement series, string instrument)
    {
        var sessions = Goldens.Numbers(series.GetProperty("session"));
        var dates = series.GetProperty("date").EnumerateArray().Select(d => d.GetString()).ToList();
        var scores = Goldens.Numbers(series.GetProperty("score"));
        for (var i = 0; i < scores.Length; i++)
        {
            var answers = instrument == "fine" ? Enumerable.Repeat((double?)scores[i], 3) : Forms.Answers(scores[i]);
            await Clinic.Enter(episode, Clinic.Form((int)sessions[i], answers, instrument: instrument, heldAt: $"{dates[i]}T10:00:00Z"));
        }
    }

    private static void HasHeadline(JsonObject total, JsonElement expected)
    {
        Assert.That((total.Whole("forms"), total.Whole("lastSession")), Is.EqualTo((expected.GetProperty("nForms").GetInt32(), expected.GetProperty("lastSession").GetInt32())));
        HasInterval(total["level"], "value", expected.GetProperty("level"), expected.GetProperty("levelCi95"), expected.GetProperty("levelSd"));
        HasInterval(total["slope"], "perSession", expected.GetProperty("slope"), expected.GetProperty("slopeCi95"), expected.GetProperty("slopeSd"));
        Goldens.Close(total.Number("slope.probabilityRising"), expected.GetProperty("probSlopePositive"), Tolerance, "slope.probabilityRising");
        var next = expected.GetProperty("nextSession");
        HasInterval(total["nextSession"], "value", next.GetProperty("mean"), next.GetProperty("pi95"), next.GetProperty("sd"));
        HasChange(total["recentChange"], expected.GetProperty("recentChange"), expected.GetProperty("recentLabel"));
        HasChange(total["overallChange"], expected.GetProperty("overallChange"), expected.GetProperty("overallLabel"));
        Assert.That(total.Whole("overallChange.fromSession"), Is.EqualTo(expected.GetProperty("overallFromSession").GetInt32()));
    }

    private static void HasChange(JsonNode? change, JsonElement expected, JsonElement label)
    {
        Assert.That((change.Whole("sessions"), change.Text("label")), Is.EqualTo((expected.GetProperty("sessions").GetInt32(), label.GetString())));
        if (expected.GetProperty("sessions").GetInt32() == 0)
        {
            Assert.That(new[] { "value", "low", "high", "sd", "probabilityRising" }.Select(m => change![m]), Is.All.Null);
            return;
        }

        HasInterval(change, "value", expected.GetProperty("mean"), expected.GetProperty("ci95"), expected.GetProperty("sd"));
        Goldens.Close(change.Number("probabilityRising"), expected.GetProperty("probPositive"), Tolerance, "probabilityRising");
    }

    private static void HasInterval(JsonNode? estimate, string value, JsonElement mean, JsonElement interval, JsonElement sd)
    {
        Goldens.Close(estimate.Number(value), mean, Tolerance, value);
        Goldens.Close(estimate.Number("sd"), sd, Tolerance, "sd");
        Assert.That(new[] { estimate.Number("low"), estimate.Number("high") }, Is.EqualTo(Goldens.Numbers(interval)).Within(Tolerance));
    }

    private static void HasBaseline(JsonObject total, JsonElement expected, string id)
    {
        Assert.That(total.Text("baseline.status"), Is.EqualTo(expected.GetProperty("status").GetString()));
        Goldens.Close(total.Number("baseline.value"), expected.GetProperty("mean"), Tolerance, "baseline");
        Goldens.Close(total.Number("baseline.standardError"), expected.GetProperty("se"), Tolerance, "baseline");
        Assert.That(total["baseline"]!["sessions"]!.AsArray(), Has.Count.EqualTo(expected.GetProperty("n").GetInt32()), id);
    }

    private static void HasRuptures(JsonObject total, JsonElement expected)
    {
        foreach (var (point, row) in total["points"]!.AsArray().Zip(expected.GetProperty("rows").EnumerateArray()))
        {
            var (session, mean, sd) = (row.GetProperty("session").GetInt32(), row.GetProperty("expected").GetDouble(), row.GetProperty("sd").GetDouble());
            Assert.That((point.Whole("session"), point.Text("marker")), Is.EqualTo((session, row.GetProperty("flag").GetString()!.Replace("in-rupture", "inRupture", StringComparison.Ordinal))));
            Assert.That(
                new[] { point.Number("expected"), point.Number("expectedLow"), point.Number("expectedHigh"), point.Number("surprise") },
                Is.EqualTo(new[] { mean, mean - (1.959963984540054 * sd), mean + (1.959963984540054 * sd), row.GetProperty("z").GetDouble() }).Within(Tolerance));
        }

        var ruptures = total["ruptures"]!.AsArray();
        Assert.That(ruptures, Has.Count.EqualTo(expected.GetProperty("episodes").GetArrayLength()));
        foreach (var (actual, episode) in ruptures.Zip(expected.GetProperty("episodes").EnumerateArray()))
        {
            HasEpisode(actual!, episode);
        }
    }

    private static void HasEpisode(JsonNode actual, JsonElement expected)
    {
        var confirmed = expected.GetProperty("confirmed") is { ValueKind: JsonValueKind.True };
        Assert.That(actual.Text("state"), Is.EqualTo(confirmed ? "confirmed" : expected.GetProperty("status").GetString()));
        foreach (var (member, golden) in new[]
        {
            ("onsetSession", "onsetSession"), ("reference", "reference"), ("depth", "depth"), ("lowestSession", "nadirSession"), ("lowestScore", "nadirScore"),
            ("repairSession", "repairedSession"), ("sessionsToRepair", "sessionsToRepair"), ("daysToRepair", "daysToRepair"), ("recoveredFraction", "recoveredFraction"),
        })
        {
            Goldens.Close(actual.Number(member), expected.GetProperty(golden), Tolerance, member);
        }
    }
}
