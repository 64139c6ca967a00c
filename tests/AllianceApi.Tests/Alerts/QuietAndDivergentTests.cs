using System.Text.Json.Nodes;
using AllianceApi.Alerts;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AllianceApi.Tests.Alerts;

/// <summary>The alerts raterDivergence and noForms in the running service.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class QuietAndDivergentTests(Store store)
{
    private FakeTimeProvider _clock = null!;
    private Clinic _clinic = null!;

    [SetUp]
    public async Task Open()
    {
        _clock = new FakeTimeProvider(new DateTimeOffset(2024, 2, 5, 9, 0, 0, TimeSpan.Zero));
        _clinic = await Clinic.Open(store, configure: b => b.Services.AddSingleton<TimeProvider>(_clock));
    }

    [TearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task Divergence_is_raised_when_the_second_rating_comes_in_whoever_gives_it()
    {
        var episode = await _clinic.Episode("apart");
        for (var session = 1; session <= 3; session++)
        {
            await Enter(episode, Clinic.Flat(session, 3, session == 3 ? "therapist" : "client"));
            Assert.That(await Alerts("raterDivergence"), Is.Empty);
            await Enter(episode, Clinic.Flat(session, 4, session == 3 ? "client" : "therapist"));
        }

        Assert.That(await Alerts("raterDivergence"), Is.Empty, "the third differs in the other direction");
        for (var session = 4; session <= 6; session++)
        {
            await Enter(episode, Clinic.Flat(session, 5));
            await Enter(episode, Clinic.Flat(session, 4, "therapist"));
        }

        var alert = (await Alerts("raterDivergence")).Single();
        Assert.That(((string?)alert["rater"], (int)alert["session"]!, (string?)alert["state"]), Is.EqualTo(("client", 6, "open")));
        Assert.That((string?)alert["statement"], Does.StartWith("In the last 4 sessions that both rated (from session 3 to session 6), the therapist's scores were below the client's"));
        Assert.That((string?)alert["because"]!["rule"], Is.EqualTo("raterDivergence/1"));
        Assert.That((string?)alert["because"]!["scale"], Is.EqualTo("total"));
    }

    [Test]
    public async Task A_form_that_only_one_rated_tells_nothing()
    {
        var episode = await _clinic.Episode("blind");
        for (var session = 1; session <= 4; session++)
        {
            await Enter(episode, Clinic.Flat(session, 5));
        }

        await Enter(episode, Clinic.Flat(1, 2, "therapist"));
        await Enter(episode, Clinic.Flat(2, 2, "therapist"));
        Assert.That(await Alerts("raterDivergence"), Is.Empty);
    }

    [Test]
    public async Task A_gap_is_told_once_and_tells_when_a_form_comes_in()
    {
        var episode = await _clinic.Episode("quiet");
        await _clinic.Episode("never-a-form");
        await Enter(episode, Clinic.Flat(1, 4)); // held on 2024-01-08
        await Enter(episode, Clinic.Flat(2, 4)); // held on 2024-01-15
        await Pass(TimeSpan.FromDays(20));
        Assert.That(await Alerts("noForms"), Is.Empty);

        await Pass(TimeSpan.FromDays(2));
        var alert = await Await(a => a["statement"]!.GetValue<string>() == "No form has come in since session 2 on 2024-01-15, more than 42 days ago.");
        Assert.That(((string?)alert["state"], (string?)alert["episodeId"], (int)alert["session"]!), Is.EqualTo(("open", episode, 2)));
        Assert.That(alert["because"]!["scale"], Is.Null);

        await Pass(TimeSpan.FromDays(30));
        await Enter(episode, Clinic.Flat(3, 4, heldAt: "2024-03-20T10:00:00Z"));
        alert = await Await(a => (string?)a["statement"] == "A form came in on session 3.");
        Assert.That((string?)alert["state"], Is.EqualTo("open"), "only a person closes it");
        Assert.That(alert["history"]!.AsArray().Select(h => (string?)h!["reason"]), Is.EqualTo(new[] { null, "A form came in on session 3." }));

        var closed = await _clinic.Clinician.Post($"/v1/alerts/{alert["id"]}/state", new { state = "resolved" });
        Assert.That(closed.Status, Is.EqualTo(200), closed.Text);
        await Pass(TimeSpan.FromDays(40));
        var again = await Await(a => (string?)a["state"] == "open");
        Assert.That((string?)again["statement"], Is.EqualTo("No form has come in since session 3 on 2024-03-20, more than 42 days ago."));
        await _clinic.Clinician.Post($"/v1/alerts/{again["id"]}/state", new { state = "dismissed", reason = "on leave" });
        await Pass(TimeSpan.FromDays(100));
        Assert.That((await Alerts("noForms")).Select(a => (string?)a["state"]), Is.EquivalentTo(new[] { "resolved", "dismissed" }));
    }

    [Test]
    public async Task A_closed_episode_is_left_in_peace()
    {
        var episode = await _clinic.Episode("ended");
        await Enter(episode, Clinic.Flat(1, 4));
        var stored = await _clinic.Integration.Get($"/v1/episodes/{episode}");
        var ended = await _clinic.Integration.Put(
            $"/v1/episodes/{episode}", new { clientId = "c-ended", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01", endedOn = "2024-02-01" }, ("If-Match", stored.Tag!));
        Assert.That(ended.Status, Is.EqualTo(200), ended.Text);
        await Pass(TimeSpan.FromDays(100));
        Assert.That(await Alerts("noForms"), Is.Empty);
    }

    [Test]
    public async Task The_first_look_is_at_the_start_and_more_than_one_page_is_looked_through()
    {
        for (var i = 0; i < 120; i++)
        {
            await Enter(await _clinic.Episode($"e{i}"), Clinic.Flat(1, 4));
        }

        _clock.Advance(TimeSpan.FromMinutes(59));
        var later = new FakeTimeProvider(_clock.GetUtcNow().AddDays(60));
        await using var second = await _clinic.Beside(b => b.Services.AddSingleton<TimeProvider>(later));
        await Until(async () => (await Alerts("noForms")).Count == 120);
    }

    [TestCase("0", false)]
    [TestCase("7", true)]
    public async Task The_days_are_set_by_the_deployment(string days, bool raised)
    {
        await using var clinic = await Clinic.Open(store, new Dictionary<string, string?> { ["Alerts:NoFormsAfterDays"] = days }, b => b.Services.AddSingleton<TimeProvider>(_clock));
        await clinic.Submit(await clinic.Episode("e"), Clinic.Flat(1, 4));
        _clock.Advance(NoFormsWatch.Every);
        if (raised)
        {
            await Until(async () => (await clinic.Integration.All("/v1/alerts")).Count == 1);
        }
        else
        {
            await Task.Delay(200);
            Assert.That(await clinic.Integration.All("/v1/alerts"), Is.Empty);
        }
    }

    [TestCase("-1")]
    [TestCase("4000")]
    [TestCase("six weeks")]
    public void Wrong_days_stop_the_start(string days) => Assert.That(
        () => Clinic.Open(store, new Dictionary<string, string?> { ["Alerts:NoFormsAfterDays"] = days }), Throws.Exception.With.Message.StartsWith("Alerts:NoFormsAfterDays must be"));

    // Time passes in steps, each of which the watch is given the chance to see.
    private async Task Pass(TimeSpan time)
    {
        _clock.Advance(time);
        await Task.Delay(150);
    }

    private async Task<JsonNode> Await(Func<JsonNode, bool> wanted)
    {
        JsonNode? found = null;
        await Until(async () => (found = (await Alerts("noForms")).Find(a => wanted(a))) is not null);
        return found!;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not come to hold within 15 seconds.");
    }

    private async Task<List<JsonNode>> Alerts(string kind) => [.. (await _clinic.Integration.All("/v1/alerts")).Where(a => (string?)a["kind"] == kind)];

    private async Task Enter(string episode, JsonObject form)
    {
        var answer = await _clinic.Submit(episode, form);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
    }
}
