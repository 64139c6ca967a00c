using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>Corrected answers are a new revision with a reason; the old one stays readable.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class AmendTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task An_amendment_is_a_new_revision_and_the_trend_follows()
    {
        var episode = await NewEpisode();
        var made = await Clinic.Submit(episode, Forms.Of(1, 4).With("durationSeconds", 60).With("setting", "aloneOnPhone"));
        var amended = await Amend(made, 3.5, ("If-Match", made.Tag!));
        Assert.That(amended.Status, Is.EqualTo(200), amended.Text);
        Assert.That((amended.Json.Whole("revision"), amended.Json.Text("status"), amended.Json.Text("reason")), Is.EqualTo((2, "final", "typing error")));
        Assert.That((amended.Json.Score().Number("mean"), amended.Json.Number("durationSeconds"), amended.Json.Text("setting")), Is.EqualTo((3.5, 60.0, "aloneOnPhone")));
        Assert.That((amended.Json.Text("id"), amended.Json.Text("receivedAt")), Is.EqualTo((made.Json.Text("id"), made.Json.Text("receivedAt"))));
        Assert.That((await Clinic.Integration.Get(made.Headers["Location"])).Body, Is.EqualTo(amended.Body));
        var trend = await Clinic.Trend(episode);
        Assert.That((trend.Scale().Number("points.0.score"), trend.Whole("revision")), Is.EqualTo((3.5, 2)));
    }

    [Test]
    public async Task The_old_revision_stays_readable()
    {
        var made = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4));
        await Amend(made, 3.5, ("If-Match", made.Tag!));
        var path = made.Headers["Location"];
        var old = await Clinic.Integration.Get(path + "?revision=1");
        Assert.That((old.Status, old.Json.Whole("revision"), old.Json.Text("status"), old.Json.Score().Number("mean")), Is.EqualTo((200, 1, "final", 4.0)));
        Assert.That((await Clinic.Integration.Read(path + "?revision=2")).Score().Number("mean"), Is.EqualTo(3.5));
        Assert.That((await Clinic.Integration.Get(path + "?revision=3")).Problem, Is.EqualTo("not-found"));
        Assert.That((await Clinic.Integration.Get(path + "?revision=0")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task It_needs_the_newest_state()
    {
        var made = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4));
        Assert.That((await Amend(made, 3.5)).Problem, Is.EqualTo("precondition-required"));
        Assert.That((await Amend(made, 3.5)).Status, Is.EqualTo(428));
        var first = await Amend(made, 3.5, ("If-Match", made.Tag!));
        var stale = await Amend(made, 3, ("If-Match", made.Tag!));
        Assert.That((stale.Status, stale.Problem), Is.EqualTo((412, "precondition-failed")));
        Assert.That((await Amend(made, 3, ("If-Match", "W/" + first.Tag))).Status, Is.EqualTo(412), "a weak tag names no state");
        Assert.That((await Amend(made, 3, ("If-Match", "\"nonsense\""))).Status, Is.EqualTo(412));
        Assert.That((await Amend(made, 3, ("If-Match", first.Tag!))).Json.Whole("revision"), Is.EqualTo(3));
    }

    [Test]
    public async Task One_that_leaves_nothing_to_score_is_refused_and_the_old_one_stays()
    {
        var made = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4));
        var refused = await Clinic.Integration.Put(made.Headers["Location"], new { answers = new Dictionary<string, int?> { ["1"] = 4, ["2"] = null }, reason = "r" }, ("If-Match", made.Tag!));
        Assert.That((refused.Status, refused.Problem), Is.EqualTo((422, "nothing-to-score")), refused.Text);
        Assert.That((await Clinic.Integration.Get(made.Headers["Location"])).Body, Is.EqualTo(made.Body));
    }

    [Test]
    public async Task It_is_held_to_the_form_and_needs_a_reason()
    {
        var made = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4));
        var wrong = await Clinic.Integration.Put(made.Headers["Location"], new { answers = new Dictionary<string, double> { ["1"] = 9, ["13"] = 1 }, reason = "r" }, ("If-Match", made.Tag!));
        Assert.That(wrong.Faults, Is.EquivalentTo(new[] { "/answers/1 out-of-range", "/answers/13 unknown-item" }));
        var silent = await Clinic.Integration.Put(made.Headers["Location"], new { answers = Forms.Of(1, 3)["answers"] }, ("If-Match", made.Tag!));
        Assert.That((silent.Status, silent.Faults.Single()), Is.EqualTo((400, "/reason required")));
        Assert.That((await Clinic.Integration.Get(made.Headers["Location"])).Tag, Is.EqualTo(made.Tag));
    }

    [Test]
    public async Task After_it_the_first_answers_are_other_answers()
    {
        var episode = await NewEpisode();
        var made = await Clinic.Submit(episode, Forms.Of(1, 4));
        await Amend(made, 3.5, ("If-Match", made.Tag!));
        Assert.That((await Clinic.Submit(episode, Forms.Of(1, 4))).Problem, Is.EqualTo("response-exists"));
        Assert.That((await Clinic.Submit(episode, Forms.Of(1, 3.5))).Json.Whole("revision"), Is.EqualTo(2));
    }

    [Test]
    public async Task What_does_not_exist_or_is_anothers_is_not_found()
    {
        var made = await Clinic.Submit(await NewEpisode("th-2"), Forms.Of(1, 4));
        var body = new { answers = Forms.Of(1, 3)["answers"], reason = "r" };
        Assert.That((await Clinic.Clinician.Put(made.Headers["Location"], body, ("If-Match", made.Tag!))).Problem, Is.EqualTo("not-found"));
        Assert.That((await Clinic.OtherClinician.Put(made.Headers["Location"], body, ("If-Match", made.Tag!))).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Integration.Put("/v1/responses/nothing", body, ("If-Match", "*"))).Status, Is.EqualTo(404));
    }

    private Task<Answer> Amend(Answer made, double total, params (string Name, string Value)[] headers) =>
        Clinic.Integration.Put(made.Headers["Location"], new { answers = Forms.Of(1, total)["answers"], reason = "typing error" }, headers);
}
