using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.CdsHooks;

/// <summary>What became of a card is kept with its alert.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FeedbackTests(Store store) : ClinicFixture(store)
{
    private static readonly object Reason = new { reason = new { code = "already-discussed", system = "urn:alliance:override-reason" }, userComment = "Spoke about it on Monday." };

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Alerts:NoFormsAfterDays"] = "0" };

    [Test]
    public async Task ItIsKeptWithTheAlert()
    {
        var (episode, card) = await Shown();
        var answer = await Clinic.Integration.Post(Hooks.Feedback, Hooks.Note(card, reason: Reason));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        var alert = (await Clinic.Alerts(episode)).Single();
        Assert.That(alert["feedback"]!.ToJsonString(), Is.EqualTo(
            $$"""[{"card":"{{card}}","outcome":"overridden","at":"2026-03-02T10:00:00Z","by":"test integration","reason":"already-discussed","comment":"Spoke about it on Monday."}]"""));
        Assert.That(alert.Text("state"), Is.EqualTo("open"), "a state is for the clinician to set");
    }

    [Test]
    public async Task ItOutlivesTheService()
    {
        var (episode, card) = await Shown();
        await using (var other = await Clinic.Beside(b => b.Configuration["Alerts:NoFormsAfterDays"] = "0"))
        {
            Assert.That((await other.Api(Clinic.Integration.Key).Post(Hooks.Feedback, Hooks.Note(card, "accepted"))).Status, Is.EqualTo(200));
        }

        Assert.That((await Clinic.Alerts(episode)).Single(a => a.Text("kind") == "possibleStrain").Text("feedback.0.outcome"), Is.EqualTo("accepted"));
    }

    [Test]
    public async Task TheSameNoteAgainChangesNothing()
    {
        var (episode, card) = await Shown();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Clinic.Integration.Post(Hooks.Feedback, Hooks.Note(card, reason: Reason))));
        var alert = (await Clinic.Alerts(episode)).Single();
        var tag = (await Clinic.Clinician.Get($"/v1/alerts/{alert.Text("id")}")).Tag;
        var again = await Clinic.Integration.Post(Hooks.Feedback, Hooks.Note(card, reason: Reason));
        var events = (await Clinic.Integration.Get("/v1/events?limit=500")).Json["items"]!.AsArray().Count(e => e.Text("type") == "alert.changed" && e.Text("episodeId") == episode);
        Assert.That((again.Status, alert["feedback"]!.AsArray().Count, events), Is.EqualTo((200, 1, 1)));
        Assert.That((await Clinic.Clinician.Get($"/v1/alerts/{alert.Text("id")}", ("If-None-Match", tag!))).Status, Is.EqualTo(304));
    }

    [Test]
    public async Task OfSeveralTheLatestCountsInWhateverOrderTheyCome()
    {
        var (episode, card) = await Shown();
        foreach (var (outcome, at) in new[] { ("overridden", "2026-03-02T11:00:00+01:00"), ("accepted", "2026-03-02T10:30:00Z"), ("overridden", "2026-03-02T09:00:00Z") })
        {
            Assert.That((await Clinic.Integration.Post(Hooks.Feedback, Hooks.Note(card, outcome, at))).Status, Is.EqualTo(200));
        }

        Assert.That((await Clinic.Alerts(episode)).Single()["feedback"]!.AsArray().Select(f => (f.Text("outcome"), f.Text("at"))), Is.EqualTo(new[] { ("accepted", "2026-03-02T10:30:00Z") }));
    }

    [Test]
    public async Task EachShowingIsSpokenOfByItself()
    {
        var (episode, first) = await Shown();
        var second = (await Hooks.Cards(Clinic.Clinician, Hooks.Of(episode))).Single().Text("uuid")!;
        await Clinic.Integration.Post(Hooks.Feedback, Hooks.Note(first));
        await Clinic.Clinician.Post(Hooks.Feedback, Hooks.Note(second, "accepted", "2026-03-03T10:00:00Z"));
        Assert.That((await Clinic.Alerts(episode)).Single().Each<string>("feedback", "card"), Is.EqualTo(new[] { first, second }));
    }

    [Test]
    public async Task ACardThatNobodyKnowsOrMaySeeDoesNotExist()
    {
        var (_, card) = await Shown();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Clinic.Integration.Post(Hooks.Feedback, Hooks.Note("4d2a7f0e-1111-7000-8000-000000000000"))).Status, Is.EqualTo(404));
            Assert.That((await Clinic.OtherClinician.Post(Hooks.Feedback, Hooks.Note(card))).Status, Is.EqualTo(404));
            Assert.That((await Clinic.Supervisor.Post(Hooks.Feedback, Hooks.Note(card))).Status, Is.EqualTo(403));
        }
    }

    [Test]
    public async Task AllFaultsAreToldAndNothingIsKept()
    {
        var (episode, card) = await Shown();
        var answer = await Clinic.Integration.Post(Hooks.Feedback, Hooks.Note(card, "ignored", "2026-03-02T10:00:00"));
        Assert.That((answer.Status, string.Join(", ", answer.Faults)), Is.EqualTo((400, "/feedback/0/outcome out-of-range, /feedback/0/outcomeTimestamp invalid-format")), answer.Text);
        Assert.That((await Clinic.Integration.Post(Hooks.Feedback, new { feedback = Array.Empty<object>() })).Status, Is.EqualTo(400));
        Assert.That((await Clinic.Alerts(episode)).Single()["feedback"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task ItGoesWithTheClient()
    {
        var (episode, card) = await Shown();
        await Clinic.Integration.Post(Hooks.Feedback, Hooks.Note(card, reason: Reason));
        Assert.That((await Clinic.Integration.Delete($"/v1/clients/c-{episode}", ("If-Match", "*"))).Status, Is.EqualTo(204));
        Assert.That((await Clinic.Integration.Post(Hooks.Feedback, Hooks.Note(card))).Status, Is.EqualTo(404));
        await using var connection = Clinic.Service.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM alert_cards WHERE episode_id = '{episode}'";
        Assert.That(await command.ExecuteScalarAsync(), Is.Zero);
    }

    private async Task<(string Episode, string Card)> Shown()
    {
        var episode = await Hooks.Strained(Clinic, await NewEpisode());
        return (episode, (await Hooks.Cards(Clinic.Integration, Hooks.Of(episode))).Single().Text("uuid")!);
    }
}
