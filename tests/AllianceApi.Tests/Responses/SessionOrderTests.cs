using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>Given session numbers must not fall while time goes on, and a session happens on one day.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class SessionOrderTests(Store store) : ClinicFixture(store)
{
    [TestCase(3, 1, "Session 2", Description = "a later number, an earlier time")]
    [TestCase(1, 3, "Session 2", Description = "an earlier number, a later time")]
    [TestCase(3, 5, "Session 4", Description = "between, but after the next one")]
    public async Task A_contradiction_names_the_session_in_the_way(int number, int time, string named)
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(2, 4, heldAt: Clinic.HeldAt(2)));
        await Clinic.Enter(episode, Forms.Of(4, 4, heldAt: Clinic.HeldAt(4)));
        var answer = await Clinic.Submit(episode, Forms.Of(number, 4, heldAt: Clinic.HeldAt(time)));
        Assert.That((answer.Status, answer.Problem), Is.EqualTo((409, "session-order")), answer.Text);
        Assert.That(answer.Json.Text("detail"), Does.StartWith(named));
        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/sessions"), Has.Count.EqualTo(2), "nothing is stored");
    }

    [Test]
    public async Task Equal_instants_are_allowed()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(2, 4, heldAt: Clinic.HeldAt(2)));
        await Clinic.Enter(episode, Forms.Of(3, 4, heldAt: Clinic.HeldAt(2)));
        await Clinic.Enter(episode, Forms.Of(1, 4, heldAt: Clinic.HeldAt(2)));
        Assert.That((await Clinic.Trend(episode)).Scale()["points"]!.AsArray().Select(p => p.Whole("session")), Is.EqualTo(new[] { 1, 2, 3 }));
        var which = await Clinic.Submit(episode, Forms.At(Clinic.HeldAt(2), 3, "therapist"));
        Assert.That((which.Status, which.Problem), Is.EqualTo((409, "session-order")), "an instant of three sessions names none of them");
    }

    [Test]
    public async Task Gaps_are_filled_later()
    {
        var episode = await NewEpisode();
        foreach (var number in (int[])[4, 1, 3, 2])
        {
            await Clinic.Enter(episode, Forms.Of(number, 4));
        }

        Assert.That((await Clinic.Trend(episode)).Scale()["points"]!.AsArray().Select(p => p.Whole("session")), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task A_known_session_needs_no_time_and_an_unknown_one_does()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(1, 4));
        var known = await Clinic.Enter(episode, Forms.Of(1, 4, "therapist").WithSession(new { number = 1 }));
        Assert.That(known.Text("session.heldAt"), Is.EqualTo(Clinic.HeldAt(1)));
        var unknown = await Clinic.Submit(episode, Forms.Of(2, 4).WithSession(new { number = 2 }));
        Assert.That((unknown.Status, unknown.Faults.Single()), Is.EqualTo((400, "/session/heldAt required")), unknown.Text);
        var neither = await Clinic.Submit(episode, Forms.Of(2, 4).WithSession(new { modality = "video" }));
        Assert.That((neither.Status, neither.Faults.Single()), Is.EqualTo((400, "/session/heldAt required")), neither.Text);
        var nulls = await Clinic.Submit(episode, Forms.Of(2, 4).WithSession(new { number = (int?)null, heldAt = (string?)null }));
        Assert.That((nulls.Status, nulls.Faults.Single()), Is.EqualTo((400, "/session/heldAt required")), nulls.Text);
    }

    // The session was held on 2024-03-10T23:30:00+01:00, which is 22:30 UTC.
    [TestCase("2024-03-10T00:00:00+01:00", true)]
    [TestCase("2024-03-10T23:59:59+01:00", true)]
    [TestCase("2024-03-11T00:00:00+01:00", false)]
    [TestCase("2024-03-11T00:10:00+02:00", true, Description = "there it was half past midnight of the 11th")]
    [TestCase("2024-03-10T12:00:00+02:00", false, Description = "there it was half past midnight of the 11th")]
    [TestCase("2024-03-10T12:00:00Z", true)]
    [TestCase("2024-03-09T23:59:59-08:00", false)]
    [TestCase("2024-03-10T00:00:00-08:00", true)]
    public async Task A_later_form_may_name_any_time_on_the_same_day_in_its_own_offset(string heldAt, bool sameDay)
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(1, 4, heldAt: "2024-03-10T23:30:00+01:00"));
        var answer = await Clinic.Submit(episode, Forms.Of(1, 4, "therapist", heldAt));
        Assert.That(answer.Status, Is.EqualTo(sameDay ? 201 : 409), answer.Text);
        Assert.That(sameDay ? answer.Json.Text("session.heldAt") : answer.Problem, Is.EqualTo(sameDay ? "2024-03-10T22:30:00Z" : "session-order"));
        if (!sameDay)
        {
            Assert.That(answer.Json.Text("detail"), Does.StartWith("Session 1 "));
        }
    }

    [Test]
    public async Task A_later_form_completes_the_modality_and_changes_none_that_is_known()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(1, 4));
        var therapist = await Clinic.Enter(episode, Forms.Of(1, 4, "therapist").WithSession(new { number = 1, modality = "video" }));
        Assert.That(therapist.Text("session.modality"), Is.EqualTo("video"));
        await Clinic.Submit(episode, Forms.Of(1, 4).WithSession(new { number = 1, modality = "phone" }));
        Assert.That((await Clinic.Integration.Read($"/v1/episodes/{episode}/sessions/1")).Text("modality"), Is.EqualTo("video"));
    }

    [TestCase("2024-01-08T10:00:00", "no-offset")]
    [TestCase("2024-01-08", "invalid-format")]
    [TestCase("2024-02-30T10:00:00Z", "out-of-range")]
    [TestCase("2024-01-08T10:00:00+15:00", "invalid-format")]
    public async Task A_time_that_is_no_instant_is_refused(string heldAt, string code)
    {
        var answer = await Clinic.Submit(await NewEpisode(), Forms.Of(1, 4, heldAt: heldAt));
        Assert.That((answer.Status, answer.Faults.Single()), Is.EqualTo((400, $"/session/heldAt {code}")), answer.Text);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(10_001)]
    public async Task A_number_outside_the_range_is_refused(int number)
    {
        var answer = await Clinic.Submit(await NewEpisode(), Forms.Of(number, 4, heldAt: Clinic.HeldAt(1)));
        Assert.That((answer.Status, answer.Faults.Single()), Is.EqualTo((400, "/session/number out-of-range")), answer.Text);
    }
}
