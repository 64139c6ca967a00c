using AllianceApi.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>Only the systems that are named may show our charts and pages in a frame.</summary>
internal sealed class FramingTests
{
    [Test]
    public async Task NamedOriginsMayFrameAndNobodyElse()
    {
        await using var service = await RunningService.Start(new Dictionary<string, string?> { ["Security:FrameOrigins:0"] = "https://record.example", ["Security:FrameOrigins:1"] = "http://localhost:8080" });
        var answer = await service.Api(null).Get("/problems");
        Assert.That(answer.Headers["Content-Security-Policy"], Does.Contain("frame-ancestors https://record.example http://localhost:8080;"));
        Assert.That(answer.Headers.ContainsKey("X-Frame-Options"), Is.False);
    }

    [TestCase("record.example")]
    [TestCase("https://record.example/path")]
    [TestCase("*")]
    public async Task WhatIsNoOriginStopsTheStart(string origin)
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => RunningService.Start(new Dictionary<string, string?> { ["Security:FrameOrigins:0"] = origin }));
        Assert.That(refused!.Message, Does.Contain("Security:FrameOrigins").And.Not.Contain("\n"));
    }
}
