using AllianceApi.Tests.Hosting;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>What a service with issuers of various kinds does.</summary>
internal sealed class TokenLimitsTests
{
    [Test]
    public async Task EachSubjectHasARateOfItsOwn()
    {
        await using var issuer = await TestIssuer.Start();
        await using var service = await RunningService.Start(issuer.Settings(("RateLimit:RequestsPerSecond", "2")));
        var answers = new List<Answer>();
        while (answers.Count < 200 && !answers.Exists(a => a.Status == 429))
        {
            // Each time another token of the same subject.
            answers.Add(await service.Api(issuer.Token(new { jti = $"token {answers.Count}" })).Get("/v1/instruments/wai-sr"));
        }

        await ProblemDocument.IsWhole(service, answers[^1], 429, "too-many-requests");
        var other = await service.Api(issuer.Token(new { sub = "user-2" })).Get("/v1/instruments/wai-sr");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers[0].Headers["RateLimit-Limit"], Is.EqualTo("4"));
            Assert.That(answers[^1].Headers, Does.ContainKey("Retry-After"));
            Assert.That(other.Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task AStormOfUnknownKeysReachesTheIssuerOnce()
    {
        await using var issuer = await TestIssuer.Start();
        await using var service = await RunningService.Start(issuer.Settings());
        Assert.That((await service.Api(issuer.Token()).Get("/v1/instruments")).Status, Is.EqualTo(200));
        var key = SigningKey.Rsa("stranger");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async n => (await service.Api(issuer.Token(by: key with { Kid = $"unknown-{n}" })).Get("/v1/instruments")).Status));
        Assert.That(statuses, Is.All.EqualTo(401));
        Assert.That(issuer.Asked, Is.EqualTo(1), "it was asked less than thirty seconds ago");
    }

    [Test]
    public async Task WithoutTheIssuersKeysNobodyCanTellAndKeysWorkOn()
    {
        await using var issuer = await TestIssuer.Start();
        issuer.Instead = http => { http.Response.StatusCode = 503; return Task.CompletedTask; };
        await using var service = await RunningService.Start(issuer.Settings());
        var answer = await service.Api(issuer.Token()).Get("/v1/instruments");
        await ProblemDocument.IsWhole(service, answer, 503, "issuer-unavailable");
        Assert.That(answer.Headers, Does.ContainKey("Retry-After"));
        Assert.That((await service.Admin.Get("/v1/instruments")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task ClaimsAndRolesAreMappedByConfiguration()
    {
        await using var issuer = await TestIssuer.Start();
        await using var service = await RunningService.Start(issuer.Settings(
            ("Claims:Role", "realm_access.roles"), ("Claims:ClinicianId", "https://clinic.example/therapist"), ("Claims:Organization", "org"), ("Claims:Subject", "oid"), ("Claims:Name", "preferred_username"),
            ("Roles:alliance-therapist", "clinician"), ("Roles:alliance-records", "integration")));
        Assert.That((await service.Admin.Put("/v1/organizations/branch", new { })).Status, Is.EqualTo(201));
        var records = service.Api(issuer.Token(new { oid = "o-1", org = "branch", realm_access = new { roles = new[] { "offline_access", "alliance-records" } }, preferred_username = "records" }));
        Assert.That((await records.Put("/v1/clinicians/th-7", new { })).Status, Is.EqualTo(201));
        var therapist = new Dictionary<string, object> { ["oid"] = "o-2", ["org"] = "branch", ["realm_access"] = new { roles = new[] { "alliance-therapist" } }, ["https://clinic.example/therapist"] = "th-7" };
        var seen = await service.Api(issuer.Token(therapist)).Get("/v1/clinicians/th-7");
        Assert.That(seen.Status, Is.EqualTo(200), seen.Text);
        var audit = await (await service.Key("auditor", new { organization = "branch" })).All("/v1/audit?actor=o-1");
        Assert.That(audit.Select(r => (string?)r["actor"]!["name"]), Is.EqualTo((string[])["records"]));

        foreach (var (claims, told) in new (object, string)[]
        {
            (new { oid = "o-1", role = "integration" }, "no claim realm_access.roles"),
            (new { oid = "o-1", org = "nowhere", realm_access = new { roles = "alliance-records" } }, "organization that the token names does not exist"),
            (new { oid = "o-1", realm_access = new { roles = "alliance-records" } }, "no claim org"),
            (new { oid = "o-1", org = "branch", realm_access = new { roles = "integration" } }, "no role that is known"),
        })
        {
            var refused = await service.Api(issuer.Token(claims)).Get("/v1/instruments");
            Assert.That((refused.Status, (string?)refused.Json["detail"]), Is.EqualTo((401, refused.Json["detail"]!.ToString())));
            Assert.That((string?)refused.Json["detail"], Does.Contain(told));
        }
    }

    [Test]
    public async Task TwoIssuersDoNotSpeakForEachOther()
    {
        await using var first = await TestIssuer.Start();
        await using var second = await TestIssuer.Start();
        var settings = first.Settings(("Organization", "default"));
        foreach (var (name, value) in second.Settings(("Organization", "branch"), ("Jwks", $"{second.Name}/keys")))
        {
            settings[name.Replace(":0:", ":1:", StringComparison.Ordinal)] = value;
        }

        await using var service = await RunningService.Start(settings);
        Assert.That((await service.Admin.Put("/v1/organizations/branch", new { })).Status, Is.EqualTo(201));
        Assert.That((await service.Api(second.Token()).Put("/v1/clinicians/th-branch", new { })).Status, Is.EqualTo(201));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await service.Api(first.Token()).Get("/v1/clinicians/th-branch")).Status, Is.EqualTo(404));
            Assert.That((await service.Api(first.Token(new { organization = "branch" })).Get("/v1/clinicians/th-branch")).Status, Is.EqualTo(404), "its own claim does not count");
            Assert.That((await service.Api(TestIssuer.Forge(second.Claims(), first.Keys[0])).Get("/v1/clinicians/th-branch")).Status, Is.EqualTo(401), "signed by the other's key");
        }
    }

    [Test]
    public async Task WithoutIssuersATokenIsNobodys()
    {
        await using var issuer = await TestIssuer.Start();
        await using var service = await RunningService.Start();
        await ProblemDocument.IsWhole(service, await service.Api(issuer.Token()).Get("/v1/instruments"), 401, "unauthenticated");
        Assert.That(issuer.Asked, Is.Zero);
    }
}
