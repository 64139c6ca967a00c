using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

internal sealed class RateLimitTests
{
    private const string Setting = "RateLimit:RequestsPerSecond";

    [Test]
    public async Task ACredentialThatSendsTooMuchIsToldWhenToComeBack()
    {
        await using var service = await RunningService.Start(With("5"));
        var (busy, calm) = (await service.Key("integration"), await service.Key("integration"));
        var answers = new List<Answer>();
        while (answers.Count < 200 && !answers.Exists(a => a.Status == 429))
        {
            answers.Add(await busy.Get("/v1/instruments/wai-sr"));
        }

        var refused = answers[^1];
        await ProblemDocument.IsWhole(service, refused, 429, "too-many-requests");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers, Has.Count.GreaterThan(10), "a burst of twice the rate is taken");
            Assert.That((bool)refused.Json["retryable"]!, Is.True);
            Assert.That(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), Is.GreaterThanOrEqualTo(1));
            Assert.That(refused.Headers["RateLimit-Remaining"], Is.EqualTo("0"));
            Assert.That(answers[0].Headers["RateLimit-Limit"], Is.EqualTo("10"));
            Assert.That(answers[0].Headers["RateLimit-Remaining"], Is.EqualTo("9"));
            Assert.That(answers[0].Headers, Does.ContainKey("RateLimit").And.ContainKey("RateLimit-Policy").And.ContainKey("RateLimit-Reset"));
            Assert.That((await calm.Get("/v1/instruments/wai-sr")).Status, Is.EqualTo(200), "another credential has its own");
            Assert.That((await service.Api(null).Get("/health/live")).Status, Is.EqualTo(200));
        }

        await Task.Delay(TimeSpan.FromSeconds(1.2));
        Assert.That((await busy.Get("/v1/instruments/wai-sr")).Status, Is.EqualTo(200), "Retry-After is kept");
    }

    [Test]
    public async Task WhatWasRefusedIsNotKeptAgainstItsIdempotencyKey()
    {
        await using var service = await RunningService.Start(With("1"));
        var body = new { name = "limited", role = "auditor" };
        var answers = new List<Answer>();
        for (var i = 0; i < 50 && !answers.Exists(a => a.Status == 429); i++)
        {
            answers.Add(await service.Admin.Post("/v1/keys", body, ("Idempotency-Key", $"limited-{i}")));
        }

        await Task.Delay(TimeSpan.FromSeconds(1.3));
        var later = await service.Admin.Post("/v1/keys", body, ("Idempotency-Key", $"limited-{answers.Count - 1}"));
        Assert.That((answers[^1].Status, later.Status, later.Headers.ContainsKey("Idempotency-Replayed")), Is.EqualTo((429, 201, false)), later.Text);
    }

    [Test]
    public async Task ZeroTurnsItOff()
    {
        await using var service = await RunningService.Start(With("0"));
        for (var i = 0; i < 300; i++)
        {
            var answer = await service.Admin.Get("/v1/instruments/wai-sr");
            Assert.That((answer.Status, answer.Headers.Keys.Any(h => h.StartsWith("RateLimit", StringComparison.Ordinal))), Is.EqualTo((200, false)));
        }
    }

    [Test]
    public async Task WithoutASettingAHundredASecondAreTaken()
    {
        await using var service = await RunningService.Start(With(null));
        Assert.That((await service.Admin.Get("/v1/instruments/wai-sr")).Headers["RateLimit-Limit"], Is.EqualTo("200"));
    }

    [TestCase("-1")]
    [TestCase("many")]
    [TestCase("1.5")]
    [TestCase("99999999999")]
    public void ASettingThatIsNoRateStopsTheStart(string rate) =>
        Assert.That(() => RunningService.Start(With(rate)), Throws.InstanceOf<ConfigurationException>().With.Message.StartsWith(Setting));

    private static Dictionary<string, string?> With(string? rate) => new() { [Setting] = rate };
}
