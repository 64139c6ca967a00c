using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Events;

/// <summary>The feed of events: every commit once, in order, to those who may know of it.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FeedTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task What_happens_to_an_episode_stands_in_the_feed_in_its_order()
    {
        var from = await Now(Clinic.Integration);
        var episode = await NewEpisode();
        var made = await Clinic.Submit(episode, Clinic.Flat(1, 3));
        var path = made.Headers["Location"];
        var amended = await Clinic.Integration.Put(path, new { answers = Clinic.Flat(1, 4)["answers"], reason = "misread" }, ("If-Match", made.Tag!));
        await Clinic.Integration.Delete($"{path}?reason=twice", ("If-Match", amended.Tag!));
        var feed = await Clinic.Integration.Read($"/v1/events?after={from}");
        var events = feed["items"]!.AsArray().Where(e => e.Text("episodeId") == episode && e.Text("type") != "trend.updated").ToList();
        Assert.That(events.Select(e => e.Text("type")), Is.EqualTo((string[])["episode.created", "response.created", "response.amended", "response.voided"]));
        Assert.That(events.Skip(1).Select(e => e.Text("resource")), Is.All.EqualTo(path));
        Assert.That(events[0]!.AsObject().Select(m => m.Key), Is.EqualTo((string[])["id", "type", "at", "episodeId", "resource"]));
        Assert.That(feed.ToJsonString(), Does.Not.Contain("score").And.Not.Contain($"c-{episode}"));
        Assert.That((await Clinic.Integration.Read($"/v1/events?after={feed.Text("next")}"))["items"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_walk_while_many_write_gives_every_commit_once_in_order()
    {
        var from = await Now(Clinic.Integration);
        var episodes = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            episodes.Add(await NewEpisode());
        }

        var writing = Task.WhenAll(episodes.Select(async e =>
        {
            for (var number = 1; number <= 12; number++)
            {
                await Clinic.Enter(e, Clinic.Flat(number, 3 + (number % 2)));
            }
        }));
        var told = new List<JsonNode>();
        var ended = false;
        while (true)
        {
            var page = await Clinic.Integration.Read($"/v1/events?limit=7&after={from}");
            told.AddRange(page["items"]!.AsArray()!);
            from = page.Text("next")!;
            if (page["items"]!.AsArray().Count == 0 && ended)
            {
                break;
            }

            ended = writing.IsCompleted;
        }

        await writing;
        Assert.That(told.Select(e => e.Text("id")), Is.Unique);
        foreach (var episode in episodes)
        {
            var stored = (await Clinic.Integration.All($"/v1/episodes/{episode}/responses")).OrderBy(r => r.Whole("session.number")).Select(r => $"/v1/responses/{r.Text("id")}");
            Assert.That(told.Where(e => e.Text("episodeId") == episode && e.Text("type") == "response.created").Select(e => e.Text("resource")), Is.EqualTo(stored));
        }
    }

    [Test]
    public async Task A_clinician_is_told_of_its_own_episodes_alone_and_others_of_none()
    {
        var from = await Now(Clinic.Clinician);
        var (own, other) = (await NewEpisode(), await NewEpisode("th-2"));
        var told = (await Clinic.Clinician.Read($"/v1/events?after={from}"))["items"]!.AsArray();
        Assert.That(told.Select(e => e.Text("episodeId")), Has.Member(own).And.No.Member(other));
        foreach (var api in (Api[])[Clinic.Admin, Clinic.Supervisor, Clinic.Auditor])
        {
            Assert.That((await api.Get("/v1/events")).Status, Is.EqualTo(403));
        }

        Assert.That((await Clinic.Integration.Get("/v1/events?after=AAAAAAAAAAAAAAAAAAAAAA")).Faults, Is.EqualTo((string[])["?after invalid-cursor"]));
    }

    [Test]
    public async Task An_alert_that_may_not_be_known_of_is_not_told_of()
    {
        var from = await Now(Clinic.Integration);
        var episode = await NewEpisode();
        Assert.That((await Clinic.Integration.Put($"/v1/clients/c-{episode}/visibility", new { clinician = "items", supervisor = "trend", integration = "existence", client = "trend" })).Status, Is.EqualTo(200));
        for (var number = 1; number <= 9; number++)
        {
            await Clinic.Submit(episode, Clinic.Flat(number, number < 9 ? 5 - (number % 2) : 1));
        }

        Assert.That(await Types(Clinic.Clinician), Has.Member("alert.opened"));
        Assert.That(await Types(Clinic.Integration), Has.Member("response.created").And.No.Member("alert.opened"));

        async Task<List<string?>> Types(Api api) =>
            [.. (await api.Read($"/v1/events?limit=500&after={from}"))["items"]!.AsArray().Where(e => e.Text("episodeId") == episode).Select(e => e.Text("type"))];
    }

    [Test]
    public async Task No_place_in_the_feed_is_given_twice_even_where_the_newest_events_are_erased()
    {
        using var kept = TestStore.Make(StoreKind);
        string place;
        string? key;
        await using (var service = await RunningService.Start(kept))
        {
            var integration = await service.Key("integration");
            key = integration.Key;
            await integration.Put("/v1/clinicians/th-1", new { });
            await integration.Put("/v1/episodes/gone?create=true", new { clientId = "c-gone", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" });
            place = await Now(integration);
            Assert.That((await integration.Delete("/v1/clients/c-gone", ("If-Match", "*"))).Status, Is.EqualTo(204));
        }

        await using var again = await RunningService.Start(kept);
        var api = again.Api(key);
        await api.Put("/v1/episodes/next?create=true", new { clientId = "c-next", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" });
        var told = (await api.Read($"/v1/events?after={place}"))["items"]!.AsArray();
        Assert.That(told.Select(e => e.Text("episodeId")), Is.EqualTo((string[])["next"]), "who had read up to the erased events misses nothing");
    }

    private static async Task<string> Now(Api api)
    {
        string? at = null;
        while (true)
        {
            var page = await api.Read($"/v1/events?limit=500{(at is null ? "" : $"&after={at}")}");
            if (page.Text("next") == at)
            {
                return at!;
            }

            at = page.Text("next");
        }
    }
}
