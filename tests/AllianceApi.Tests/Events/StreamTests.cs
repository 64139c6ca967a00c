using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Events;

/// <summary>The stream of events, as a listener meets it.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class StreamTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task Events_arrive_as_they_happen_and_a_listener_who_was_cut_off_misses_none()
    {
        var episode = await NewEpisode();
        string? last;
        string first;
        using (var listener = await Listener.Open(Clinic.Clinician))
        {
            first = (await Clinic.Enter(episode, Clinic.Flat(1, 3))).Text("id")!;
            var told = await listener.Take(1);
            Assert.That((told[0].Text("type"), told[0].Text("resource")), Is.EqualTo(("response.created", $"/v1/responses/{first}")));
            last = listener.LastId;
        }

        var second = (await Clinic.Enter(episode, Clinic.Flat(2, 4))).Text("id")!;
        await Clinic.Episode($"{episode}-of-another", "th-2");
        using var again = await Listener.Open(Clinic.Clinician, last);
        var third = (await Clinic.Enter(episode, Clinic.Flat(3, 4))).Text("id")!;
        var responses = (await again.Take(5)).Where(e => e.Text("type") == "response.created").Select(e => e.Text("resource"));
        Assert.That(responses, Is.EqualTo((string[])[$"/v1/responses/{second}", $"/v1/responses/{third}"]));
        using var fromFeed = await Listener.Open(Clinic.Integration, query: $"?after={last}");
        Assert.That((await fromFeed.Take(2)).Select(e => e.Text("resource")), Has.Member($"/v1/responses/{second}"));
    }

    [Test]
    public async Task Many_listeners_are_told_the_same()
    {
        var episode = await NewEpisode();
        var listeners = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Listener.Open(Clinic.Integration)));
        var id = (await Clinic.Enter(episode, Clinic.Flat(1, 3))).Text("id");
        foreach (var listener in listeners)
        {
            Assert.That((await listener.Take(1))[0].Text("resource"), Is.EqualTo($"/v1/responses/{id}"));
            listener.Dispose();
        }
    }

    [Test]
    public async Task The_stream_ends_with_its_key_and_the_audit_log_tells_of_both_ends()
    {
        var made = (await Clinic.Admin.Post("/v1/keys", new { name = $"listens {StoreKind}", role = "integration" })).Json;
        using var listener = await Listener.Open(Clinic.Service.Api(made.Text("key")));
        Assert.That((await Clinic.Admin.Delete($"/v1/keys/{made.Text("id")}")).Status, Is.EqualTo(204));
        await listener.End();
        var rows = (await Clinic.Auditor.All($"/v1/audit?actor={made.Text("id")}")).Select(r => (r.Text("action"), r.Text("resource"), r.Text("reason")));
        Assert.That(rows, Is.EqualTo(new[] { ("ReadEvents", "/v1/events", "stream ended: credential ended"), ("ReadEvents", "/v1/events", "stream opened") }));
    }

    [Test]
    public async Task The_stream_ends_when_the_service_stops()
    {
        var service = await RunningService.Start(StoreKind);
        using var listener = await Listener.Open(await service.Key("integration"));
        await service.DisposeAsync();
        await listener.End();
    }

    [Test]
    public async Task Who_may_not_read_events_may_not_listen_and_a_wrong_place_is_said()
    {
        Assert.That((await Clinic.Auditor.Get("/v1/events", ("Accept", "text/event-stream"))).Status, Is.EqualTo(403));
        var answer = await Clinic.Integration.Get("/v1/events", ("Accept", "text/event-stream"), ("Last-Event-ID", "nowhere"));
        Assert.That(answer.Faults, Is.EqualTo((string[])["header:Last-Event-ID invalid-cursor"]));
        Assert.That((await Clinic.Integration.Send(HttpMethod.Head, "/v1/events", null, ("Accept", "text/event-stream"))).Status, Is.EqualTo(200));
    }
}
