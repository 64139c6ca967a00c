using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>The responses of an episode, page by page.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ResponseListTests(Store store) : ClinicFixture(store)
{
    [Test]
    public async Task Pages_give_each_response_once()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, [.. Enumerable.Range(0, 11).Select(n => 3 + (n / 12.0))]);
        var pages = new List<Answer>();
        for (var path = $"/v1/episodes/{episode}/responses?limit=4"; path is not null; path = Link(pages[^1]))
        {
            pages.Add(await Clinic.Clinician.Get(path));
        }

        Assert.That(pages.Select(p => p.Json["items"]!.AsArray().Count), Is.EqualTo(new[] { 4, 4, 3 }));
        Assert.That(pages.SelectMany(p => p.Json["items"]!.AsArray()).Select(r => r.Whole("session.number")).Order(), Is.EqualTo(Enumerable.Range(1, 11)));
        Assert.That(pages.Select(p => p.Json["next"] is null), Is.EqualTo(new[] { false, false, true }));
        Assert.That(pages[^1].Headers.ContainsKey("Link"), Is.False);
    }

    [Test]
    public async Task A_full_last_page_has_no_next()
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, 4, 4);
        var page = await Clinic.Integration.Get($"/v1/episodes/{episode}/responses?limit=2");
        Assert.That((page.Json["items"]!.AsArray().Count, page.Json["next"], page.Headers.ContainsKey("Link")), Is.EqualTo((2, (object?)null, false)));
    }

    [Test]
    public async Task A_cursor_belongs_to_its_list_alone()
    {
        var (one, two) = (await NewEpisode(), await NewEpisode());
        await Clinic.EnterTotals(one, 4, 4);
        var cursor = (await Clinic.Integration.Read($"/v1/episodes/{one}/responses?limit=1")).Text("next");
        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{two}/responses?cursor={cursor}")).Faults.Single(), Is.EqualTo("?cursor invalid-cursor"));
        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{one}/responses?cursor={cursor}x")).Status, Is.EqualTo(400));
        Assert.That((await Clinic.Integration.Read($"/v1/episodes/{one}/responses?cursor={cursor}"))["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("limit=0")]
    [TestCase("limit=501")]
    [TestCase("limit=two")]
    [TestCase("limit=2&limit=3")]
    [TestCase("order=time")]
    public async Task An_unknown_or_wrong_parameter_is_refused(string query) =>
        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{await NewEpisode()}/responses?{query}")).Status, Is.EqualTo(400));

    [Test]
    public async Task Each_row_is_the_response_itself()
    {
        var episode = await NewEpisode();
        var made = await Clinic.Enter(episode, Forms.Of(1, 4));
        Assert.That((await Clinic.Integration.All($"/v1/episodes/{episode}/responses")).Single().ToJsonString(), Is.EqualTo(made.ToJsonString()));
        Assert.That((await Clinic.OtherClinician.Get($"/v1/episodes/{episode}/responses")).Status, Is.EqualTo(404));
        Assert.That((await Clinic.Supervisor.Get($"/v1/episodes/{episode}/responses")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task A_response_has_the_members_of_the_contract()
    {
        var made = await Clinic.Enter(await NewEpisode(), Forms.Of(1, 4));
        Assert.That(made.Select(m => m.Key), Is.SupersetOf(new[]
        {
            "id", "episodeId", "session", "instrument", "version", "rater", "revision", "status", "answers", "scores", "quality", "alerts", "completedAt", "receivedAt",
        }));
        Assert.That(made["session"]!.AsObject().Select(m => m.Key), Is.EqualTo(new[] { "number", "heldAt", "modality" }));
        Assert.That(made["scores"]![0]!.AsObject().Select(m => m.Key), Is.SupersetOf(new[] { "scale", "mean", "sum", "answered", "items", "prorated", "low", "high" }));
        Assert.That(made["quality"]!.AsObject().Select(m => m.Key), Is.EqualTo(new[] { "flags", "answered", "secondsPerItem" }));
        Assert.That((made["completedAt"], made.Text("receivedAt")?[^1]), Is.EqualTo(((object?)null, 'Z')));
    }

    private static string? Link(Answer page) => page.Headers.TryGetValue("Link", out var link) ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
}
