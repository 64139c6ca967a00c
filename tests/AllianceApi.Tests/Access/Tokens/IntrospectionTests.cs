using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>A token that says nothing by itself is asked about at its issuer, no more often than need be.</summary>
internal sealed class IntrospectionTests
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private TestIssuer _issuer = null!;
    private Clinic _clinic = null!;
    private int _asked;
    private Func<HttpContext, string, JsonObject?> _says = null!;

    [SetUp]
    public async Task Open()
    {
        _issuer = await TestIssuer.Start();
        _issuer.Instead = Answer;
        _says = (_, _) => Active();
        _asked = 0;
        var settings = _issuer.Settings(
            ("PatientSystem", "urn:alliance"), ("Introspection:Endpoint", $"{_issuer.Name}/introspect"), ("Introspection:ClientId", "alliance"), ("Introspection:ClientSecret", "s3:cret"), ("Introspection:CacheSeconds", "20"));
        _clinic = await Clinic.Open(settings, b => b.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));
        await _clinic.Episode("mine", "th-1");
    }

    [TearDown]
    public async Task Close()
    {
        await _clinic.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Test]
    public async Task AnActiveTokenLetsItsBearerIn()
    {
        Assert.That((await Bearer("opaque-1").Get("/v1/episodes/mine")).Status, Is.EqualTo(200));
        Assert.That((await _clinic.Auditor.All("/v1/audit?actor=nurse")), Is.Not.Empty);
    }

    [Test]
    public async Task ItsScopesAndItsPatientBind()
    {
        _says = (_, _) => Active(a => a["scope"] = "patient/*.rs");
        Assert.That((await Bearer("launch").Get("/v1/episodes/mine")).Status, Is.EqualTo(403), "no patient was named");
        var id = (await _clinic.Integration.Get("/fhir/R4/Patient")).Json.Text("entry.0.resource.id");
        _says = (_, _) => Active(a => (a["scope"], a["patient"]) = ("patient/*.rs", id));
        Assert.That((await Bearer("launch-2").Get("/v1/episodes/mine")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task AnAnswerIsBelievedForAWhileAndNeverBeyondTheEndOfTheToken()
    {
        _says = (_, _) => Active(a => a["exp"] = _clock.GetUtcNow().ToUnixTimeSeconds() + 30);
        var api = Bearer("cached");
        Assert.That(((await api.Get("/v1/instruments")).Status, (await api.Get("/v1/instruments")).Status, _asked), Is.EqualTo((200, 200, 1)));
        _clock.Advance(TimeSpan.FromSeconds(19));
        Assert.That(((await api.Get("/v1/instruments")).Status, _asked), Is.EqualTo((200, 1)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        _says = (_, _) => Active(a => a["exp"] = _clock.GetUtcNow().ToUnixTimeSeconds() + 9);
        Assert.That(((await api.Get("/v1/instruments")).Status, _asked), Is.EqualTo((200, 2)));
        _clock.Advance(TimeSpan.FromSeconds(10));
        _says = (_, _) => new JsonObject { ["active"] = false };
        Assert.That(((await api.Get("/v1/instruments")).Status, _asked), Is.EqualTo((401, 3)));
    }

    [Test]
    public async Task ARevokedTokenEndsWithTheAnswerThatIsKept()
    {
        var api = Bearer("revoked");
        Assert.That((await api.Get("/v1/instruments")).Status, Is.EqualTo(200));
        _says = (_, _) => new JsonObject { ["active"] = false };
        _clock.Advance(TimeSpan.FromSeconds(21));
        Assert.That((await api.Get("/v1/instruments")).Status, Is.EqualTo(401));
    }

    private static readonly Dictionary<string, Action<JsonObject>> Bad = new()
    {
        ["not active"] = a => a["active"] = false,
        ["active in words"] = a => a["active"] = "true",
        ["no active"] = a => a.Remove("active"),
        ["no exp"] = a => a.Remove("exp"),
        ["expired"] = a => a["exp"] = 1_700_000_000,
        ["of another issuer"] = a => a["iss"] = "https://other.example",
        ["for another audience"] = a => a["aud"] = "another",
        ["no role"] = a => a.Remove("role"),
        ["of nobody"] = a => a.Remove("sub"),
    };

    private static IEnumerable<string> Names => Bad.Keys;

    [Test]
    public async Task ABadTokenIsRefusedAndNotAskedAboutAtOnceAgain([ValueSource(nameof(Names))] string bad)
    {
        _says = (_, _) => Active(Bad[bad]);
        var api = Bearer($"bad {bad}".Replace(' ', '-'));
        Assert.That(((await api.Get("/v1/instruments")).Status, (await api.Get("/v1/instruments")).Status, _asked), Is.EqualTo((401, 401, 1)));
    }

    [Test]
    public async Task WhereTheIssuerCanNotBeAskedItIsSaidToComeBack()
    {
        foreach (var instead in (Func<HttpContext, JsonObject?>[])[h => { h.Response.StatusCode = 500; return null; }, h => { h.Response.Redirect("/elsewhere"); return null; }, _ => null])
        {
            _says = (http, _) => instead(http);
            var answer = await Bearer($"silent-{_asked}").Get("/v1/instruments");
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((503, "issuer-unavailable")), answer.Text);
        }

        Assert.That((await _clinic.Integration.Get("/v1/instruments")).Status, Is.EqualTo(200), "keys work meanwhile");
    }

    [Test]
    public async Task ASignedTokenSpeaksForItself()
    {
        _issuer.Instead = null;
        Assert.That(((await Bearer(_issuer.Token()).Get("/v1/instruments")).Status, _asked), Is.EqualTo((200, 0)));
    }

    [Test]
    public async Task KeysOfOursAreNeverSentAway()
    {
        await _clinic.Integration.Get("/v1/instruments");
        Assert.That((await Bearer("aak_nobodys-key-at-all-0123456789").Get("/v1/instruments")).Status, Is.EqualTo(401));
        Assert.That((await Bearer("aat_nobodys-token").Get("/v1/instruments")).Status, Is.EqualTo(401));
        Assert.That(_asked, Is.Zero);
    }

    private Api Bearer(string token) => _clinic.Service.Api(token);

    private JsonObject Active(Action<JsonObject>? change = null)
    {
        var claims = Json.Object(new { active = true, iss = _issuer.Name, aud = TestIssuer.Audience, sub = "nurse", role = "integration", client_id = "app", scope = "openid", exp = _clock.GetUtcNow().ToUnixTimeSeconds() + 300 });
        change?.Invoke(claims);
        return claims;
    }

    private async Task Answer(HttpContext http)
    {
        Interlocked.Increment(ref _asked);
        var form = await http.Request.ReadFormAsync();
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes("alliance:s3%3Acret"));
        var right = http.Request.Path == "/introspect" && AuthenticationHeaderValue.Parse(http.Request.Headers.Authorization.ToString()).Parameter == expected;
        var answer = _says(http, form["token"].ToString());
        if (answer is not null)
        {
            await http.Response.WriteAsync((right ? answer : new JsonObject { ["error"] = "invalid_client" }).ToJsonString());
        }
    }
}
