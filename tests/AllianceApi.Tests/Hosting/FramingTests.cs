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

    [TestCase("https://alliance.example", "max-age=31536000; includeSubDomains")]
    [TestCase("http://alliance.example", null)]
    [TestCase(null, null)]
    public async Task WhoIsReachedByTlsSaysThatItStaysSo(string? publicBase, string? expected)
    {
        await using var service = await RunningService.Start(new Dictionary<string, string?> { ["PublicBase"] = publicBase });
        foreach (var path in (string[])["/problems", "/v1/keys", "/nothing", "/"])
        {
            Assert.That((await service.Api(null).Get(path)).Headers.GetValueOrDefault("Strict-Transport-Security"), Is.EqualTo(expected), path);
        }
    }

    [Test]
    public async Task NoPolicyAllowsAnythingInlineOrFromElsewhere()
    {
        await using var service = await RunningService.Start();
        foreach (var path in (string[])["/", "/pages/form.css", "/f/none", "/swagger/index.html", "/problems", "/v1/keys", "/fhir/R4/metadata", "/metrics", "/openapi/v1.yaml", "/nothing"])
        {
            var policy = (await service.Api(null).Get(path)).Headers["Content-Security-Policy"];
            Assert.That(policy, Does.StartWith("default-src 'none'").And.Contain("base-uri 'none'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe").And.Not.Contain("*").And.Not.Contain("http"), path);
        }
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
