using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access.Apps;

/// <summary>An administrator registers apps, with keys that are uploaded or lie elsewhere.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class AppTests(Store store) : ClinicFixture(store)
{
    private static readonly SigningKey Ec = SigningKey.Ec("e-1", "ES384");

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Apps:AllowPrivate"] = "true" };

    [Test]
    public async Task AnAppIsShownAsItWasMade()
    {
        var made = await Make();
        var id = made.Json.Text("id");
        var read = await Clinic.Admin.Get($"/v1/apps/{id}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((made.Status, made.Headers["Location"]), Is.EqualTo((201, $"/v1/apps/{id}")));
            Assert.That(read.Json.ToJsonString(), Is.EqualTo(made.Json.ToJsonString()));
            Assert.That((read.Json.Text("name"), read.Json.Text("role"), read.Json["scopes"]!.ToJsonString(), read.Json["keyIds"]!.ToJsonString(), read.Json.Text("jwksUri")), Is.EqualTo(("reader", "integration", """["system/*.rs"]""", """["e-1"]""", (string?)null)));
            Assert.That((await Clinic.Admin.All("/v1/apps")).Select(a => a.Text("id")), Does.Contain(id));
            Assert.That((await Clinic.Admin.Get($"/v1/apps/{id}", ("If-None-Match", read.Tag!))).Status, Is.EqualTo(304));
        }
    }

    [Test]
    public async Task TheSameAgainIsNoChangeAndAnotherNeedsItsTag()
    {
        var made = await Make();
        var path = $"/v1/apps/{made.Json.Text("id")}";
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Clinic.Admin.Put(path, Body())).Status, Is.EqualTo(200));
            Assert.That((await Clinic.Admin.Put(path, Body(("name", "other")))).Status, Is.EqualTo(428));
            Assert.That((await Clinic.Admin.Put(path, Body(("name", "other")), ("If-Match", "\"7-0\""))).Status, Is.EqualTo(412));
            Assert.That((await Clinic.Admin.Put(path, Body(("name", "other")), ("If-Match", made.Tag!))).Json.Text("name"), Is.EqualTo("other"));
        }
    }

    [Test]
    public async Task AllFaultsAreToldAtOnce()
    {
        var answer = await Clinic.Admin.Post("/v1/apps", new { scopes = new[] { "user/*.rs", "system/Observation.sr" }, role = "clinician", jwks = AppClient.Jwks(Ec), jwksUri = "https://keys.example.com" });
        Assert.That((answer.Status, string.Join(", ", answer.Faults.Order())), Is.EqualTo(
            (400, "/jwks required, /name required, /role out-of-range, /scopes/0 out-of-range, /scopes/1 out-of-range")), answer.Text);
    }

    [Test]
    public async Task APrivateKeyIsRefusedAndNotKept()
    {
        var jwks = AppClient.Jwks(Ec);
        jwks["keys"]![0]!["d"] = "cGxhbnRlZC1wcml2YXRlLWtleQ";
        var answer = await Clinic.Admin.Post("/v1/apps", Body(("jwks", jwks)));
        Assert.That((answer.Status, answer.Faults.Single()), Is.EqualTo((400, "/jwks/keys/0 not-allowed")), answer.Text);
        Assert.That(answer.Text, Does.Not.Contain("cGxhbnRlZC"));
    }

    [TestCase("ES256")]
    [TestCase("ES512")]
    public async Task AKeyThatCanNotSignAnAssertionIsRefused(string algorithm)
    {
        var answer = await Clinic.Admin.Post("/v1/apps", Body(("jwks", AppClient.Jwks(SigningKey.Ec("k", algorithm)))));
        Assert.That((answer.Status, answer.Faults.Single()), Is.EqualTo((400, "/jwks/keys out-of-range")), answer.Text);
    }

    [Test]
    public async Task KeysMayLieElsewhereAndAreAskedForAgainWhenOneIsNew()
    {
        await using var elsewhere = await TestIssuer.Start();
        elsewhere.Keys.Add(Ec);
        var app = await AppClient.Register(Clinic.Service, Ec, ["system/*.rs"], new { jwks = (object?)null, jwksUri = $"{elsewhere.Name}/keys" });
        Assert.That(((await app.Ask()).Status, (await app.Ask()).Status, elsewhere.Asked), Is.EqualTo((200, 200, 1)));
        Assert.That((await app.Ask(assertion: app.Assertion(header: new { alg = "ES384", kid = "e-1", jku = $"{elsewhere.Name}/keys" }))).Status, Is.EqualTo(200), "jku is the registered address");
        Assert.That((await app.Ask(assertion: app.Assertion(by: SigningKey.Ec("unknown", "ES384")))).Status, Is.EqualTo(401));
        Assert.That(elsewhere.Asked, Is.AtMost(2));
    }

    [Test]
    public async Task WhatMustNotBeKeptIsAskedForAgain()
    {
        await using var elsewhere = await TestIssuer.Start();
        elsewhere.Instead = http =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, AppClient.Jwks(Ec).ToJsonString());
        };
        var app = await AppClient.Register(Clinic.Service, Ec, ["system/*.rs"], new { jwks = (object?)null, jwksUri = $"{elsewhere.Name}/keys" });
        Assert.That((await app.Ask()).Status, Is.EqualTo(200));
        await Task.Delay(1100);
        Assert.That(((await app.Ask()).Status, elsewhere.Asked), Is.EqualTo((200, 2)));
    }

    [Test]
    public async Task WhereTheKeysAreSilentItIsSaidToComeBack()
    {
        var app = await AppClient.Register(Clinic.Service, Ec, ["system/*.rs"], new { jwks = (object?)null, jwksUri = "http://127.0.0.1:9/keys" });
        var answer = await app.Ask();
        Assert.That((answer.Status, answer.Json.Text("error"), answer.Headers.ContainsKey("Retry-After")), Is.EqualTo((503, "temporarily_unavailable", true)), answer.Text);
    }

    [TestCase("http://keys.example.com/jwks")]
    [TestCase("https://127.0.0.1/jwks")]
    [TestCase("https://user@keys.example.com/jwks")]
    [TestCase("https://[::1]/jwks")]
    [TestCase("ftp://keys.example.com")]
    [TestCase("jwks.json")]
    public async Task AnAddressThatIsNotPublicIsRefused(string uri)
    {
        await using var strict = await RunningService.Start(StoreKind);
        var answer = await strict.Admin.Post("/v1/apps", Body(("jwks", null), ("jwksUri", uri)));
        Assert.That((answer.Status, string.Join(", ", answer.Faults)), Is.EqualTo((400, "/jwksUri out-of-range")), answer.Text);
    }

    [Test]
    public async Task ANameThatLeadsInsideIsNotCalled()
    {
        await using var strict = await RunningService.Start(StoreKind);
        var app = await AppClient.Register(strict, Ec, ["system/*.rs"], new { jwks = (object?)null, jwksUri = "https://localhost.localdomain/keys" });
        Assert.That((await app.Ask()).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task AnAppBelongsToItsOrganization()
    {
        Assert.That((await Clinic.Admin.Put("/v1/organizations/other", new { })).Status, Is.AnyOf(200, 201));
        var admin = await Clinic.Service.Key("admin", new { organization = "other" });
        var app = await AppClient.Register(Clinic.Service, Ec, ["system/*.rs"], by: admin);
        await NewEpisode();
        Assert.That((await (await app.Api()).Get("/v1/clients")).Json["items"]!.AsArray(), Is.Empty);
        Assert.That((await Clinic.Admin.Get($"/v1/apps/{app.Id}")).Status, Is.EqualTo(404));
    }

    private Task<Answer> Make() => Clinic.Admin.Post("/v1/apps", Body());

    private static JsonObject Body(params (string Name, JsonNode? Value)[] more)
    {
        var body = Json.Object(new { name = "reader", scopes = new[] { "system/*.rs" } });
        body["jwks"] = AppClient.Jwks(Ec);
        foreach (var (name, value) in more)
        {
            body.Remove(name);
            if (value is not null)
            {
                body[name] = value.DeepClone();
            }
        }

        return body;
    }
}
