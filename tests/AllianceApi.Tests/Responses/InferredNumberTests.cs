using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>Session numbers that follow from the order of time, and move when an earlier session arrives late.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class InferredNumberTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task A_late_arrival_shifts_the_numbers_of_responses_trend_and_sessions()
    {
        var episode = await NewEpisode();
        var second = await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(2), 3.5));
        var third = await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(3), 3.75));
        Assert.That((second.Whole("session.number"), third.Whole("session.number")), Is.EqualTo((1, 2)));
        var first = await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 3));
        Assert.That(first.Whole("session.number"), Is.EqualTo(1));
        Assert.That((await Clinic.Integration.Read($"/v1/responses/{third.Text("id")}")).Whole("session.number"), Is.EqualTo(3));
        var points = (await Clinic.Trend(episode)).Scale()["points"]!.AsArray();
        Assert.That(points.Select(p => (p.Whole("session"), p.Number("score"))), Is.EqualTo(new (int?, double?)[] { (1, 3), (2, 3.5), (3, 3.75) }));
        Assert.That((await Clinic.Integration.All($"/v1/episodes/{episode}/sessions")).Select(s => s.Text("heldAt")), Is.EqualTo(new[] { 1, 2, 3 }.Select(Clinic.HeldAt)));
    }

    [Test]
    public async Task A_first_form_of_another_rater_that_shifts_the_numbers_is_in_its_own_trend_and_caseload()
    {
        var episode = await NewEpisode();
        Assert.That((await Clinic.Trend(episode, "?rater=therapist")).Whole("forms"), Is.Zero);
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(2), 3.5));
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 3, "therapist"));
        Assert.That((await Clinic.Trend(episode, "?rater=therapist")).Scale().Number("points.0.score"), Is.EqualTo(3));
        Assert.That((await Clinic.Trend(episode)).Scale().Whole("points.0.session"), Is.EqualTo(2));
    }

    [Test]
    public async Task An_old_revision_keeps_to_its_session_when_numbers_move()
    {
        var episode = await NewEpisode();
        var made = await Clinic.Submit(episode, Forms.At(Clinic.HeldAt(2), 3.5));
        await Clinic.Integration.Put(made.Headers["Location"], new { answers = Forms.Of(1, 4)["answers"], reason = "typing error" }, ("If-Match", made.Tag!));
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 3));
        var old = await Clinic.Integration.Read(made.Headers["Location"] + "?revision=1");
        Assert.That((old.Whole("session.number"), old.Text("session.heldAt"), old.Score().Number("mean")), Is.EqualTo((2, Clinic.HeldAt(2), 3.5)));
    }

    [Test]
    public async Task The_same_instant_is_the_same_session_in_whatever_offset_it_is_written()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.At("2024-01-08T10:00:00Z", 3.5));
        Assert.That((await Clinic.Submit(episode, Forms.At("2024-01-08T11:00:00+01:00", 3.5))).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Submit(episode, Forms.At("2024-01-08T10:00:00.000000Z", 3))).Problem, Is.EqualTo("response-exists"));
        Assert.That((await Clinic.Enter(episode, Forms.At("2024-01-08T10:00:00.000001Z", 3))).Whole("session.number"), Is.EqualTo(2));
    }

    [Test]
    public async Task Given_numbers_stay_and_inferred_ones_go_around_them()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(5, 3.5, heldAt: Clinic.HeldAt(5)));
        var later = await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(7), 4));
        var early = await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(2), 3));
        var earlier = await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 2));
        Assert.That((earlier.Whole("session.number"), early.Whole("session.number"), later.Whole("session.number")), Is.EqualTo((1, 1, 6)));
        var trend = await Clinic.Trend(episode);
        Assert.That(trend.Scale()["points"]!.AsArray().Select(p => p.Whole("session")), Is.EqualTo(new[] { 1, 2, 5, 6 }));
        Assert.That(trend["missingSessions"]!.AsArray().Select(n => (int)n!), Is.EqualTo(new[] { 3, 4 }));
    }

    [Test]
    public async Task A_number_given_for_an_instant_that_is_known_names_that_session_in_either_order()
    {
        var (one, two) = (await NewEpisode(), await NewEpisode());
        var (timed, numbered) = (Forms.At(Clinic.HeldAt(1), 3), Forms.Of(3, 4, "therapist", Clinic.HeldAt(1)));
        await Clinic.Enter(one, timed);
        await Clinic.Enter(one, numbered);
        await Clinic.Enter(two, numbered);
        await Clinic.Enter(two, timed);
        foreach (var episode in (string[])[one, two])
        {
            var sessions = await Clinic.Integration.All($"/v1/episodes/{episode}/sessions");
            Assert.That(sessions.Select(s => (s.Whole("number"), (bool?)s["numberGiven"])), Is.EqualTo(new (int?, bool?)[] { (3, true) }), episode);
            Assert.That((await Clinic.Trend(episode)).Scale().Whole("points.0.session"), Is.EqualTo(3));
            Assert.That((await Clinic.Trend(episode, "?rater=therapist")).Scale().Whole("points.0.session"), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task A_session_for_which_no_number_is_left_is_refused()
    {
        var episode = await NewEpisode();
        await Clinic.Enter(episode, Forms.Of(1, 3.5, heldAt: Clinic.HeldAt(2)));
        var before = await Clinic.Submit(episode, Forms.At(Clinic.HeldAt(1), 3));
        Assert.That((before.Status, before.Problem), Is.EqualTo((409, "session-order")), before.Text);
        Assert.That(before.Json.Text("detail"), Does.Contain("session 1"));
        await Clinic.Enter(episode, Forms.Of(10_000, 3.5, heldAt: Clinic.HeldAt(3)));
        var after = await Clinic.Submit(episode, Forms.At(Clinic.HeldAt(4), 3));
        Assert.That((after.Status, after.Problem), Is.EqualTo((409, "session-order")), after.Text);
    }
}
