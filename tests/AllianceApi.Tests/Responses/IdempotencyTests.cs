using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>The same request under the same Idempotency-Key gives the first answer again.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class IdempotencyTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task A_replay_is_equal_to_the_byte()
    {
        var episode = await NewEpisode();
        var first = await Clinic.Submit(episode, Forms.Of(1, 4), null, ("Idempotency-Key", "\"k-1\""));
        await Clinic.Enter(episode, Forms.Of(2, 4));
        var again = await Clinic.Submit(episode, Forms.Of(1, 4), null, ("Idempotency-Key", "k-1"));
        Assert.That((again.Status, again.Tag, again.Headers["Location"]), Is.EqualTo((201, first.Tag, first.Headers["Location"])));
        Assert.That(again.Body, Is.EqualTo(first.Body));
        Assert.That(again.Headers["Idempotency-Replayed"], Is.EqualTo("true"));
        Assert.That(first.Headers.ContainsKey("Idempotency-Replayed"), Is.False);
    }

    [Test]
    public async Task Another_body_under_the_key_is_refused()
    {
        var episode = await NewEpisode();
        await Clinic.Submit(episode, Forms.Of(1, 4), null, ("Idempotency-Key", "k-2"));
        var other = await Clinic.Submit(episode, Forms.Of(1, 5), null, ("Idempotency-Key", "k-2"));
        Assert.That((other.Status, other.Problem), Is.EqualTo((422, "idempotency-key-reused")));
        var elsewhere = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 5), null, ("Idempotency-Key", "k-2"));
        Assert.That(elsewhere.Status, Is.EqualTo(201), "the key belongs to its path");
    }

    [Test]
    public async Task A_refusal_is_replayed_with_its_faults()
    {
        var episode = await NewEpisode();
        var own = await Clinic.Admin.Post("/v1/instruments", OwnInstruments.Fine("idem-fine"));
        Assert.That(own.Status, Is.EqualTo(201), own.Text);
        var form = Clinic.Form(1, [6, 4, 4], instrument: "idem-fine");
        var first = await Clinic.Submit(episode, form, null, ("Idempotency-Key", "k-3"));
        var again = await Clinic.Submit(episode, form, null, ("Idempotency-Key", "k-3"));
        Assert.That((first.Status, again.Status, again.Json.Text("detail")), Is.EqualTo((400, 400, first.Json.Text("detail"))));
        Assert.That(again.Faults, Is.EqualTo(first.Faults).And.EqualTo(new[] { "/answers/1 out-of-range" }));
        Assert.That(again.Headers["Idempotency-Replayed"], Is.EqualTo("true"));
    }

    [Test]
    public async Task A_conflict_is_replayed_even_when_it_is_mended_since()
    {
        var episode = await NewEpisode();
        var stored = await Clinic.Submit(episode, Forms.Of(1, 4));
        var first = await Clinic.Submit(episode, Forms.Of(1, 5), null, ("Idempotency-Key", "k-4"));
        await Clinic.Integration.Delete(stored.Headers["Location"] + "?reason=wrong", ("If-Match", stored.Tag!));
        var again = await Clinic.Submit(episode, Forms.Of(1, 5), null, ("Idempotency-Key", "k-4"));
        Assert.That((again.Problem, again.Json.Text("existing")), Is.EqualTo((first.Problem, first.Json.Text("existing"))));
        Assert.That((await Clinic.Submit(episode, Forms.Of(1, 5))).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task A_move_happens_once()
    {
        var (from, to) = (await NewEpisode(), await NewEpisode());
        var path = $"/v1/responses/{(await Clinic.Enter(from, Forms.Of(1, 4))).Text("id")}/move";
        var first = await Clinic.Integration.Post(path, new { episodeId = to, reason = "wrong client" }, ("Idempotency-Key", "k-5"));
        var again = await Clinic.Integration.Post(path, new { episodeId = to, reason = "wrong client" }, ("Idempotency-Key", "k-5"));
        Assert.That((first.Status, again.Status, again.Json.Whole("revision")), Is.EqualTo((200, 200, 2)), first.Text);
        Assert.That(again.Body, Is.EqualTo(first.Body));
    }
}
