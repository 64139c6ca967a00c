using System.Net;
using AllianceApi.Events.Webhooks;
using AllianceApi.Hosting;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Events.Webhooks;

/// <summary>Webhooks, as a receiver meets them.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class WebhookTests(Store store) : ClinicFixture(store)
{
    private Receiver _receiver = null!;
    private string _id = "";
    private int _made;

    protected override IReadOnlyDictionary<string, string?>? Settings { get; } = new Dictionary<string, string?> { ["Webhooks:AllowPrivate"] = "true" };

    [SetUp]
    public async Task Listen() => (_receiver, _id) = (await Receiver.Open(), $"hook-{Interlocked.Increment(ref _made)}");

    [TearDown]
    public async Task Leave()
    {
        await Clinic.Admin.Delete($"/v1/webhooks/{_id}");
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task A_ping_comes_first_and_then_each_event_in_order_signed_and_thin()
    {
        var secret = await Make(["response.created"]);
        var episode = await NewEpisode();
        var entered = new List<string?>();
        for (var number = 1; number <= 6; number++)
        {
            entered.Add($"/v1/responses/{(await Clinic.Enter(episode, Clinic.Flat(number, 3))).Text("id")}");
        }

        await _receiver.Until(d => d.Count >= 7);
        var all = _receiver.Deliveries.ToList();
        Assert.That(all[0].Type, Is.EqualTo("ping"));
        Assert.That(all.Skip(1).Select(d => d.Json.Text("subject")), Is.EqualTo(entered));
        Assert.That(all.Select(d => d.SignedBy(secret)), Is.All.EqualTo(1));
        Assert.That(all.Select(d => d.ContentType), Is.All.StartsWith("application/cloudevents+json"));
        Assert.That(all.Select(d => d.Id), Is.Unique.And.EqualTo(all.Select(d => d.Json.Text("id"))));
        Assert.That(string.Concat(all.Select(d => d.Body)), Does.Not.Contain($"c-{episode}").And.Not.Contain("score"));
        Assert.That((await Clinic.Admin.Read($"/v1/webhooks/{_id}")).Text("secret"), Is.Null, "shown once");
    }

    [Test]
    public async Task What_does_not_arrive_is_tried_again_and_a_receiver_that_is_gone_is_left_alone_until_replay()
    {
        await Make(["response.created"]);
        await _receiver.Until(d => d.Count == 1);
        _receiver.Answers = _ => 500;
        var episode = await NewEpisode();
        var first = (await Clinic.Enter(episode, Clinic.Flat(1, 3))).Text("id");
        await Clinic.Enter(episode, Clinic.Flat(2, 3));
        await Until("failing", "status 500");
        Assert.That(_receiver.Deliveries.Skip(1).Select(d => d.Json.Text("subject")), Is.All.EqualTo($"/v1/responses/{first}"), "none goes out before those ahead of it have arrived");
        _receiver.Answers = _ => 410;
        await Until("off", "status 410");
        var missed = await Clinic.Admin.Read($"/v1/webhooks/{_id}/undelivered");
        Assert.That(missed["items"]!.AsArray().Select(e => e.Text("type")), Is.EqualTo((string[])["response.created", "response.created"]));
        var before = _receiver.Deliveries.Count;
        _receiver.Answers = _ => 200;
        Assert.That((await Clinic.Admin.Post($"/v1/webhooks/{_id}/replay", new { })).Json.Text("state"), Is.EqualTo("active"));
        await _receiver.Until(d => d.Count == before + 2);
        await Until("active", null);
        Assert.That(_receiver.Deliveries.Skip(1).Where(d => d.Json.Text("subject") == $"/v1/responses/{first}").Select(d => d.Id).Distinct().Count(), Is.EqualTo(1), "the same id at every try");
    }

    [Test]
    public async Task A_rotated_secret_signs_beside_the_former_one()
    {
        var former = await Make(["episode.created"]);
        var rotated = (await Clinic.Admin.Post($"/v1/webhooks/{_id}/secret", new { })).Json.Text("secret")!;
        await NewEpisode();
        await _receiver.Until(d => d.Any(x => x.Type == "episode.created"));
        var told = _receiver.Deliveries.First(d => d.Type == "episode.created");
        Assert.That((told.SignedBy(former), told.SignedBy(rotated), former == rotated), Is.EqualTo((1, 1, false)));
    }

    [Test]
    public async Task The_same_again_changes_nothing_and_another_target_needs_the_tag()
    {
        await Make([]);
        Assert.That((await Clinic.Admin.Put($"/v1/webhooks/{_id}", new { url = _receiver.Url, events = Array.Empty<string>() })).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Admin.Put($"/v1/webhooks/{_id}", new { url = "https://example.org/" })).Status, Is.EqualTo(428));
        Assert.That((await Clinic.Admin.Put($"/v1/webhooks/{_id}", new { url = "ftp://example.org/", events = new[] { "nothing" } }, ("If-Match", "*"))).Faults, Is.EqualTo((string[])["/events/0 out-of-range"]));
    }

    [Test]
    public async Task Where_it_is_not_allowed_no_address_within_is_called_however_it_is_written()
    {
        await using var strict = await RunningService.Start(StoreKind);
        foreach (var url in (string[])["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/", "https://[::ffff:127.0.0.1]/", "https://2130706433/", "http://example.org/", "https://me@example.org/"])
        {
            Assert.That((await strict.Admin.Put("/v1/webhooks/inside", new { url })).Faults, Is.EqualTo((string[])["/url out-of-range"]), url);
        }

        var targets = new WebhookTargets(false);
        await Assert.ThrowsAsync<TargetRefusedException>(async () => await targets.Connect(new DnsEndPoint("localhost", 443), default), "the address counts, not the name");
    }

    [TestCase("8.8.8.8", true)]
    [TestCase("100.64.0.1", false)]
    [TestCase("172.31.255.255", false)]
    [TestCase("172.32.0.1", true)]
    [TestCase("0.0.0.0", false)]
    [TestCase("fe80::1", false)]
    [TestCase("fd00::1", false)]
    [TestCase("64:ff9b::a00:1", false)]
    [TestCase("2002:7f00:1::", false)]
    [TestCase("2606:4700::1111", true)]
    public void An_address_is_public_or_not(string address, bool isPublic) => Assert.That(WebhookTargets.IsPublic(IPAddress.Parse(address)), Is.EqualTo(isPublic));

    private async Task<string> Make(string[] events)
    {
        var made = await Clinic.Admin.Put($"/v1/webhooks/{_id}", new { url = _receiver.Url, events });
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        await _receiver.Until(d => d.Count == 1);
        return made.Json.Text("secret")!;
    }

    private async Task Until(string state, string? error)
    {
        for (var i = 0; i < 600; i++)
        {
            var webhook = await Clinic.Admin.Read($"/v1/webhooks/{_id}");
            if ((webhook.Text("state"), webhook.Text("lastError")) == (state, error))
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"not {state}: {(await Clinic.Admin.Get($"/v1/webhooks/{_id}")).Text}");
    }
}
