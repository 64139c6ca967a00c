using System.Text.Json.Nodes;
using Alliance.Measurement.Trends;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>A supervisor sees the level of detail <c>trend</c>: no single score, and everything else as the clinician sees it.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class SupervisorsLensTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task Single_scores_are_null_and_the_rest_stays()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 2.25, 4.25);
        var full = await Clinic.Clinician.Read($"/v1/episodes/{episode}/trend");
        var seen = await Clinic.Supervisor.Read($"/v1/episodes/{episode}/trend");
        foreach (var point in seen["scales"]!.AsArray().SelectMany(s => s!["points"]!.AsArray()))
        {
            Assert.That(new[] { "score", "low", "high", "surprise", "responseId" }.Select(m => point![m]), Is.All.Null);
        }

        foreach (var rupture in seen["scales"]!.AsArray().SelectMany(s => s!["ruptures"]!.AsArray()))
        {
            Assert.That((rupture!["lowestScore"], rupture["depth"], rupture["because"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null, (JsonNode?)null)));
        }

        Assert.That(seen.ToJsonString(), Is.EqualTo(Without(full).ToJsonString()));
    }

    [Test]
    public async Task The_two_have_tags_of_their_own()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4);
        var full = await Clinic.Clinician.Get($"/v1/episodes/{episode}/trend");
        var seen = await Clinic.Supervisor.Get($"/v1/episodes/{episode}/trend", ("If-None-Match", full.Tag!));
        Assert.That(seen.Status, Is.EqualTo(200));
        Assert.That((await Clinic.Supervisor.Get($"/v1/episodes/{episode}/trend", ("If-None-Match", seen.Tag!))).Status, Is.EqualTo(304));
    }

    [Test]
    public async Task The_view_of_an_earlier_day_has_the_same_lens()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25);
        var seen = await Clinic.Supervisor.Read($"/v1/episodes/{episode}/trend?asOf=2190-01-01T00:00:00Z");
        Assert.That((seen.Whole("forms"), seen.Scale().Path("points.0.score"), seen.Scale().Number("level.value")), Is.EqualTo((2, (JsonNode?)null, (await Clinic.Trend(episode)).Scale().Number("level.value"))));
    }

    [Test]
    public async Task Others_than_supervisees_are_not_found()
    {
        var episode = await NewEpisode("th-2");
        await Clinic.EnterTotals(episode, 4);
        Assert.That((await Clinic.Supervisor.Get($"/v1/episodes/{episode}/trend")).Status, Is.EqualTo(404));
    }

    private static JsonObject Without(JsonObject trend)
    {
        foreach (var scale in trend["scales"]!.AsArray())
        {
            foreach (var point in scale!["points"]!.AsArray())
            {
                point!["score"] = point["low"] = point["high"] = point["surprise"] = point["responseId"] = null;
            }

            foreach (var rupture in scale["ruptures"]!.AsArray())
            {
                rupture!["lowestScore"] = rupture["depth"] = rupture["because"] = null;
            }

            foreach (var change in (JsonNode?[])[scale["reliableChange"]!["sinceBaseline"], scale["reliableChange"]!["sincePrevious"]])
            {
                change!["difference"] = change["index"] = null;
            }
        }

        trend["statements"] = new JsonArray([.. trend.Texts("statements").Select(s => (JsonNode?)Statements.WithoutScores(s!))]);
        return trend;
    }
}
