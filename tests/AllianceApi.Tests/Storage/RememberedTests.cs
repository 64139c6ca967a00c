using AllianceApi.Tests.Running;
using AllianceApi.Tests.Visibility;

namespace AllianceApi.Tests.Storage;

/// <summary>What the writer remembers from form to form never hides what was written meanwhile, by this instance or by another on the same store.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class RememberedTests(Store store) : ClinicFixture(store)
{
    private RunningService _beside = null!;

    [OneTimeSetUp]
    public async Task OpenBeside() => _beside = await Clinic.Beside();

    [OneTimeTearDown]
    public async Task CloseBeside() => await _beside.DisposeAsync();

    [Test]
    public async Task A_session_whose_time_was_corrected([Values] bool byAnother)
    {
        var episode = await Remembered();
        var by = By(byAnother);
        var path = $"/v1/episodes/{episode}/sessions/6";
        var put = await by.Put(path, new { heldAt = Clinic.HeldAt(9) }, ("If-Match", (await by.Get(path)).Tag!));
        Assert.That(put.Status, Is.EqualTo(200), put.Text);
        var early = await Clinic.Submit(episode, Forms.Of(7, 4, heldAt: Clinic.HeldAt(8)));
        Assert.That((early.Status, early.Problem), Is.EqualTo((409, "session-order")), early.Text);
        Assert.That((await Clinic.Submit(episode, Forms.Of(7, 4, heldAt: Clinic.HeldAt(10)))).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task A_session_that_came_meanwhile([Values] bool byAnother)
    {
        var episode = await Remembered();
        Assert.That((await Clinic.Submit(episode, Forms.Of(7, 4), By(byAnother))).Status, Is.EqualTo(201));
        Assert.That((await Clinic.Submit(episode, Forms.Of(7, 4))).Status, Is.EqualTo(200));
        Assert.That((await Clinic.Submit(episode, Forms.Of(7, 3))).Problem, Is.EqualTo("response-exists"));
        var next = await Clinic.Submit(episode, Forms.At(Clinic.HeldAt(8)));
        Assert.That((next.Status, next.Json.Whole("session.number")), Is.EqualTo((201, 8)), next.Text);
    }

    [Test]
    public async Task An_alert_that_was_looked_at([Values] bool byAnother)
    {
        var episode = await Remembered();
        foreach (var number in (int[])[7, 8, 9])
        {
            // What follows for alerts is done with the first; the others find them remembered.
            Assert.That(States(await Clinic.Submit(episode, Forms.Of(number, 4))), Is.EqualTo((string[])["open"]));
        }

        var alert = (await Clinic.Alerts(episode)).Single(a => a.Text("kind") == "possibleStrain").Text("id");
        Assert.That((await By(byAnother, Clinic.Clinician).Post($"/v1/alerts/{alert}/state", new { state = "seen" })).Status, Is.EqualTo(200));
        Assert.That(States(await Clinic.Submit(episode, Forms.Of(10, 4))), Is.EqualTo((string[])["seen"]));
        Assert.That((await By(byAnother, Clinic.Clinician).Post($"/v1/alerts/{alert}/state", new { state = "dismissed", reason = "a bad day" })).Status, Is.EqualTo(200));
        Assert.That(States(await Clinic.Submit(episode, Forms.Of(11, 4))), Is.Empty);
    }

    [Test]
    public async Task Alerts_that_forms_raised_and_changed()
    {
        var episode = await NewEpisode();
        var chance = new Random(7);
        for (var number = 1; number <= 40; number++)
        {
            // Sudden lows and highs, and a therapist who sees it otherwise.
            await Tells(await Clinic.Submit(episode, Forms.Of(number, 1 + (chance.Next(9) / 2.0))), "client");
            if (number % 2 == 0)
            {
                await Tells(await Clinic.Submit(episode, Forms.Of(number, 5, "therapist")), "therapist");
            }
        }

        Assert.That((await Clinic.Alerts(episode)).Select(a => a.Text("kind")).Distinct(), Is.SupersetOf((string[])["possibleStrain", "raterDivergence"]));

        async Task Tells(Answer told, string rater)
        {
            var stored = (await Clinic.Alerts(episode)).Where(a => a.Text("rater") == rater && a.Text("state") is "open" or "seen" or "discussed");
            Assert.That(
                told.Json["alerts"]!.AsArray().Select(a => $"{a.Text("id")} {a.Text("kind")} {a.Text("state")}"),
                Is.EqualTo(stored.OrderBy(a => a.Text("id"), StringComparer.Ordinal).Select(a => $"{a.Text("id")} {a.Text("kind")} {a.Text("state")}")));
        }
    }

    [Test]
    public async Task A_policy_that_shows_less([Values] bool byAnother)
    {
        var episode = await Remembered();
        Assert.That((await Clinic.Submit(episode, Forms.Of(7, 4))).Json["answers"]!.AsObject(), Has.Count.EqualTo(12));
        var put = await By(byAnother).Put($"/v1/clients/c-{episode}/visibility", Policies.Of(integration: "trend"));
        Assert.That(put.Status, Is.AnyOf(200, 201), put.Text);
        Assert.That((await Clinic.Submit(episode, Forms.Of(8, 4))).Json["answers"]!.AsObject(), Is.Empty);
    }

    [Test]
    public async Task A_form_that_was_voided([Values] bool byAnother)
    {
        var episode = await Remembered();
        var last = await Clinic.Submit(episode, Forms.Of(7, 4));
        var voided = await By(byAnother).Delete($"/v1/responses/{last.Json.Text("id")}?reason=wrong%20client", ("If-Match", last.Tag!));
        Assert.That(voided.Status, Is.AnyOf(200, 204), voided.Text);
        Assert.That((await Clinic.Submit(episode, Forms.Of(8, 4))).Status, Is.EqualTo(201));
        Assert.That((await Clinic.Trend(episode)).Whole("forms"), Is.EqualTo(7));
    }

    [Test]
    public async Task A_client_who_was_erased([Values] bool byAnother)
    {
        var episode = await Remembered();
        var erased = await By(byAnother).Delete($"/v1/clients/c-{episode}", ("If-Match", "*"));
        Assert.That(erased.Status, Is.EqualTo(204), erased.Text);
        Assert.That((await Clinic.Submit(episode, Forms.Of(7, 4))).Status, Is.EqualTo(404));
    }

    // Six forms that this instance filed, the last of them a drop.
    private async Task<string> Remembered()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4.25, 4, 4.25, 4, 28 / 12.0);
        return episode;
    }

    private Api By(bool another, Api? who = null) => another ? _beside.Api((who ?? Clinic.Integration).Key) : who ?? Clinic.Integration;

    private static string[] States(Answer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return [.. answer.Json["alerts"]!.AsArray().Where(a => a.Text("kind") == "possibleStrain").Select(a => a.Text("state")!)];
    }
}
