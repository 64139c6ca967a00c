using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Episodes;

/// <summary>The sessions of an episode, and the correction of their times.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class SessionTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task They_are_listed_by_number_and_paged()
    {
        var episode = await NewEpisode();
        foreach (var number in (int[])[3, 1, 12, 2])
        {
            await Clinic.Enter(episode, Forms.Of(number, 4));
        }

        var all = await Clinic.Clinician.All($"/v1/episodes/{episode}/sessions?limit=2");
        Assert.That(all.Select(s => s.Whole("number")), Is.EqualTo(new[] { 1, 2, 3, 12 }));
        Assert.That(all.Select(s => s.Text("heldAt")), Is.EqualTo(new[] { 1, 2, 3, 12 }.Select(Clinic.HeldAt)));
        Assert.That((await Clinic.OtherClinician.Get($"/v1/episodes/{episode}/sessions")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_correction_needs_the_state_that_it_changes()
    {
        var path = $"/v1/episodes/{await With(1, 2)}/sessions/2";
        var read = await Clinic.Clinician.Get(path);
        Assert.That((await Clinic.Clinician.Put(path, new { heldAt = "2024-01-16T09:00:00+01:00" })).Status, Is.EqualTo(428));
        Assert.That((await Clinic.Clinician.Put(path, new { heldAt = "2024-01-16T09:00:00+01:00" }, ("If-Match", "\"1-0\""))).Status, Is.EqualTo(412));
        var put = await Clinic.Clinician.Put(path, new { heldAt = "2024-01-16T09:00:00+01:00", modality = "video" }, ("If-Match", read.Tag!));
        Assert.That((put.Status, put.Json.Text("heldAt"), put.Json.Text("modality")), Is.EqualTo((200, "2024-01-16T08:00:00Z", "video")), put.Text);
        Assert.That((await Clinic.Clinician.Get(path)).Tag, Is.EqualTo(put.Tag).And.Not.EqualTo(read.Tag));
        Assert.That((await Clinic.Clinician.Put(path, new { heldAt = "2024-01-17T09:00:00Z" }, ("If-Match", read.Tag!))).Status, Is.EqualTo(412), "the first state is gone");
        Assert.That((await Clinic.Clinician.Put(path, new { heldAt = "2024-01-16T09:00:00+01:00", modality = "video" })).Status, Is.EqualTo(200), "the same content changes nothing");
    }

    [Test]
    public async Task An_inferred_session_takes_the_number_of_its_right_time_and_the_trend_follows()
    {
        var episode = await NewEpisode();
        for (var n = 1; n <= 3; n++)
        {
            await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(n), 3 + (n / 4.0)));
        }

        var before = await Clinic.Trend(episode);
        var tag = (await Clinic.Integration.Get($"/v1/episodes/{episode}/sessions/1")).Tag!;
        var put = await Clinic.Integration.Put($"/v1/episodes/{episode}/sessions/1", new { heldAt = Clinic.HeldAt(5) }, ("If-Match", tag));
        Assert.That((put.Status, put.Json.Whole("number")), Is.EqualTo((200, 3)), put.Text);
        var after = await Clinic.Trend(episode);
        Assert.That(after.Scale()["points"]!.AsArray().Select(p => p.Number("score")), Is.EqualTo(new[] { 3.5, 3.75, 3.25 }));
        Assert.That(after.Whole("revision"), Is.GreaterThan(before.Whole("revision")!.Value));
        var read = await Clinic.Integration.Get($"/v1/episodes/{episode}/sessions/3");
        Assert.That((read.Body, read.Tag), Is.EqualTo((put.Body, put.Tag)));
    }

    [Test]
    public async Task A_state_that_was_read_under_a_number_does_not_fit_the_session_that_has_the_number_now()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(2), 3));
        var tag = (await Clinic.Integration.Get($"/v1/episodes/{episode}/sessions/1")).Tag!;
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 3));
        var put = await Clinic.Integration.Put($"/v1/episodes/{episode}/sessions/1", new { heldAt = Clinic.HeldAt(3) }, ("If-Match", tag));
        Assert.That(put.Status, Is.EqualTo(412), put.Text);
        var second = await Clinic.Integration.Put($"/v1/episodes/{episode}/sessions/2", new { heldAt = Clinic.HeldAt(3) }, ("If-Match", tag));
        Assert.That(second.Status, Is.EqualTo(200), "the session that was read is the second now");
    }

    [TestCase(2, 5, "Session 3")]
    [TestCase(3, 1, "Session 2")]
    public async Task A_correction_against_given_numbers_names_the_session_in_the_way(int number, int time, string named)
    {
        var episode = await With(2, 3, 4);
        var path = $"/v1/episodes/{episode}/sessions/{number}";
        var tag = (await Clinic.Integration.Get(path)).Tag!;
        var answer = await Clinic.Integration.Put(path, new { heldAt = Clinic.HeldAt(time) }, ("If-Match", tag));
        Assert.That((answer.Status, answer.Problem), Is.EqualTo((409, "session-order")), answer.Text);
        Assert.That(answer.Json.Text("detail"), Does.StartWith(named));
        Assert.That((await Clinic.Integration.Get(path)).Tag, Is.EqualTo(tag));
    }

    [Test]
    public async Task What_does_not_exist_is_not_found_and_a_wrong_number_is_a_fault()
    {
        var episode = await With(1);
        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{episode}/sessions/2")).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{episode}/sessions/0")).Status, Is.EqualTo(400));
        Assert.That((await Clinic.Integration.Put($"/v1/episodes/{episode}/sessions/2", new { heldAt = Clinic.HeldAt(2) }, ("If-Match", "*"))).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Integration.Put($"/v1/episodes/{episode}/sessions/1", new { modality = "video" }, ("If-Match", "*"))).Faults.Single(), Is.EqualTo("/heldAt required"));
        Assert.That((await Clinic.Supervisor.Put($"/v1/episodes/{episode}/sessions/1", new { heldAt = Clinic.HeldAt(2) }, ("If-Match", "*"))).Status, Is.EqualTo(403));
    }

    private async Task<string> With(params int[] numbers)
    {
        var episode = await NewEpisode();
        foreach (var number in numbers)
        {
            await Clinic.Enter(episode, Forms.Of(number, 4));
        }

        return episode;
    }
}
