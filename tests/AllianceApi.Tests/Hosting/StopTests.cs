using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>What was answered is kept, however the service ends.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class StopTests(Store kind)
{
    [Test]
    public async Task WritesThatWereAcceptedAreThereAfterAStop()
    {
        using var store = TestStore.Make(kind);
        var service = await RunningService.Start(store);
        var integration = await service.Key("integration");
        var key = integration.Key;
        var sent = Enumerable.Range(0, 300).Select(i => Enter(integration, $"c-{i}")).ToList();
        await Task.WhenAny(sent);
        await service.DisposeAsync();
        var entered = (await Task.WhenAll(sent)).OfType<string>().ToList();
        Assert.That(entered, Is.Not.Empty);

        await using var again = await RunningService.Start(store);
        var there = (await again.Api(key).All("/v1/clients")).Select(c => (string?)c["clientId"]).ToHashSet();
        Assert.That(entered.Where(id => !there.Contains(id)), Is.Empty);
    }

    // The id where the service said that it was entered; null where it refused or was gone.
    private static async Task<string?> Enter(Api api, string id)
    {
        try
        {
            return (await api.Put($"/v1/clients/{id}", new { })).Status == 201 ? id : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
