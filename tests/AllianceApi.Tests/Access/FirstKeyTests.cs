using AllianceApi.Access;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Access;

/// <summary>How the operator comes by the first key.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class FirstKeyTests(Store kind)
{
    private const string NoKey = "ALLIANCE_ADMIN_KEY";

    private TestStore _store = null!;

    [SetUp]
    public void Make() => _store = TestStore.Make(kind);

    [TearDown]
    public void Remove() => _store.Dispose();

    [Test]
    public async Task WithoutAGivenKeyOneIsMadeAndShownAtTheFirstStartOnly()
    {
        await using var service = await Start(null);
        // The start made the store's first key already, and showed it to nobody here: it is not made again.
        Assert.That(await service.Services.GetRequiredService<FirstKey>().Ensure(CancellationToken.None), Is.Null);
        Assert.That((await service.Admin.Get("/v1/keys")).Status, Is.EqualTo(401), "no key but the one that was made");
    }

    [Test]
    public async Task TheMadeKeyIsTheOperators()
    {
        await using var service = await Start(null);
        await service.Services.GetRequiredService<Database>().Write(s => s.Run("DELETE FROM access_keys"), CancellationToken.None);
        var secret = await service.Services.GetRequiredService<FirstKey>().Ensure(CancellationToken.None);
        Assert.That((await service.Api(secret).Get("/v1/organizations")).Status, Is.EqualTo(200));
        Assert.That(service.Log, Does.Not.Contain(secret));
    }

    [Test]
    public async Task AGivenKeyIsTheOperatorsAfterEveryStart()
    {
        for (var start = 1; start <= 2; start++)
        {
            await using var service = await Start(RunningService.AdminKey);
            Assert.That((await service.Admin.Get("/v1/organizations")).Status, Is.EqualTo(200));
            Assert.That(await service.Admin.All("/v1/keys"), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task AGivenKeyThatWasRevokedStaysSo()
    {
        await using (var service = await Start(RunningService.AdminKey))
        {
            var id = (string?)(await service.Admin.All("/v1/keys")).Single()["id"];
            Assert.That((await service.Admin.Delete($"/v1/keys/{id}")).Status, Is.EqualTo(204));
        }

        await using var again = await Start(RunningService.AdminKey);
        Assert.That((await again.Admin.Get("/v1/keys")).Status, Is.EqualTo(401));
    }

    [TestCase("aak_short")]
    [TestCase("0123456789abcdefghijklmnopqrstuvwxyzABCDEF")]
    [TestCase("aak_0123456789abcdefghijklmnopqrstuvwxyz ABCDEF")]
    [TestCase("")]
    public void AGivenKeyThatIsTooWeakStopsTheStart(string key) => Assert.That(() => Start(key), Throws.InstanceOf<ConfigurationException>().With.Message.Contains(NoKey));

    private Task<RunningService> Start(string? key) => RunningService.Start(_store, new Dictionary<string, string?> { [NoKey] = key });
}
