using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>
/// The reference histories of submissions, as far as the rules of the service are theirs: a form again is a form sent twice, a
/// correction is an amendment, a voiding is one, and what can not be scored is refused.
/// </summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class GoldenIngestTests(Store store) : ClinicFixture(store)
{
    private static IEnumerable<TestCaseData> Cases() =>
        Goldens.Cases("ingest").Select(c => new TestCaseData(c.GetProperty("events"), c.GetProperty("expected")).SetArgDisplayNames(c.GetProperty("id").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public async Task The_series_is_that_of_the_reference(JsonElement events, JsonElement expected)
    {
        var episode = await NewEpisode();
        var newest = new Dictionary<int, (string At, string Id, Answer Answer)>();
        foreach (var e in events.EnumerateArray())
        {
            var session = e.GetProperty("session").GetInt32();
            var (at, id) = (e.GetProperty("submittedAt").GetString()!, e.GetProperty("submissionId").GetString()!);
            if (e.TryGetProperty("voidsId", out _))
            {
                var voided = await Clinic.Integration.Delete(newest[session].Answer.Headers["Location"] + "?reason=wrong%20client", ("If-Match", newest[session].Answer.Tag!));
                Assert.That(voided.Status, Is.EqualTo(200), voided.Text);
                continue;
            }

            var answer = await Clinic.Submit(episode, Form(e));
            if (answer.Status == 201 && e.GetProperty("role").GetString() == "client")
            {
                newest[session] = (at, id, answer);
            }
            else if (answer.Problem == "response-exists" && HasATotal(e) && string.CompareOrdinal($"{at} {id}", $"{newest[session].At} {newest[session].Id}") > 0)
            {
                await Amend(newest[session].Answer, e);
            }
            else
            {
                Assert.That(answer.Status, Is.AnyOf(200, 201, 409, 422), answer.Text);
            }
        }

        var points = (await Clinic.Trend(episode)).Scale()["points"]!.AsArray();
        var series = expected.GetProperty("series").EnumerateArray().ToList();
        Assert.That(points.Select(p => p.Whole("session")), Is.EqualTo(series.Select(s => s.GetProperty("session").GetInt32())));
        Assert.That(points.Select(p => p.Number("score")), Is.EqualTo(series.Select(s => s.GetProperty("total").GetDouble())).Within(1e-12));
    }

    // With five answers missing, some scale has too few: nobody amends a complete form to that.
    private static bool HasATotal(JsonElement e) => e.GetProperty("items").EnumerateArray().Count(i => i.ValueKind == JsonValueKind.Null) < 5;

    private static JsonObject Form(JsonElement e) => Clinic.Form(
        e.GetProperty("session").GetInt32(),
        e.GetProperty("items").EnumerateArray().Select(i => i.ValueKind == JsonValueKind.Null ? (double?)null : i.GetDouble()),
        e.GetProperty("role").GetString()!);

    private async Task Amend(Answer stored, JsonElement e)
    {
        var amended = await Clinic.Integration.Put(stored.Headers["Location"], new { answers = Form(e)["answers"], reason = "corrected" }, ("If-Match", stored.Tag!));
        Assert.That(amended.Status, Is.AnyOf(200, 422), amended.Text);
    }
}
