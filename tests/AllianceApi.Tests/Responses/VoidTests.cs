using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>A voided response counts no more, stays readable, and leaves its place free.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class VoidTests(Store store) : ClinicFixture(store)
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task The_reason_is_given_in_the_body_or_in_the_query(bool inBody)
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(1, 4));
        var made = await Clinic.Submit(episode, Forms.Of(2, 3));
        var voided = inBody
            ? await Clinic.Integration.SendText(HttpMethod.Delete, made.Headers["Location"], """{"reason": "entered twice"}""", headers: ("If-Match", made.Tag!))
            : await Clinic.Integration.Delete(made.Headers["Location"] + "?reason=entered%20twice", ("If-Match", made.Tag!));
        Assert.That(voided.Status, Is.EqualTo(200), voided.Text);
        Assert.That((voided.Json.Text("status"), voided.Json.Text("reason"), voided.Json.Whole("revision")), Is.EqualTo(("void", "entered twice", 2)));
        var trend = await Clinic.Trend(episode);
        Assert.That((trend.Whole("forms"), trend.Whole("lastSession")), Is.EqualTo((1, 1)));
        Assert.That((await Clinic.Integration.All($"/v1/episodes/{episode}/responses")).Single().Whole("session.number"), Is.EqualTo(1));
    }

    [Test]
    public async Task It_stays_readable_with_its_answers_and_its_first_revision()
    {
        var made = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4));
        var voided = await Void(made, made.Tag);
        var read = await Clinic.Clinician.Get(made.Headers["Location"]);
        Assert.That(read.Body, Is.EqualTo(voided.Body));
        Assert.That((read.Json.Text("status"), read.Json.Score().Number("mean")), Is.EqualTo(("void", 4.0)));
        Assert.That((await Clinic.Clinician.Read(made.Headers["Location"] + "?revision=1")).Text("status"), Is.EqualTo("final"));
        Assert.That((await Clinic.OtherClinician.Get(made.Headers["Location"])).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Its_place_is_free_again()
    {
        var episode = await NewEpisode();
        var made = await Clinic.Submit(episode, Forms.Of(1, 4));
        await Void(made, made.Tag);
        var again = await Clinic.Submit(episode, Forms.Of(1, 4));
        Assert.That((again.Status, again.Json.Whole("revision")), Is.EqualTo((201, 1)));
        Assert.That(again.Headers["Location"], Is.Not.EqualTo(made.Headers["Location"]));
        Assert.That((await Clinic.Integration.Read(made.Headers["Location"])).Text("status"), Is.EqualTo("void"));
    }

    [Test]
    public async Task It_needs_a_reason_and_the_newest_state()
    {
        var made = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4));
        Assert.That((await Clinic.Integration.Delete(made.Headers["Location"], ("If-Match", made.Tag!))).Faults.Single(), Is.EqualTo("/reason required"));
        Assert.That((await Clinic.Integration.Delete(made.Headers["Location"] + "?reason=%20", ("If-Match", made.Tag!))).Status, Is.EqualTo(400));
        Assert.That((await Clinic.Integration.Delete(made.Headers["Location"] + "?reason=" + new string('x', 1001), ("If-Match", made.Tag!))).Status, Is.EqualTo(400));
        Assert.That((await Void(made, null)).Status, Is.EqualTo(428));
        Assert.That((await Void(made, "\"7-0000000000000000\"")).Status, Is.EqualTo(412));
        Assert.That((await Void(made, made.Tag)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task What_is_void_neither_changes_nor_moves()
    {
        var episode = await NewEpisode();
        var made = await Clinic.Submit(episode, Forms.Of(1, 4));
        var voided = await Void(made, made.Tag);
        var amend = await Clinic.Integration.Put(made.Headers["Location"], new { answers = Forms.Of(1, 3)["answers"], reason = "r" }, ("If-Match", voided.Tag!));
        Assert.That((amend.Status, amend.Problem), Is.EqualTo((409, "wrong-state")), amend.Text);
        Assert.That((await Void(made, voided.Tag)).Problem, Is.EqualTo("wrong-state"));
        var move = await Clinic.Integration.Post(made.Headers["Location"] + "/move", new { episodeId = await NewEpisode(), reason = "r" });
        Assert.That((move.Status, move.Problem), Is.EqualTo((409, "wrong-state")));
    }

    [Test]
    public async Task The_last_one_leaves_an_empty_trend_and_an_open_place_in_the_caseload()
    {
        var episode = await NewEpisode();
        var made = await Clinic.Submit(episode, Forms.Of(1, 4));
        await Void(made, made.Tag);
        var trend = await Clinic.Trend(episode);
        Assert.That((trend.Whole("forms"), trend["lastSession"], trend.Scale()["level"]), Is.EqualTo((0, (object?)null, (object?)null)));
        var row = await Clinic.Clinician.CaseloadRow(episode);
        Assert.That((row.Whole("forms"), row["daysSinceLast"], row.Path("scales.0.last")), Is.EqualTo((0, (object?)null, (object?)null)));
    }

    private Task<Answer> Void(Answer made, string? tag) =>
        Clinic.Integration.Delete(made.Headers["Location"] + "?reason=test", tag is null ? [] : [("If-Match", tag)]);
}
