using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Alerts;

/// <summary>What a clinician does with an alert, and what the data do to it afterwards.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class AlertLifeTests(Store store) : ClinicFixture(store)
{
    private static readonly string[] States = ["open", "seen", "discussed", "resolved", "dismissed"];

    [Test]
    public async Task It_goes_forward_step_by_step_and_keeps_its_history()
    {
        var (_, alert) = await WithADrop();
        foreach (var state in (string[])["seen", "discussed", "resolved"])
        {
            var set = await Set(alert, state, state == "discussed" ? "we talked about it" : null);
            Assert.That((set.Status, set.Json.Text("state")), Is.EqualTo((200, state)), set.Text);
        }

        var read = await Clinic.Clinician.Get($"/v1/alerts/{alert}");
        var history = read.Json["history"]!.AsArray();
        Assert.That(history.Select(h => h.Text("state")), Is.EqualTo(States[..4]));
        Assert.That(history.Select(h => h.Text("by")), Is.EqualTo(new[] { "service", "test clinician", "test clinician", "test clinician" }));
        Assert.That(history[2].Text("reason"), Is.EqualTo("we talked about it"));
        Assert.That((await Clinic.Clinician.Get($"/v1/alerts/{alert}", ("If-None-Match", read.Tag!))).Status, Is.EqualTo(304));
    }

    [Test]
    public async Task Backwards_and_out_of_a_closed_state_is_refused()
    {
        foreach (var (path, refused) in new[] { ("discussed", "seen"), ("resolved", "seen"), ("resolved", "dismissed"), ("dismissed", "discussed"), ("dismissed", "resolved") })
        {
            var (_, alert) = await WithADrop();
            await Set(alert, path, "because");
            var answer = await Set(alert, refused, "because");
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((409, "wrong-state")), $"{path} to {refused}: {answer.Text}");
            Assert.That((await Clinic.Clinician.Read($"/v1/alerts/{alert}")).Text("state"), Is.EqualTo(path));
        }
    }

    [Test]
    public async Task The_same_state_again_changes_nothing()
    {
        var (_, alert) = await WithADrop();
        var first = await Set(alert, "seen");
        var again = await Set(alert, "seen");
        Assert.That((again.Status, again.Tag), Is.EqualTo((200, first.Tag)));
        Assert.That(again.Body, Is.EqualTo(first.Body));
    }

    [TestCase("dismissed", null, "/reason required")]
    [TestCase("dismissed", " ", "/reason out-of-range")]
    [TestCase("open", null, "/state out-of-range")]
    [TestCase("forgotten", null, "/state out-of-range")]
    public async Task A_faulty_step_is_refused(string state, string? reason, string fault)
    {
        var (_, alert) = await WithADrop();
        var answer = reason is null ? await Clinic.Clinician.Post($"/v1/alerts/{alert}/state", new { state }) : await Set(alert, state, reason);
        Assert.That((answer.Status, answer.Faults.Single()), Is.EqualTo((400, fault)), answer.Text);
    }

    [Test]
    public async Task Only_its_clinician_acknowledges_it()
    {
        var (_, alert) = await WithADrop();
        Assert.That((await Clinic.Integration.Post($"/v1/alerts/{alert}/state", new { state = "seen" })).Status, Is.EqualTo(403));
        Assert.That((await Clinic.Supervisor.Post($"/v1/alerts/{alert}/state", new { state = "seen" })).Status, Is.EqualTo(403));
        Assert.That((await Clinic.OtherClinician.Post($"/v1/alerts/{alert}/state", new { state = "seen" })).Status, Is.EqualTo(404));
        Assert.That((await Clinic.OtherClinician.Get($"/v1/alerts/{alert}")).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Supervisor.Get($"/v1/alerts/{alert}")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task What_was_closed_is_not_raised_again_for_the_same_event()
    {
        var (episode, alert) = await WithADrop();
        await Set(alert, "dismissed", "was ill that day");
        await Clinic.Enter(episode, Forms.Of(7, 2.25));
        await Clinic.Enter(episode, Forms.Of(8, 4.25));
        Assert.That((await Strains(episode)).Select(a => (a.Text("id"), a.Text("state"))), Is.EqualTo(new (string?, string?)[] { (alert, "dismissed") }));
    }

    [Test]
    public async Task Nor_when_an_earlier_session_arrives_late_and_moves_its_number()
    {
        var episode = await NewEpisode();
        for (var n = 2; n <= 7; n++)
        {
            await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(n), n == 7 ? 2.25 : 4));
        }

        var alert = (await Strains(episode)).Single();
        Assert.That(alert.Whole("session"), Is.EqualTo(6));
        await Set(alert.Text("id")!, "resolved");
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 4));
        var moved = (await Strains(episode)).Single();
        Assert.That((moved.Text("state"), moved.Whole("session")), Is.EqualTo(("resolved", 7)));
        Assert.That((await Clinic.Trend(episode)).Scale().Whole("ruptures.0.onsetSession"), Is.EqualTo(7));
    }

    [Test]
    public async Task One_that_was_seen_stays_seen_when_only_its_number_moves()
    {
        var episode = await NewEpisode();
        for (var n = 2; n <= 7; n++)
        {
            await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(n), n == 7 ? 2.25 : 4));
        }

        await Set((await Strains(episode)).Single().Text("id")!, "seen");
        await Clinic.Enter(episode, Forms.At(Clinic.HeldAt(1), 4));
        var moved = (await Strains(episode)).Single();
        Assert.That((moved.Text("state"), moved.Whole("session")), Is.EqualTo(("seen", 7)));
        Assert.That(moved.Text("statement"), Does.StartWith("Session 7 was lower than expected"));
    }

    [Test]
    public async Task A_new_strain_opens_it_again_while_it_is_not_closed()
    {
        var (episode, alert) = await WithADrop();
        await Set(alert, "discussed");
        await Clinic.Enter(episode, Forms.Of(7, 4.25));
        await Clinic.Enter(episode, Forms.Of(8, 4.25));
        Assert.That((await Strains(episode)).Single().Text("state"), Is.EqualTo("discussed"));
        await Clinic.Enter(episode, Forms.Of(9, 4.25));
        await Clinic.Enter(episode, Forms.Of(10, 2));
        var again = (await Strains(episode)).Single();
        Assert.That((again.Text("id"), again.Text("state"), again.Whole("session")), Is.EqualTo((alert, "open", 10)));
        Assert.That(again["history"]!.AsArray().Last().Text("reason"), Does.Match(@"^Session 10 was lower than expected \(2\.0; expected about \d\.\d\)\.$"));
    }

    [Test]
    public async Task A_new_strain_after_a_closed_one_is_a_new_alert()
    {
        var (episode, alert) = await WithADrop();
        await Set(alert, "resolved");
        foreach (var (n, total) in new[] { (7, 4.25), (8, 4.25), (9, 4.25), (10, 2.0) })
        {
            await Clinic.Enter(episode, Forms.Of(n, total));
        }

        Assert.That((await Strains(episode)).Select(a => (a.Text("state"), a.Whole("session"))), Is.EquivalentTo(new (string?, int?)[] { ("resolved", 6), ("open", 10) }));
    }

    private async Task<List<JsonNode>> Strains(string episode) => [.. (await Clinic.Alerts(episode)).Where(a => a.Text("kind") == "possibleStrain")];

    private Task<Answer> Set(string alert, string state, string? reason = null) => Clinic.Clinician.Post($"/v1/alerts/{alert}/state", new { state, reason });

    private async Task<(string Episode, string Alert)> WithADrop()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 28 / 12.0);
        return (episode, (await Strains(episode)).Single().Text("id")!);
    }
}
