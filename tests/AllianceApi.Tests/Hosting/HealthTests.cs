using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Hosting;

[TestFixtureSource(typeof(Stores))]
internal sealed class HealthTests(Store store)
{
    [Test]
    public async Task ItLivesAndIsReadyWithoutACredential()
    {
        await using var service = await RunningService.Start(store);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await service.Api(null).Get("/health/live")).Text, Is.EqualTo("200 {\"status\":\"live\"}"));
            Assert.That((await service.Api(null).Get("/health/ready")).Text, Is.EqualTo("200 {\"status\":\"ready\"}"));
        }
    }

    [Test]
    public async Task AClosedStoreIsNotReadyButTheProcessLives()
    {
        await using var service = await RunningService.Start(store);
        await service.Services.GetRequiredService<Database>().Stop(CancellationToken.None);
        var ready = await service.Api(null).Get("/health/ready");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ready.Text, Is.EqualTo("503 {\"status\":\"unavailable\"}"));
            Assert.That(ready.Headers, Contains.Key("Retry-After"));
            Assert.That((await service.Api(null).Get("/health/live")).Status, Is.EqualTo(200));
            Assert.That((await service.Admin.Put("/v1/clinicians/th-1", new { })).Problem, Is.EqualTo("unavailable"));
        }
    }
}
