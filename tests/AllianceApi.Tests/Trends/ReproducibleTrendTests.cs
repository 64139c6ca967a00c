using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AllianceApi.Tests.Trends;

/// <summary>A trend that was shown a year ago can be shown again, byte for byte, whatever happened since.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ReproducibleTrendTests(Store store)
{
    [Test]
    public async Task A_trend_of_a_year_ago_has_the_same_bytes_after_every_kind_of_change()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 3, 4, 12, 0, 0, TimeSpan.Zero));
        await using var clinic = await Clinic.Open(store, configure: b => b.Services.AddSingleton<TimeProvider>(clock));
        var episode = await clinic.Episode("old");
        double[] answers = [4, 4, 3, 4, 5, 2, 4, 4];
        foreach (var (answer, i) in answers.Select((a, i) => (a, i)))
        {
            Assert.That((await clinic.Submit(episode, Clinic.Flat(i + 1, answer))).Status, Is.EqualTo(201));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        var shown = await clinic.Clinician.Get($"/v1/episodes/{episode}/trend?chart=xmr&cusum=true");
        var asOf = $"/v1/episodes/{episode}/trend?chart=xmr&cusum=true&asOf=2024-03-05T00:00:00Z";
        clock.Advance(TimeSpan.FromDays(1));
        var then = await clinic.Clinician.Get(asOf);
        Assert.That(Timeless(then), Is.EqualTo(Timeless(shown)), "what asOf gives is what was shown, but for revision and asOf");

        clock.Advance(TimeSpan.FromDays(365));
        await Change(clinic, episode);
        Assert.That(Timeless(await clinic.Clinician.Get($"/v1/episodes/{episode}/trend?chart=xmr&cusum=true")), Is.Not.EqualTo(Timeless(shown)));
        var again = await clinic.Clinician.Get(asOf);
        Assert.That(again.Body, Is.EqualTo(then.Body));
        Assert.That(again.Tag, Is.EqualTo(then.Tag));
    }

    // Amended, voided, submitted late, held at another time, rated by the other person too.
    private static async Task Change(Clinic clinic, string episode)
    {
        var responses = await clinic.Clinician.All($"/v1/episodes/{episode}/responses");
        var (amended, voided) = ($"/v1/responses/{responses[1]["id"]}", $"/v1/responses/{responses[4]["id"]}");
        var body = new JsonObject { ["answers"] = Clinic.Flat(2, 1)["answers"]!.DeepClone(), ["reason"] = "copied wrongly" };
        await Must(200, clinic.Clinician.Put(amended, body, ("If-Match", (await clinic.Clinician.Get(amended)).Tag!)));
        await Must(200, clinic.Clinician.Delete(voided + "?reason=not%20hers", ("If-Match", (await clinic.Clinician.Get(voided)).Tag!)));
        var session = $"/v1/episodes/{episode}/sessions/8";
        await Must(200, clinic.Clinician.Put(session, new { heldAt = "2024-02-27T10:00:00Z" }, ("If-Match", (await clinic.Clinician.Get(session)).Tag!)));
        await Must(201, clinic.Submit(episode, Clinic.Flat(9, 3)));
        await Must(201, clinic.Submit(episode, Clinic.Flat(9, 3, "therapist")));
    }

    private static async Task Must(int status, Task<Answer> call)
    {
        var answer = await call;
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
    }

    private static string Timeless(Answer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        var json = answer.Json;
        json["revision"] = json["asOf"] = null;
        return json.ToJsonString();
    }
}
