using AllianceApi.Access;
using AllianceApi.Demo;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Demo;

/// <summary>What --demo does to a store that is not new.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class DemoStoreTests(Store store)
{
    [Test]
    public async Task AStoreThatHoldsDataIsNotTouched()
    {
        await using var clinic = await Clinic.Open(store);
        await clinic.Episode("own");
        var before = await Rows(clinic.Service);
        var demo = await DemoClinic.Open(clinic.Service.Services, adminIsKnown: false, CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(demo.Keys, Is.Empty);
            Assert.That(demo.Describe("http://x").ToList(), Has.Count.EqualTo(1).And.All.Contains("changed nothing"));
            Assert.That(await Rows(clinic.Service), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task OneKeyOfSomebodyIsDataToo()
    {
        await using var service = await RunningService.Start(store);
        await service.Key("integration");
        Assert.That((await DemoClinic.Open(service.Services, adminIsKnown: true, CancellationToken.None)).Keys, Is.Empty);
    }

    [Test]
    public async Task AnEarlierDemoGetsFreshKeysAndNoData()
    {
        await using var service = await RunningService.Start(store);
        var first = await DemoClinic.Open(service.Services, adminIsKnown: true, CancellationToken.None);
        var responses = (await Rows(service)).Data;
        var second = await DemoClinic.Open(service.Services, adminIsKnown: false, CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Rows(service)).Data, Is.EqualTo(responses));
            Assert.That(second.Keys.Select(k => k.Role), Is.SupersetOf(Enum.GetValues<Role>()), "an administrator's key is made where nobody knows one");
            foreach (var key in second.Keys)
            {
                Assert.That((await service.Api(key.Secret).Get("/v1/instruments")).Status, Is.EqualTo(200), key.Title);
            }

            foreach (var key in first.Keys)
            {
                Assert.That((await service.Api(key.Secret).Get("/v1/instruments")).Status, Is.EqualTo(401), key.Title);
            }
        }
    }

    [Test]
    public async Task AnInterruptedFillingGoesOnWithTheSameDates()
    {
        await using var service = await RunningService.Start(store);
        var database = service.Services.GetRequiredService<Database>();
        var day = new DateOnly(2026, 3, 2);
        await database.Write(
            session =>
            {
                DemoStore.Save(session, new DemoMark(day, false, []));
                return true;
            },
            CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var filling = new DemoFilling(service.Services.GetRequiredService<MediatR.ISender>(), day).Run(stop.Token);
        await stop.CancelAsync();
        await Task.WhenAny(filling);
        var demo = await DemoClinic.Open(service.Services, adminIsKnown: true, CancellationToken.None);
        var sessions = await service.Api(demo.Keys[0].Secret).All("/v1/episodes/demo-long/sessions");
        Assert.That((string?)sessions[^1]["heldAt"], Does.StartWith("2026-02-25"));
        Assert.That(sessions, Has.Count.EqualTo(40));
    }

    [Test]
    public async Task WhatIsPrintedHoldsTheKeysAndACallThatWorks()
    {
        await using var service = await RunningService.Start(store);
        var demo = await DemoClinic.Open(service.Services, adminIsKnown: false, CancellationToken.None);
        var text = string.Join('\n', demo.Describe("http://127.0.0.1:5080"));
        using (Assert.EnterMultipleScope())
        {
            foreach (var key in demo.Keys)
            {
                Assert.That(text, Does.Contain(key.Secret));
            }

            Assert.That(text, Does.Contain("BASE=http://127.0.0.1:5080\n").And.Contain($"KEY={demo.Keys.First(k => k.Role == Role.Integration).Secret}\n"));
            Assert.That(service.Log, Does.Not.Contain("aak_"), "keys stand in no log");
        }
    }

    private static Task<(long Data, long Keys)> Rows(RunningService service) => service.Services.GetRequiredService<Database>().Read(
        session => (
            session.One<long>("SELECT (SELECT COUNT(*) FROM responses) + (SELECT COUNT(*) FROM sessions) + (SELECT COUNT(*) FROM episodes) + (SELECT COUNT(*) FROM clients) + (SELECT COUNT(*) FROM alert_history)"),
            session.One<long>("SELECT COUNT(*) FROM access_keys")),
        CancellationToken.None);
}
