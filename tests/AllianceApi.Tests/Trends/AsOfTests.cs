using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Trends;

/// <summary>What could be known at an earlier instant, whatever was changed since.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class AsOfTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task Before_and_after_an_amendment()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25);
        var last = await Clinic.Submit(episode, Forms.Of(3, 2));
        var (before, then) = (await Steps.Moment(), await Bare(episode));
        await Clinic.Integration.Put(last.Headers["Location"], new { answers = Forms.Of(3, 4)["answers"], reason = "typing error" }, ("If-Match", last.Tag!));
        await Stands(episode, before, then);
        Assert.That((await Clinic.Trend(episode)).Scale().Number("points.2.score"), Is.EqualTo(4));
    }

    [Test]
    public async Task Before_and_after_a_void_and_what_took_its_place()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25);
        var last = await Clinic.Submit(episode, Forms.Of(3, 2));
        var (before, then) = (await Steps.Moment(), await Bare(episode));
        await Clinic.Integration.Delete(last.Headers["Location"] + "?reason=wrong", ("If-Match", last.Tag!));
        var (between, without) = (await Steps.Moment(), await Bare(episode));
        await Clinic.Enter(episode, Forms.Of(3, 4));
        await Stands(episode, before, then);
        await Stands(episode, between, without);
        Assert.That((await Clinic.TrendAsOf(episode, between)).Whole("forms"), Is.EqualTo(2));
    }

    [Test]
    public async Task Before_and_after_a_move_in_both_episodes()
    {
        var (from, to) = (await NewEpisode(), await NewEpisode());
        await Clinic.EnterTotals(from, 4, 4.25, 2);
        await Clinic.Enter(to, Forms.At(Clinic.HeldAt(1), 3));
        await Clinic.Enter(to, Forms.At(Clinic.HeldAt(4), 3.5));
        var (before, inFrom, inTo) = (await Steps.Moment(), await Bare(from), await Bare(to));
        var stray = (await Clinic.Integration.All($"/v1/episodes/{from}/responses")).Single(r => r.Whole("session.number") == 3).Text("id");
        await Clinic.Integration.Post($"/v1/responses/{stray}/move", new { episodeId = to, reason = "wrong client" });
        await Stands(from, before, inFrom);
        await Stands(to, before, inTo);
        Assert.That(((await Clinic.Trend(from)).Whole("forms"), (await Clinic.Trend(to)).Whole("forms")), Is.EqualTo((2, 3)));
        Assert.That((await Clinic.Trend(to)).Scale().Whole("points.2.session"), Is.EqualTo(3), "the later session has moved up, and then had not");
    }

    [Test]
    public async Task Before_and_after_a_late_session()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(2), 3.5));
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(3), 4));
        var (before, then) = (await Steps.Moment(), await Bare(episode));
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 2));
        await Stands(episode, before, then);
        Assert.That((await Clinic.Trend(episode)).Scale().Each<int>("points", "session"), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Before_and_after_the_time_of_a_session_was_corrected()
    {
        var episode = await NewEpisode();
        for (var n = 1; n <= 3; n++)
        {
            await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(n), 3 + (n / 4.0)));
        }

        var (before, then) = (await Steps.Moment(), await Bare(episode));
        await Correct(episode, 1, Clinic.HeldAt(5));
        var (between, once) = (await Steps.Moment(), await Bare(episode));
        await Correct(episode, 3, Clinic.HeldAt(6));
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(4), 4));
        await Stands(episode, before, then);
        await Stands(episode, between, once);
    }

    [Test]
    public async Task A_number_that_was_given_later_never_breaks_the_view_of_before()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 3));
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(3), 4));
        var before = await Steps.Moment();
        await Correct(episode, 1, Clinic.HeldAt(5));
        await Clinic.Enter(episode, Forms.Of(1, 4, "therapist").WithSession(new { number = 1 }));
        var then = await Clinic.TrendAsOf(episode, before);
        Assert.That(then.Scale()["points"]!.AsArray().Select(p => (p.Whole("session"), p.Number("score"))), Is.EqualTo(new (int?, double?)[] { (1, 3), (2, 4) }));
    }

    [Test]
    public async Task Before_the_first_form_nothing_was_known()
    {
        var episode = await NewEpisode();
        var before = await Steps.Moment();
        await Clinic.EnterTotals(episode, 4, 4.25);
        var then = await Clinic.TrendAsOf(episode, before);
        Assert.That((then.Whole("forms"), then["lastSession"], then.Scale()["points"]!.AsArray().Count), Is.EqualTo((0, (JsonNode?)null, 0)));
        Assert.That((then["revision"], then.Text("asOf")?[^1]), Is.EqualTo(((JsonNode?)null, 'Z')));
        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{episode}/trend?asOf=2024-01-01")).Faults.Single(), Does.StartWith("?asOf "));
        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{episode}/trend?asOf=2024-01-01T00:00:00")).Faults.Single(), Is.EqualTo("?asOf no-offset"));
        Assert.That((await Clinic.Trend(episode, "?asOf=2199-01-01T01:00:00+01:00")).Text("asOf"), Is.EqualTo("2199-01-01T00:00:00Z"), "a plus that was not escaped");
    }

    private async Task Correct(string episode, int number, string heldAt)
    {
        var path = $"/v1/episodes/{episode}/sessions/{number}";
        var put = await Clinic.Integration.Put(path, new { heldAt }, ("If-Match", (await Clinic.Integration.Get(path)).Tag!));
        Assert.That(put.Status, Is.EqualTo(200), put.Text);
    }

    private async Task Stands(string episode, DateTimeOffset asOf, string then)
    {
        var trend = await Clinic.TrendAsOf(episode, asOf);
        Assert.That(Bare(trend), Is.EqualTo(then));
    }

    private async Task<string> Bare(string episode) => Bare(await Clinic.Trend(episode));

    private static string Bare(JsonObject trend)
    {
        trend["revision"] = trend["asOf"] = null;
        return trend.ToJsonString();
    }
}
