using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Alerts;

/// <summary>Lists of alerts: filters, pages and sight.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class AlertListTests(Store store) : ClinicFixture(store)
{
    [OneTimeSetUp]
    public async Task RaiseAlerts()
    {
        for (var i = 0; i < 5; i++)
        {
            await Clinic.EnterTotals(await NewEpisode(i < 3 ? "th-1" : "th-2"), 4, 4, 4, 2);
        }

        var first = (await Clinic.Clinician.All("/v1/alerts"))[0].Text("id");
        Assert.That((await Clinic.Clinician.Post($"/v1/alerts/{first}/state", new { state = "seen" })).Status, Is.EqualTo(200));
    }

    [TestCase("", 5)]
    [TestCase("?state=open", 4)]
    [TestCase("?state=seen", 1)]
    [TestCase("?state=resolved", 0)]
    [TestCase("?clinicianId=th-1", 3)]
    [TestCase("?clinicianId=th-2&state=open", 2)]
    [TestCase("?clinicianId=th-3", 0)]
    [TestCase("?limit=2", 5)]
    [TestCase("?limit=1&state=open", 4)]
    public async Task Filters_hold_on_every_page(string query, int count)
    {
        var all = await Clinic.Integration.All("/v1/alerts" + query);
        Assert.That(all.Select(a => a.Text("id")).Distinct().Count(), Is.EqualTo(count));
        Assert.That(all, Has.Count.EqualTo(count));
        Assert.That(all.Select(a => a.Text("id")), Is.Ordered.Descending, "newest first");
    }

    [Test]
    public async Task Each_sees_its_own()
    {
        Assert.That(await Clinic.Clinician.All("/v1/alerts"), Has.Count.EqualTo(3));
        Assert.That(await Clinic.OtherClinician.All("/v1/alerts"), Has.Count.EqualTo(2));
        Assert.That(await Clinic.Supervisor.All("/v1/alerts"), Has.Count.EqualTo(3));
        Assert.That(await Clinic.Clinician.All("/v1/alerts?clinicianId=th-2"), Is.Empty);
        Assert.That((await Clinic.Admin.Get("/v1/alerts")).Status, Is.EqualTo(403));
        Assert.That((await Clinic.Auditor.Get("/v1/alerts")).Status, Is.EqualTo(403));
    }

    [TestCase("state=new")]
    [TestCase("state=open&state=seen")]
    [TestCase("clinicianId=a%20b")]
    [TestCase("kind=falling")]
    public async Task A_wrong_filter_is_refused(string query) => Assert.That((await Clinic.Integration.Get($"/v1/alerts?{query}")).Status, Is.EqualTo(400));

    [Test]
    public async Task Another_filter_than_the_cursors_is_refused()
    {
        var page = await Clinic.Integration.Get("/v1/alerts?state=open&limit=1");
        var cursor = page.Json.Text("next");
        Assert.That((await Clinic.Integration.Get($"/v1/alerts?state=seen&cursor={cursor}")).Status, Is.EqualTo(400));
        Assert.That((await Clinic.Integration.Get($"/v1/alerts?state=open&limit=1&cursor={cursor}")).Status, Is.EqualTo(200));
        Assert.That(page.Headers["Link"], Does.Contain("state=open").And.Contain("rel=\"next\""));
        Assert.That((await Clinic.Clinician.Get("/v1/alerts/nothing")).Problem, Is.EqualTo("not-found"));
    }
}
