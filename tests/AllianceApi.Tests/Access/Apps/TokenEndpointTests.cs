using AllianceApi.Access.Tokens;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace AllianceApi.Tests.Access.Apps;

/// <summary>An app that signs for itself gets a token for five minutes, for what it may have and no more.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class TokenEndpointTests(Store store) : ClinicFixture(store)
{
    private static readonly SigningKey Rsa = SigningKey.Rsa("r-1", "RS384");
    private static readonly SigningKey Ec = SigningKey.Ec("e-1", "ES384");

    [Test]
    public async Task BothAlgorithmsAreTaken()
    {
        foreach (var key in new[] { Rsa, Ec })
        {
            var answer = await (await App(key)).Ask("system/Observation.rs");
            using (Assert.EnterMultipleScope())
            {
                Assert.That((answer.Status, answer.Json.Text("token_type"), answer.Json.Whole("expires_in"), answer.Json.Text("scope")), Is.EqualTo((200, "bearer", 300, "system/Observation.rs")), answer.Text);
                Assert.That((answer.Headers["Cache-Control"], answer.Headers["Pragma"]), Is.EqualTo(("no-store", "no-cache")));
            }
        }
    }

    [Test]
    public async Task TheTokenOpensFhirAndTheRestByItsScopes()
    {
        await NewEpisode();
        var (everything, observations) = (await App(Ec, "system/*.cruds"), await App(Ec, "system/Observation.rs"));
        var (reading, writing, narrow) = (await everything.Api("system/*.rs"), await everything.Api("system/*.cruds"), await observations.Api());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Statuses(reading), Is.EqualTo((200, 200, 200, 403)));
            Assert.That(await Statuses(writing), Is.EqualTo((200, 200, 200, 201)));
            Assert.That(await Statuses(narrow), Is.EqualTo((200, 403, 403, 403)));
            Assert.That((await reading.Get("/v1/keys")).Status, Is.EqualTo(403), "its role is integration");
        }
    }

    [TestCase("system/*.cruds", "system/Observation.rs system/Patient.r", "system/Observation.rs system/Patient.r")]
    [TestCase("system/Observation.rs", "system/*.cruds", "system/Observation.rs")]
    [TestCase("system/*.rs", "system/Observation.read system/QuestionnaireResponse.write", "system/Observation.rs")]
    [TestCase("system/*.rs", "openid system/Observation.s user/Patient.rs patient/*.rs", "system/Observation.s")]
    [TestCase("system/Observation.rs?category=survey", "system/Observation.rs", "system/Observation.rs?category=survey")]
    [TestCase("system/Observation.rs system/Patient.rs", null, "system/Observation.rs system/Patient.rs")]
    [TestCase("system/*.rs system/Observation.rs", "system/*.rs", "system/*.rs")]
    public async Task WhatIsGrantedIsWhatIsAskedForWithinWhatIsRegistered(string registered, string? asked, string granted)
    {
        var answer = await (await App(Ec, registered.Split(' '))).Ask(asked);
        Assert.That((answer.Status, answer.Json.Text("scope")), Is.EqualTo((200, granted)), answer.Text);
    }

    [TestCase("system/Patient.rs")]
    [TestCase("user/*.rs")]
    [TestCase("system/Observation.cu")]
    [TestCase("nonsense")]
    public async Task WhereNothingIsLeftTheScopeIsInvalid(string asked)
    {
        var answer = await (await App(Ec, "system/Observation.rs")).Ask(asked);
        Assert.That((answer.Status, answer.Json.Text("error")), Is.EqualTo((400, "invalid_scope")), answer.Text);
    }

    [Test]
    public async Task AnAssertionIsTakenOnce()
    {
        var app = await App(Rsa);
        var assertion = app.Assertion();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await app.Ask(assertion: assertion)).Status));
        Assert.That(statuses.Order(), Is.EqualTo(Enumerable.Repeat(401, 7).Prepend(200)));
        await using var beside = await Clinic.Beside();
        var elsewhere = await new Running.Api(beside.Base, null).SendText(
            HttpMethod.Post, AppClient.Path, $"grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}", "application/x-www-form-urlencoded",
            ("Host", Clinic.Service.Base.Authority));
        Assert.That(elsewhere.Status, Is.EqualTo(401), elsewhere.Text);
        Assert.That(elsewhere.Json.Text("error_description"), Does.Contain("(jti)"), "another instance knows, too");
    }

    private static readonly Dictionary<string, Func<long, object>> Bad = new()
    {
        ["aud"] = _ => new { aud = "https://elsewhere.example/auth/token" },
        ["sub"] = _ => new { sub = "somebody-else" },
        ["expired"] = now => new { iat = now - 400, exp = now - 120 },
        ["an hour"] = now => new { exp = now + 3600 },
        ["an hour, not saying since when"] = now => new { exp = now + 3600, iat = (long?)null },
        ["from the future"] = now => new { iat = now + 180, exp = now + 300 },
        ["no exp"] = _ => new { exp = (long?)null },
        ["no jti"] = _ => new { jti = (string?)null },
        ["no sub"] = _ => new { sub = (string?)null },
        ["no aud"] = _ => new { aud = (string?)null },
        ["unknown client"] = _ => new { iss = "0198c0de-0000-7000-8000-000000000005", sub = "0198c0de-0000-7000-8000-000000000005" },
    };

    private static IEnumerable<string> Names => Bad.Keys;

    [Test]
    public async Task ABadAssertionIsRefusedWithTheReasonAndTheTime([ValueSource(nameof(Names))] string bad)
    {
        var app = await App(Ec);
        var answer = await app.Ask(assertion: app.Assertion(Bad[bad](TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())));
        Assert.That((answer.Status, answer.Json.Text("error")), Is.EqualTo((401, "invalid_client")), answer.Text);
        Assert.That(answer.Json.Text("error_description"), Does.Match(@"\. The time here is 20"));
    }

    [Test]
    public async Task AForgedAssertionIsRefused()
    {
        var app = await App(Ec);
        var forged = new[]
        {
            app.Assertion(by: SigningKey.Ec("e-1", "ES384")),
            app.Assertion(by: SigningKey.Ec("e-2", "ES384")),
            app.Assertion(by: Rsa),
            app.Assertion(header: new { alg = "none" }),
            app.Assertion(header: new { alg = "HS256", kid = "e-1" }),
            app.Assertion(header: new { alg = "ES384", kid = "e-1", jku = "https://evil.example/keys" }),
            "no.token.here",
            "nothing",
        };
        foreach (var assertion in forged)
        {
            var answer = await app.Ask(assertion: assertion);
            Assert.That((answer.Status, answer.Json.Text("error")), Is.EqualTo((401, "invalid_client")), answer.Text);
        }
    }

    [TestCase("unsupported_grant_type", "authorization_code", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "x")]
    [TestCase("invalid_request", null, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "x")]
    [TestCase("invalid_request", "client_credentials", "not-an-assertion-type", "x")]
    [TestCase("invalid_request", "client_credentials", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", null)]
    public async Task ARequestOfAnotherKindIsRefused(string error, string? grant, string type, string? assertion)
    {
        var answer = await (await App(Ec)).Send(("grant_type", grant), ("scope", "system/*.rs"), ("client_assertion_type", type), ("client_assertion", assertion));
        Assert.That((answer.Status, answer.Json.Text("error")), Is.EqualTo((400, error)), answer.Text);
    }

    [Test]
    public async Task WhatIsNoFormIsRefused()
    {
        var answer = await Clinic.Service.Api(null).Post(AppClient.Path, new { grant_type = "client_credentials" });
        Assert.That((answer.Status, answer.Json.Text("error")), Is.EqualTo((400, "invalid_request")));
        var twice = await Clinic.Service.Api(null).SendText(HttpMethod.Post, AppClient.Path, "grant_type=client_credentials&grant_type=client_credentials", "application/x-www-form-urlencoded");
        Assert.That((twice.Status, twice.Json.Text("error")), Is.EqualTo((400, "invalid_request")));
    }

    [Test]
    public async Task ARevokedAppStopsWithinASecondOnEveryInstance()
    {
        var app = await App(Ec);
        var here = await app.Api();
        await using var beside = await Clinic.Beside();
        var there = beside.Api(here.Key);
        Assert.That(((await here.Get("/v1/clients")).Status, (await there.Get("/v1/clients")).Status), Is.EqualTo((200, 200)));
        Assert.That((await Clinic.Admin.Delete($"/v1/apps/{app.Id}")).Status, Is.EqualTo(204));
        var since = TimeProvider.System.GetTimestamp();
        Assert.That((await here.Get("/v1/clients")).Status, Is.EqualTo(401));
        await Wait.Until(async () => (await there.Get("/v1/clients")).Status == 401);
        Assert.That((await app.Ask()).Json.Text("error"), Is.EqualTo("invalid_client"));
        Assert.That((await Clinic.Admin.Get($"/v1/apps/{app.Id}")).Status, Is.EqualTo(404));
        Assert.That(TimeProvider.System.GetElapsedTime(since), Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task WhoIsGivenLessLosesTheTokensForMore()
    {
        var app = await App(Ec, "system/*.rs");
        var api = await app.Api();
        var stored = await Clinic.Admin.Get($"/v1/apps/{app.Id}");
        var changed = await Clinic.Admin.Put($"/v1/apps/{app.Id}", new { name = "reader", scopes = new[] { "system/Observation.rs" }, jwks = AppClient.Jwks(Rsa) }, ("If-Match", stored.Tag!));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((changed.Status, changed.Json["keyIds"]!.ToJsonString()), Is.EqualTo((200, """["r-1"]""")), changed.Text);
            Assert.That((await api.Get("/v1/clients")).Status, Is.EqualTo(401));
            Assert.That((await app.Ask()).Status, Is.EqualTo(401), "its former key is gone");
            Assert.That((await app.Ask(assertion: app.Assertion(by: Rsa))).Json.Text("scope"), Is.EqualTo("system/Observation.rs"));
        }
    }

    [Test]
    public async Task TheAuditLogSaysWhatWasGivenAndWhatWasDoneWithIt()
    {
        var app = await App(Ec);
        await (await app.Api("system/*.rs")).Get("/v1/clients");
        var rows = await Clinic.Auditor.All($"/v1/audit?actor={app.Id}");
        Assert.That(rows.Select(r => (r.Text("action"), r.Text("resource"), r.Text("outcome"), r.Text("reason"))), Is.EquivalentTo(new (string?, string?, string?, string?)[]
        {
            ("FetchToken", AppClient.Path, "allowed", "system/*.rs"), ("ReadClient", "/v1/clients", "allowed", null),
        }));
        Assert.That((await Clinic.Admin.Get($"/v1/apps/{app.Id}")).Json.Text("lastUsedOn"), Is.Not.Null);
    }

    [Test]
    public async Task NothingSecretIsLoggedOrStored()
    {
        var app = await App(Ec);
        var assertion = app.Assertion();
        var token = (await app.Ask(assertion: assertion)).Json.Text("access_token")!;
        await app.Ask(assertion: assertion);
        var log = Clinic.Service.LogOf("AllianceApi");
        Assert.That(log.Contains(token, StringComparison.Ordinal) || log.Contains(assertion, StringComparison.Ordinal), Is.False);
        Assert.That(await Hosting.StoredContent.Of(Clinic.Service), Does.Not.Contain(token));
    }

    [Test]
    public async Task ATokenEndsAfterFiveMinutes()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var clinic = await Clinic.Open(StoreKind, configure: b => b.Services.Replace(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var app = await AppClient.Register(clinic.Service, Ec, ["system/*.rs"]);
        var api = await app.Api();
        clock.Advance(TimeSpan.FromSeconds(298));
        Assert.That((await api.Get("/v1/clients")).Status, Is.EqualTo(200));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.That((await api.Get("/v1/clients")).Status, Is.EqualTo(401));
    }

    [TestCase("system/*.rs", "system/Observation.rs", "system/Observation.rs")]
    [TestCase("system/Observation.rs?category=a,b", "system/Observation.r?category=b,c", "system/Observation.r?category=b")]
    [TestCase("system/Observation.rs?category=a", "system/Observation.rs?category=b", null)]
    [TestCase("user/Observation.rs", "system/Observation.rs", null)]
    public void WhatTwoScopesBothAllow(string one, string other, string? both)
    {
        var (a, b) = (SmartScope.Read(one)!, SmartScope.Read(other)!);
        Assert.That((a.Within(b)?.Text, b.Within(a)?.Text), Is.EqualTo((both, both)));
    }

    private Task<AppClient> App(SigningKey key, params string[] scopes) => AppClient.Register(Clinic.Service, key, scopes.Length == 0 ? ["system/*.rs"] : scopes);

    private static async Task<(int Observations, int Patients, int Clients, int Made)> Statuses(Running.Api api) => (
        (await api.Get("/fhir/R4/Observation?_count=1")).Status,
        (await api.Get("/fhir/R4/Patient?_count=1")).Status,
        (await api.Get("/v1/clients?limit=1")).Status,
        (await api.SendText(HttpMethod.Post, "/fhir/R4/Patient", """{"resourceType":"Patient","identifier":[{"system":"urn:made","value":"by-app"}]}""", "application/fhir+json")).Status is 200 or 201 ? 201 : 403);
}
