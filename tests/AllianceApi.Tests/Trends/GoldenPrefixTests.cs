using System.Text.Json;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>The headline after each form of a hand-made series, as the reference has it: what was knowable then.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class GoldenPrefixTests(Store store) : ClinicFixture(store)
{
    private static IEnumerable<string> Series() =>
        Goldens.Cases("summary").Where(c => c.GetProperty("expected").GetProperty("prefixes").ValueKind == JsonValueKind.Array).Select(c => c.GetProperty("id").GetString()!);

    [OneTimeSetUp]
    public async Task EnterTheFineForm() => Assert.That((await Clinic.Admin.Post("/v1/instruments", OwnInstruments.Fine("fine"))).Status, Is.EqualTo(201));

    [TestCaseSource(nameof(Series))]
    public async Task Each_form_gives_the_trend_of_the_forms_until_then(string id)
    {
        var series = Goldens.Open("series").GetProperty("series").EnumerateArray().Single(s => s.GetProperty("id").GetString() == id);
        var (sessions, scores) = (Goldens.Numbers(series.GetProperty("session")), Goldens.Numbers(series.GetProperty("score")));
        var episode = await NewEpisode(instrument: "fine");
        foreach (var expected in Goldens.Expected("summary", id).GetProperty("prefixes").EnumerateArray())
        {
            var i = expected.GetProperty("nForms").GetInt32() - 1;
            await Clinic.Enter(episode, Clinic.Form((int)sessions[i], Enumerable.Repeat((double?)scores[i], 3), instrument: "fine"));
            var total = (await Clinic.Trend(episode)).Scale();
            Goldens.Close(total.Number("level.value"), expected.GetProperty("level"), 1e-9, $"level after {i + 1}");
            Goldens.Close(total.Number("nextSession.value"), expected.GetProperty("nextSession").GetProperty("mean"), 1e-9, $"next after {i + 1}");
            Assert.That(total.Text("recentChange.label"), Is.EqualTo(expected.GetProperty("recentLabel").GetString()));
            Assert.That(total.Text("overallChange.label"), Is.EqualTo(Checked(expected.GetProperty("overallLabel").GetString()!, sessions[..(i + 1)], scores[..(i + 1)])));
            var row = await Clinic.Clinician.CaseloadRow(episode);
            Assert.That(row.Scale().Number("level.value"), Is.EqualTo(total.Number("level.value")), "the caseload has the same level");
        }

        var last = (await Clinic.Trend(episode)).Scale()["points"]!.AsArray();
        var levels = Goldens.Expected("summary", id).GetProperty("prefixes").EnumerateArray().Select(p => p.GetProperty("level").GetDouble());
        Assert.That(last.Take(levels.Count()).Select(p => p.Number("level")), Is.EqualTo(levels).Within(1e-9), "and each point keeps the level of then");
    }

    // The reference has the label of the model; the contract withdraws it where the median of all pairs points the other way.
    private static string Checked(string label, double[] sessions, double[] scores)
    {
        var slopes = (from i in Enumerable.Range(0, scores.Length) from j in Enumerable.Range(0, i) select (scores[i] - scores[j]) / (sessions[i] - sessions[j])).Order().ToList();
        var middle = slopes.Count == 0 ? 0 : (slopes[(slopes.Count - 1) / 2] + slopes[slopes.Count / 2]) / 2;
        return (label == "falling" && middle > 1e-12) || (label == "rising" && middle < -1e-12) ? "no-clear-change" : label;
    }
}
