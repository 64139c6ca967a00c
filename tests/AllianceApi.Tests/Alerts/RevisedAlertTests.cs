using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Alerts;

/// <summary>An alert whose ground is taken away by later data says so, and does not vanish.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class RevisedAlertTests(Store store) : ClinicFixture(store)
{
    private const string Revised = "Later data changed the picture: the drop that raised this alert is no longer below what was expected.";

    [Test]
    public async Task A_drop_that_was_a_typing_error()
    {
        var (episode, last) = await WithADrop();
        await Amend(last, 4.25);
        var alert = (await Strains(episode)).Single();
        Assert.That((alert.Text("state"), alert.Text("statement"), alert["history"]!.AsArray().Last().Text("reason")), Is.EqualTo(("open", Revised, "revised")));
        Assert.That(alert.Number("because.inputs.score"), Is.EqualTo(2.25), "why it was raised stays");
        await Clinic.Enter(episode, Forms.Of(7, 4.25));
        Assert.That((await Strains(episode)).Single()["history"]!.AsArray(), Has.Count.EqualTo(2), "it is said once");
        Assert.That((await Clinic.Clinician.CaseloadRow(episode)).Texts("attention.because"), Is.EqualTo(new[] { Revised }));
    }

    [Test]
    public async Task A_drop_that_was_voided()
    {
        var (episode, last) = await WithADrop();
        await Clinic.Integration.Delete(last.Headers["Location"] + "?reason=wrong", ("If-Match", last.Tag!));
        Assert.That((await Strains(episode)).Single().Text("statement"), Is.EqualTo(Revised));
    }

    [Test]
    public async Task A_drop_of_another_client()
    {
        var (episode, last) = await WithADrop();
        var other = await NewEpisode();
        await Clinic.EnterTotals(other, 4, 4, 4, 4);
        await Clinic.Integration.Post(last.Headers["Location"] + "/move", new { episodeId = other, reason = "wrong client" });
        Assert.That((await Strains(episode)).Single().Text("statement"), Is.EqualTo(Revised));
        var raised = (await Strains(other)).Single();
        Assert.That((raised.Text("state"), raised.Whole("session")), Is.EqualTo(("open", 5)), "there it is a drop, too");
    }

    [Test]
    public async Task A_drop_that_comes_back_is_told_anew()
    {
        var (episode, last) = await WithADrop();
        var amended = await Amend(last, 4);
        await Clinic.Integration.Put(last.Headers["Location"], new { answers = Forms.Of(1, 2)["answers"], reason = "it was right" }, ("If-Match", amended.Tag!));
        var alert = (await Strains(episode)).Single();
        Assert.That((alert.Text("state"), alert.Number("because.inputs.score")), Is.EqualTo(("open", (double?)2)));
        Assert.That(alert.Text("statement"), Does.StartWith("Session 6 was lower than expected (2.0"));
    }

    [Test]
    public async Task An_older_strain_that_was_closed_does_not_take_its_place()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 2, 4.25, 4.25, 4.25);
        var first = (await Strains(episode)).Single();
        await Clinic.Clinician.Post($"/v1/alerts/{first.Text("id")}/state", new { state = "resolved" });
        var last = await Clinic.Submit(episode, Forms.Of(9, 2));
        var second = (await Strains(episode)).Single(a => a.Text("state") == "open");
        await Clinic.Clinician.Post($"/v1/alerts/{second.Text("id")}/state", new { state = "seen" });
        await Amend(last, 4.25);
        var alerts = await Strains(episode);
        Assert.That(alerts.Select(a => (a.Whole("session"), a.Text("state"))), Is.EquivalentTo(new (int?, string?)[] { (5, "resolved"), (9, "seen") }));
        Assert.That(alerts.Single(a => a.Text("state") == "seen").Text("statement"), Is.EqualTo(Revised));
    }

    [Test]
    public async Task A_fall_that_is_over()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4.5, 4.25, 4, 3.75, 3.5, 3.25, 3);
        var falling = (await Clinic.Alerts(episode)).Single(a => a.Text("kind") == "falling");
        Assert.That(falling.Text("statement"), Does.StartWith("Over the last 4 sessions: down "));
        for (var n = 8; n <= 12; n++)
        {
            await Clinic.Enter(episode, Forms.Of(n, 4));
        }

        var revised = (await Clinic.Alerts(episode)).Single(a => a.Text("id") == falling.Text("id"));
        Assert.That(revised.Text("statement"), Is.EqualTo("Later data changed the picture: over the last sessions the level no longer falls."));
        Assert.That(revised["history"]!.AsArray().Count(h => h.Text("reason") == "revised"), Is.EqualTo(1));
    }

    private async Task<List<JsonNode>> Strains(string episode) => [.. (await Clinic.Alerts(episode)).Where(a => a.Text("kind") == "possibleStrain")];

    private Task<Answer> Amend(Answer last, double total) =>
        Clinic.Integration.Put(last.Headers["Location"], new { answers = Forms.Of(1, total)["answers"], reason = "typing error" }, ("If-Match", last.Tag!));

    private async Task<(string Episode, Answer Last)> WithADrop()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4.25, 4.5, 4.25, 4.5, 4.25);
        var last = await Clinic.Submit(episode, Forms.Of(6, 2.25));
        Assert.That(await Strains(episode), Has.Count.EqualTo(1));
        return (episode, last);
    }
}
