using AllianceApi.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>What SMART apps read first says what is true of the deployment, to everyone.</summary>
internal sealed class SmartDiscoveryTests
{
    private static readonly string[] Paths = ["/.well-known/smart-configuration", "/fhir/R4/.well-known/smart-configuration"];

    [Test]
    public async Task ByItselfTheServiceAnnouncesItsOwnTokenEndpointAndNothingElse()
    {
        await using var service = await RunningService.Start();
        var address = service.Base.ToString().TrimEnd('/');
        foreach (var path in Paths)
        {
            var answer = await service.Api(null).Get(path, ("Origin", "https://anywhere.example"));
            using (Assert.EnterMultipleScope())
            {
                Assert.That((answer.Status, answer.Headers["Content-Type"], answer.Headers["Access-Control-Allow-Origin"]), Is.EqualTo((200, "application/json; charset=utf-8", "*")));
                Assert.That(answer.Json.Text("token_endpoint"), Is.EqualTo($"{address}/auth/token"));
                Assert.That(answer.Json.Texts("token_endpoint_auth_methods_supported"), Is.EqualTo(new[] { "private_key_jwt" }));
                Assert.That(answer.Json.Texts("token_endpoint_auth_signing_alg_values_supported"), Is.EquivalentTo(new[] { "RS384", "ES384" }));
                Assert.That(answer.Json.Texts("grant_types_supported"), Is.EqualTo(new[] { "client_credentials" }));
                Assert.That(answer.Json.Texts("code_challenge_methods_supported"), Is.EqualTo(new[] { "S256" }));
                Assert.That(answer.Json.Texts("capabilities"), Is.EquivalentTo(new[] { "client-confidential-asymmetric", "permission-v2" }));
                Assert.That(answer.Json.Texts("scopes_supported"), Does.Contain("system/Observation.rs").And.Contain("system/QuestionnaireResponse.crus").And.All.StartsWith("system/"));
                Assert.That(answer.Json.Select(m => m.Key), Does.Not.Contain("authorization_endpoint").And.Not.Contain("issuer").And.Not.Contain("introspection_endpoint"));
            }
        }
    }

    [Test]
    public async Task TheScopesThatItNamesCanBeHad()
    {
        await using var service = await RunningService.Start();
        var scopes = (await service.Api(null).Get(Paths[0])).Json.Texts("scopes_supported");
        var app = await Access.Apps.AppClient.Register(service, SigningKey.Ec("k", "ES384"), [.. scopes!]);
        Assert.That((await app.Ask(string.Join(' ', scopes))).Json.Text("scope")!.Split(' '), Is.EquivalentTo(scopes));
    }

    [Test]
    public async Task OfAnIssuerItSaysWhatTheDeploymentSays()
    {
        await using var issuer = await TestIssuer.Start();
        var settings = issuer.Settings();
        foreach (var (name, value) in new (string, string)[]
        {
            ("PublicBase", "https://alliance.example/"), ("Smart:AuthorizationEndpoint", "https://id.example/authorize"), ("Smart:TokenEndpoint", "https://id.example/token"),
            ("Smart:Issuer", "https://id.example"), ("Smart:JwksUri", "https://id.example/keys"), ("Smart:RevocationEndpoint", "https://id.example/revoke"),
            ("Smart:Capabilities:0", "launch-ehr"), ("Smart:Capabilities:1", "permission-patient"), ("Smart:Capabilities:2", "sso-openid-connect"), ("Smart:Capabilities:3", "client-public"),
        })
        {
            settings[name] = value;
        }

        await using var service = await RunningService.Start(settings);
        var json = (await service.Api(null).Get(Paths[1])).Json;
        var statement = (await service.Api(null).Get("/fhir/R4/metadata")).Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((json.Text("authorization_endpoint"), json.Text("token_endpoint"), json.Text("issuer"), json.Text("jwks_uri"), json.Text("revocation_endpoint")), Is.EqualTo(
                ("https://id.example/authorize", "https://id.example/token", "https://id.example", "https://id.example/keys", "https://id.example/revoke")));
            Assert.That(json.Texts("grant_types_supported"), Is.EqualTo(new[] { "authorization_code" }));
            Assert.That(json.Texts("token_endpoint_auth_methods_supported"), Is.EqualTo(new[] { "none" }));
            Assert.That(json.Texts("capabilities"), Is.EqualTo(new[] { "launch-ehr", "permission-patient", "sso-openid-connect", "client-public", "permission-v2" }));
            Assert.That(json.Texts("scopes_supported"), Is.All.StartsWith("patient/"));
            Assert.That(statement.Path("rest.0.security.extension.0.extension")!.AsArray().Select(e => (e.Text("url"), e.Text("valueUri"))), Is.EqualTo(
                new[] { ("token", "https://id.example/token"), ("authorize", "https://id.example/authorize") }));
        }
    }

    [Test]
    public async Task TheCapabilityStatementNamesTheTokenEndpointToo()
    {
        await using var service = await RunningService.Start();
        var security = (await service.Api(null).Get("/fhir/R4/metadata", ("Origin", "https://anywhere.example"))).Json.Path("rest.0.security");
        Assert.That((security.Text("service.0.coding.0.code"), security.Text("extension.0.extension.0.valueUri")), Is.EqualTo(("SMART-on-FHIR", $"{service.Base.ToString().TrimEnd('/')}/auth/token")));
    }

    [TestCase("Smart:Capabilities:0", "launch-everything")]
    [TestCase("Smart:Capabilities:0", "launch-ehr")]
    [TestCase("Smart:AuthorizationEndpoint", "https://id.example/authorize")]
    [TestCase("Smart:TokenEndpoint", "token")]
    [TestCase("Apps:AllowPrivate", "perhaps")]
    [TestCase("CdsHooks:SmartApp", "launch.html")]
    [TestCase("CdsHooks:Clients:0:Issuer", "https://record.example")]
    [TestCase("CdsHooks:Clients:0:Isuer", "https://record.example")]
    public void WhatIsNotWholeStopsTheStart(string key, string value) =>
        Assert.That(async () => await RunningService.Start(new Dictionary<string, string?> { [key] = value }), Throws.InstanceOf<ConfigurationException>().With.Message.Contains(key.Split(':')[0]));
}
