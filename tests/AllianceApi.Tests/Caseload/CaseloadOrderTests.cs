using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Caseload;

/// <summary>Who comes first in a caseload, who is in it, and how it is paged.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class CaseloadOrderTests(Store store) : ClinicFixture(store)
{
    private string _strain = "", _seen = "", _falling = "", _flat = "", _calm = "", _closed = "";

    [OneTimeSetUp]
    public async Task FillTheCaseload()
    {
        _calm = await Series(4, 4.25, 4, 4.25, 4.25);
        _flat = await Series(5, 5, 5, 5, 5);
        _falling = await Series(5, 4.75, 4.5, 4.25, 4, 3.75, 3.5);
        _seen = await Series(4, 4.25, 4, 4.25, 2);
        _strain = await Series(4, 4.25, 4, 4.25, 2);
        _closed = await Series(4, 4.25, 4, 4.25, 2);
        await Clinic.EnterTotals(await NewEpisode("th-2"), 4, 4, 4, 2);
        foreach (var alert in (await Clinic.Alerts(_seen)).Concat(await Clinic.Alerts(_falling)))
        {
            Assert.That((await Clinic.Clinician.Post($"/v1/alerts/{alert.Text("id")}/state", new { state = "seen" })).Status, Is.EqualTo(200));
        }

        var tag = (await Clinic.Integration.Get($"/v1/episodes/{_closed}")).Tag!;
        var closed = new { clientId = $"c-{_closed}", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01", endedOn = "2024-06-01" };
        Assert.That((await Clinic.Integration.Put($"/v1/episodes/{_closed}", closed, ("If-Match", tag))).Status, Is.EqualTo(200));
    }

    [TestCase("")]
    [TestCase("?sort=attention")]
    public async Task The_most_pressing_reason_comes_first_and_closed_episodes_are_left_out(string query)
    {
        var rows = await Clinic.Clinician.All("/v1/caseload" + query);
        Assert.That(rows.Select(r => r.Text("episodeId")), Is.EqualTo(new[] { _strain, _seen, _falling, _flat, _calm }));
        Assert.That(rows.Select(r => r.Whole("attention.rank")), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        Assert.That(rows.Select(r => r.Texts("attention.because").Count > 0), Is.EqualTo(new[] { true, true, true, true, false }));
        Assert.That(rows.Select(r => r.Whole("unseenAlerts")), Is.EqualTo(new[] { 1, 0, 0, 0, 0 }));
    }

    [Test]
    public async Task Pages_keep_rank_and_filter()
    {
        var rows = await Clinic.Integration.All("/v1/caseload?clinicianId=th-1&limit=2");
        Assert.That(rows.Select(r => r.Text("episodeId")), Is.EqualTo(new[] { _strain, _seen, _falling, _flat, _calm }));
        Assert.That(rows.Select(r => r.Whole("attention.rank")), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        Assert.That((await Clinic.Integration.All("/v1/caseload?limit=1")).Select(r => r.Text("clinicianId")).Distinct(), Is.EquivalentTo(new[] { "th-1", "th-2" }));
        Assert.That(await Clinic.Supervisor.All("/v1/caseload"), Has.Count.EqualTo(5));
        Assert.That(await Clinic.Clinician.All("/v1/caseload?clinicianId=th-2"), Is.Empty);
        Assert.That((await Clinic.Admin.Get("/v1/caseload")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task A_row_that_leaves_between_two_pages_does_not_begin_the_list_anew()
    {
        var page = await Clinic.OtherClinician.Read("/v1/caseload?limit=1");
        Assert.That(page["next"], Is.Null, "one row is one page");
        var (more, last) = (await NewEpisode("th-2"), await NewEpisode("th-2"));
        page = await Clinic.OtherClinician.Read("/v1/caseload?limit=2");
        var gone = page["items"]![1].Text("episodeId");
        var tag = (await Clinic.Integration.Get($"/v1/episodes/{gone}")).Tag!;
        var closed = new { clientId = $"c-{gone}", clinicianId = "th-2", instrument = "wai-sr", startedOn = "2024-01-01", endedOn = "2024-06-01" };
        await Clinic.Integration.Put($"/v1/episodes/{gone}", closed, ("If-Match", tag));
        var rest = await Clinic.OtherClinician.Read($"/v1/caseload?cursor={page.Text("next")}");
        Assert.That(rest["items"]!.AsArray().Select(r => r.Text("episodeId")), Is.EqualTo(((string[])[more, last]).Where(e => e != gone)));
    }

    [TestCase("sort=name")]
    [TestCase("clinicianId=a%20b")]
    [TestCase("status=open")]
    public async Task A_wrong_parameter_is_refused(string query) => Assert.That((await Clinic.Clinician.Get($"/v1/caseload?{query}")).Status, Is.EqualTo(400));

    private async Task<string> Series(params double[] totals)
    {
        var episode = await NewEpisode();
        await Clinic.EnterTotals(episode, totals);
        return episode;
    }
}
