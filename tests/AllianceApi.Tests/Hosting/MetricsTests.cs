using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

[TestFixtureSource(typeof(Stores))]
internal sealed class MetricsTests(Store store)
{
    [Test]
    public async Task ThePageCountsUseCasesAndNamesNobody()
    {
        await using var clinic = await Clinic.Open(store);
        var episode = await clinic.Episode("metered-episode");
        await clinic.Submit(episode, Clinic.Flat(1, 4));
        await clinic.Submit(episode, Clinic.Flat(1, 5));
        await clinic.Integration.Get($"/v1/episodes/{episode}/trend");
        var page = await clinic.Service.Api(null).Get("/metrics");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Status, Is.EqualTo(200));
            Assert.That(page.Text, Does.Match("alliance_usecase_duration_seconds_count\\{[^}]*outcome=\"done\"[^}]*usecase=\"SubmitResponse\""));
            Assert.That(page.Text, Does.Match("alliance_usecase_duration_seconds_count\\{[^}]*outcome=\"response-exists\"[^}]*usecase=\"SubmitResponse\""));
            Assert.That(page.Text, Does.Contain("usecase=\"GetTrend\"").And.Contain("alliance_store_commits"));
            Assert.That(page.Text, Does.Not.Contain("metered-episode").And.Not.Contain("aak_").And.Not.Contain("th-1"));
        }
    }
}
