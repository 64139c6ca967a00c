using System.Globalization;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Visibility;

/// <summary>What is held back until the session is over, or discussed.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class HoldTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task NobodySeesASessionBeforeItsDayIsOverOrTheNextHasCome()
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(holdUntil: "sessionClosed"));
        await Clinic.Enter(episode, Forms.Of(1, 4));
        var today = await Clinic.Enter(episode, Forms.Of(2, 3, heldAt: At(TimeSpan.FromMinutes(-90))), Clinic.Clinician);
        Assert.That(today["answers"]!.AsObject().Count, Is.Zero, "not even who entered it");
        var trend = await Clinic.Clinician.Read($"/v1/episodes/{episode}/trend");
        Assert.That((trend.Each<int>("withheld", "session"), trend.Scale().Each<int>("points", "session")), Is.EqualTo((new List<int> { 2 }, new List<int> { 1 })));
        Assert.That((await Clinic.Clinician.CaseloadRow(episode)).Scale()["sparkline"]!.AsArray(), Has.Count.EqualTo(1));

        await Clinic.Enter(episode, Forms.Of(3, 4, heldAt: At(TimeSpan.FromMinutes(-1))));
        trend = await Clinic.Clinician.Read($"/v1/episodes/{episode}/trend");
        Assert.That((trend.Each<int>("withheld", "session"), trend.Scale().Each<int>("points", "session")), Is.EqualTo((new List<int> { 3 }, new List<int> { 1, 2 })));
    }

    [Test]
    public async Task OthersThanTheClinicianWaitUntilASessionIsDiscussed()
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(supervisor: "scores", holdUntil: "discussed"));
        await Clinic.EnterTotals(episode, 4, 4.25);
        var path = $"/v1/episodes/{episode}/trend";
        var before = await Clinic.Integration.Get(path);
        Assert.That((before.Json.Scale()["points"]!.AsArray().Count, before.Json["withheld"]!.AsArray().Count), Is.EqualTo((0, 2)));
        Assert.That((await Clinic.Clinician.Read(path)).Scale()["points"]!.AsArray(), Has.Count.EqualTo(2), "who is to discuss it must see it");
        Assert.That((await Clinic.OtherClinician.Post($"/v1/episodes/{episode}/sessions/2/discussed", new { })).Problem, Is.EqualTo("not-found"));
        var discussed = await Clinic.Clinician.Post($"/v1/episodes/{episode}/sessions/2/discussed", new { });
        Assert.That(discussed.Json["discussedAt"], Is.Not.Null);
        var after = await Clinic.Integration.Get(path, ("If-None-Match", before.Tag!));
        Assert.That((after.Status, after.Json.Scale().Each<int>("points", "session")), Is.EqualTo((200, new List<int> { 2 })));
        Assert.That((await Clinic.Supervisor.Read(path)).Scale().Each<int>("points", "session"), Is.EqualTo((int[])[2]));
    }

    [Test]
    public async Task AnAlertThatWasDiscussedReleasesItsSession()
    {
        var episode = await NewEpisode();
        await Clinic.SetVisibility(episode, Policies.Of(holdUntil: "discussed"));
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 4.25, 4, 2);
        Assert.That(await Clinic.Alerts(episode), Is.Empty, "the integration may not know of it yet");
        var alert = (await Clinic.Clinician.All("/v1/alerts")).Single(a => a.Text("episodeId") == episode);
        Assert.That((await Clinic.Clinician.Post($"/v1/alerts/{alert.Text("id")}/state", new { state = "discussed" })).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Integration.Read($"/v1/episodes/{episode}/trend")).Scale().Each<int>("points", "session"), Is.EqualTo((int[])[8]));
        var seen = (await Clinic.Alerts(episode)).Single();
        Assert.That((seen.Text("statement"), seen["because"]!["inputs"]!.AsObject().Count), Is.EqualTo(("Session 8 was lower than expected. Worth asking about.", 0)), "the forms before are still held back");
    }

    // Of this day by the offset given, whatever the hour is now.
    private static string At(TimeSpan ago)
    {
        var now = TimeProvider.System.GetUtcNow();
        var offset = TimeSpan.FromHours(now.Hour < 12 ? 6 : -6);
        return (now + ago).ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
