using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access;

/// <summary>A clinician may read another's client when it says why; that is never overlooked.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class BreakGlassTests(Store store) : ClinicFixture(store)
{
    private static readonly (string, string) Why = ("X-Break-Glass", "crisis call, her therapist can not be reached");

    [Test]
    public async Task WithAReasonAClinicianReadsAsTheClinicianOfTheEpisodeWould()
    {
        var episode = await NewEpisode("th-2");
        var response = (await Clinic.Enter(episode, Forms.Of(1, 4))).Text("id");
        foreach (var path in (string[])[$"/v1/episodes/{episode}", $"/v1/episodes/{episode}/trend", $"/v1/episodes/{episode}/trend.svg", $"/v1/responses/{response}", $"/v1/clients/c-{episode}", $"/v1/episodes/{episode}/visibility", $"/v1/episodes/{episode}/congruence"])
        {
            Assert.That((await Clinic.Clinician.Get(path)).Status, Is.EqualTo(404), path);
            Assert.That((await Clinic.Clinician.Get(path, Why)).Status, Is.EqualTo(200), path);
        }

        var rows = (await Clinic.Auditor.All($"/v1/audit?breakGlass=true&clientId=c-{episode}")).ToList();
        Assert.That(rows.ConvertAll(r => (r.Text("breakGlass"), r.Text("outcome"))), Is.EqualTo(Enumerable.Repeat((Why.Item2, "allowed"), 7)));
        Assert.That(Clinic.Service.LogOf("AllianceApi.Access"), Does.Contain("The glass was broken").And.Not.Contain("crisis").And.Not.Contain(episode));
    }

    [Test]
    public async Task ThePolicyHoldsBehindTheGlass()
    {
        var episode = await NewEpisode("th-2");
        Assert.That((await Clinic.Integration.Put($"/v1/clients/c-{episode}/visibility", new { clinician = "trend", supervisor = "trend", integration = "items", client = "trend" })).Status, Is.EqualTo(200));
        var response = (await Clinic.Enter(episode, Forms.Of(1, 4))).Text("id");
        Assert.That((await Clinic.Clinician.Get($"/v1/responses/{response}", Why)).Json["answers"]!.AsObject(), Is.Empty);
    }

    [Test]
    public async Task ItOpensReadingAloneAndTheOwnOrganizationAlone()
    {
        var episode = await NewEpisode("th-2");
        Assert.That((await Clinic.Clinician.Post($"/v1/episodes/{episode}/responses", Forms.Of(1, 4), Why)).Problem, Is.EqualTo("invalid-request"));
        Assert.That((await Clinic.Clinician.Get("/v1/caseload", Why)).Problem, Is.EqualTo("invalid-request"));
        Assert.That((await Clinic.Supervisor.Get($"/v1/episodes/{episode}", Why)).Problem, Is.EqualTo("forbidden"));
        Assert.That((await Clinic.Integration.Get($"/v1/episodes/{episode}", Why)).Problem, Is.EqualTo("forbidden"));
        await Clinic.Admin.Put("/v1/organizations/elsewhere", new { });
        var away = await Clinic.Service.Key("integration", new { organization = "elsewhere" });
        Assert.That((await away.Put("/v1/episodes/away?create=true", World.Episode("c-away", "th-away"))).Status, Is.EqualTo(201));
        Assert.That((await Clinic.Clinician.Get("/v1/episodes/away", Why)).Problem, Is.EqualTo("not-found"));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("why")]
    public async Task WithoutAReasonNothingOpens(string reason)
    {
        var episode = await NewEpisode("th-2");
        Assert.That((await Clinic.Clinician.Get($"/v1/episodes/{episode}", ("X-Break-Glass", reason))).Status, Is.AnyOf(400, 404));
    }
}
