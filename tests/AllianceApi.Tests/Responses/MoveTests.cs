using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>A response that was filed under the wrong client goes to the right episode.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class MoveTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task Both_trends_change()
    {
        var (from, to) = (await NewEpisode(), await NewEpisode());
        await Clinic.EnterTotals(from, 4, 4.25, 2);
        await Clinic.EnterTotals(to, 3, 3.25);
        var stray = (await Clinic.Integration.All($"/v1/episodes/{from}/responses")).Single(r => r.Whole("session.number") == 3);
        var moved = await Move(stray.Text("id")!, to);
        Assert.That(moved.Status, Is.EqualTo(200), moved.Text);
        Assert.That((moved.Json.Text("episodeId"), moved.Json.Whole("session.number"), moved.Json.Whole("revision"), moved.Json.Text("reason")), Is.EqualTo((to, 3, 2, "wrong client")));
        Assert.That((await Clinic.Trend(from)).Scale()["points"]!.AsArray().Select(p => p.Number("score")), Is.EqualTo(new[] { 4, 4.25 }));
        Assert.That((await Clinic.Trend(to)).Scale()["points"]!.AsArray().Select(p => p.Number("score")), Is.EqualTo(new[] { 3, 3.25, 2 }));
        Assert.That((await Clinic.Clinician.CaseloadRow(from)).Whole("forms"), Is.EqualTo(2));
        Assert.That((await Clinic.Clinician.CaseloadRow(to)).Whole("lastSession"), Is.EqualTo(3));
    }

    [Test]
    public async Task The_session_is_numbered_by_its_time_in_the_other_episode()
    {
        var (from, to) = (await NewEpisode(), await NewEpisode());
        var stray = await Clinic.Enter(from, Forms.Of(7, 4, heldAt: Clinic.HeldAt(2)).WithSession(new { number = 7, heldAt = Clinic.HeldAt(2), modality = "video" }));
        await Clinic.Enter(to, Forms.At(Clinic.HeldAt(1), 3));
        await Clinic.Enter(to, Forms.At(Clinic.HeldAt(3), 3.5));
        var moved = await Move(stray.Text("id")!, to);
        Assert.That((moved.Json.Whole("session.number"), moved.Json.Text("session.heldAt"), moved.Json.Text("session.modality")), Is.EqualTo((2, Clinic.HeldAt(2), "video")));
        Assert.That((await Clinic.Trend(to)).Scale()["points"]!.AsArray().Select(p => (p.Whole("session"), p.Number("score"))), Is.EqualTo(new (int?, double?)[] { (1, 3), (2, 4), (3, 3.5) }));
    }

    [Test]
    public async Task A_place_that_is_taken_is_refused_and_nothing_moves()
    {
        var (from, to) = (await NewEpisode(), await NewEpisode());
        var stray = await Clinic.Enter(from, Forms.Of(1, 4));
        var there = await Clinic.Enter(to, Forms.Of(1, 3));
        var refused = await Move(stray.Text("id")!, to);
        Assert.That((refused.Status, refused.Problem, refused.Json.Text("existing")), Is.EqualTo((409, "response-exists", $"/v1/responses/{there.Text("id")}")), refused.Text);
        Assert.That((await Clinic.Integration.Read($"/v1/responses/{stray.Text("id")}")).Text("episodeId"), Is.EqualTo(from));
        Assert.That((await Clinic.Trend(from)).Whole("forms"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_integration_moves_between_clinicians_and_the_first_one_sees_it_no_more()
    {
        var (from, to) = (await NewEpisode(), await NewEpisode("th-2"));
        var id = (await Clinic.Enter(from, Forms.Of(1, 4))).Text("id")!;
        Assert.That((await Move(id, to)).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Clinician.Get($"/v1/responses/{id}")).Status, Is.EqualTo(404));
        Assert.That((await Clinic.OtherClinician.Get($"/v1/responses/{id}")).Status, Is.EqualTo(200));
        Assert.That((await Clinic.OtherClinician.Get($"/v1/responses/{id}?revision=1")).Status, Is.EqualTo(404), "the first revision was another client's");
        Assert.That((await Clinic.Integration.Read($"/v1/responses/{id}?revision=1")).Text("episodeId"), Is.EqualTo(from));
    }

    [Test]
    public async Task A_clinician_moves_between_its_own_episodes_only()
    {
        var (own, mine, other) = (await NewEpisode(), await NewEpisode(), await NewEpisode("th-2"));
        var id = (await Clinic.Enter(own, Forms.Of(1, 4))).Text("id")!;
        Assert.That((await Move(id, other, Clinic.Clinician)).Status, Is.EqualTo(404));
        Assert.That((await Move(id, other, Clinic.OtherClinician)).Status, Is.EqualTo(404));
        Assert.That((await Move(id, mine, Clinic.Supervisor)).Status, Is.EqualTo(403));
        Assert.That((await Move(id, mine, Clinic.Clinician)).Json.Text("episodeId"), Is.EqualTo(mine));
    }

    [Test]
    public async Task To_where_it_is_changes_nothing_and_back_again_is_a_further_revision()
    {
        var (from, to) = (await NewEpisode(), await NewEpisode());
        var id = (await Clinic.Enter(from, Forms.Of(1, 4))).Text("id")!;
        Assert.That((await Move(id, from)).Json.Whole("revision"), Is.EqualTo(1));
        await Move(id, to);
        Assert.That((await Move(id, from)).Json.Whole("revision"), Is.EqualTo(3));
        Assert.That(((await Clinic.Trend(from)).Whole("forms"), (await Clinic.Trend(to)).Whole("forms")), Is.EqualTo((1, 0)));
        Assert.That((await Move(id, "nowhere")).Problem, Is.EqualTo("not-found"));
        Assert.That((await Clinic.Integration.Post($"/v1/responses/{id}/move", new { episodeId = to })).Faults.Single(), Is.EqualTo("/reason required"));
    }

    private Task<Answer> Move(string id, string to, Api? by = null) => (by ?? Clinic.Integration).Post($"/v1/responses/{id}/move", new { episodeId = to, reason = "wrong client" });
}
