using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.CdsHooks;

/// <summary>A configured record system calls with a token that it signed itself, good once and for this address alone.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class HookTokenTests(Store store)
{
    private const string Base = "https://alliance.example";
    private const string Record = "https://record.example/fhir";

    private static readonly SigningKey Rsa = SigningKey.Rsa("r-1", "RS384");
    private static readonly SigningKey Ec = SigningKey.Ec("e-1", "ES384");

    private TestIssuer _keys = null!;
    private Clinic _clinic = null!;
    private string _episode = "";
    private int _tokens;

    [OneTimeSetUp]
    public async Task Open()
    {
        _keys = await TestIssuer.Start();
        _keys.Keys.Add(Ec);
        _clinic = await Clinic.Open(store, new Dictionary<string, string?>
        {
            ["PublicBase"] = Base,
            ["Alerts:NoFormsAfterDays"] = "0",
            ["CdsHooks:SmartApp"] = "https://app.example/launch.html",
            ["CdsHooks:Clients:0:Issuer"] = Record,
            ["CdsHooks:Clients:0:Subject"] = "client-7",
            ["CdsHooks:Clients:0:Jku"] = "https://not-reachable.example/keys",
            ["CdsHooks:Clients:0:Keys"] = new JsonObject { ["keys"] = new JsonArray(Rsa.Jwk(), Ec.Jwk()) }.ToJsonString(),
            ["CdsHooks:Clients:1:Issuer"] = _keys.Name,
            ["CdsHooks:Clients:1:Jku"] = $"{_keys.Name}/keys",
            ["CdsHooks:Clients:1:AllowHttp"] = "true",
        });
        _episode = await Hooks.Strained(_clinic, await _clinic.Episode("e1"));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _clinic.DisposeAsync();
        await _keys.DisposeAsync();
    }

    [Test]
    public async Task BothAlgorithmsAreTaken()
    {
        foreach (var key in new[] { Rsa, Ec })
        {
            Assert.That(await Hooks.Cards(With(key), Hooks.Of(_episode)), Has.Count.EqualTo(1), key.Algorithm);
        }
    }

    [Test]
    public async Task TheKeysMayLieWhereTheConfigurationSays()
    {
        var key = _keys.Keys.Single(k => k.Algorithm == "ES384");
        var header = new { alg = key.Algorithm, typ = "JWT", kid = key.Kid, jku = $"{_keys.Name}/keys" };
        Assert.That(await Hooks.Cards(With(key, new { iss = _keys.Name, sub = "anything" }, header), Hooks.Of(_episode)), Has.Count.EqualTo(1));
        Assert.That(_keys.Asked, Is.EqualTo(1));
    }

    [TestCase(Base)]
    [TestCase(Base + "/cds-services")]
    public async Task TheAddressAboveWillDo(string audience) =>
        Assert.That((await Call(Rsa, new { aud = audience })).Status, Is.EqualTo(200));

    [Test]
    public async Task AppsAreLaunched()
    {
        var link = (await Hooks.Cards(With(Rsa), Hooks.Of(_episode))).Single().Path("links.0")!;
        Assert.That((link.Text("type"), link.Text("url")), Is.EqualTo(("smart", "https://app.example/launch.html")));
        Assert.That((string?)JsonNode.Parse(link.Text("appContext")!)!["episode"], Is.EqualTo(_episode));
    }

    [Test]
    public async Task ATokenIsTakenOnce()
    {
        var token = Token(Rsa, new { jti = "once" });
        var first = await _clinic.Service.Api(token).Post(Hooks.View, Hooks.Call());
        var again = await _clinic.Service.Api(token).Post(Hooks.View, Hooks.Call());
        Assert.That((first.Status, again.Status, again.Json.Text("detail")), Is.EqualTo((200, 401, "The token was used before (jti). Each call needs one of its own.")));
    }

    [Test]
    public async Task OfManyAtOnceOneIsTaken()
    {
        var api = _clinic.Service.Api(Token(Ec, new { jti = "race" }));
        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await api.Post(Hooks.View, Hooks.Call())).Status));
        Assert.That(statuses.Order(), Is.EqualTo(Enumerable.Repeat(401, 7).Prepend(200)));
    }

    private static readonly Dictionary<string, Func<long, object>> Bad = new()
    {
        ["for another service"] = _ => new { aud = "https://other.example/cds-services/alliance-patient-view" },
        ["for the address that the request came to"] = _ => new { aud = "http://127.0.0.1/cds-services/alliance-patient-view" },
        ["of an issuer that is not configured"] = _ => new { iss = "https://nobody.example" },
        ["of another client of the same issuer"] = _ => new { sub = "client-8" },
        ["expired"] = now => new { iat = now - 400, exp = now - 120 },
        ["for an hour"] = now => new { exp = now + 3600, iat = now },
        ["for an hour, and silent on when it was made"] = now => new { exp = now + 3600, iat = (long?)null },
        ["for more than five minutes since it was made"] = now => new { exp = now + 290, iat = now - 20 },
        ["made in the future"] = now => new { iat = now + 180, exp = now + 300 },
        ["without an end"] = _ => new { exp = (long?)null },
        ["without an id"] = _ => new { jti = (string?)null },
        ["with an empty id"] = _ => new { jti = "" },
    };

    private static IEnumerable<string> Names => Bad.Keys;

    [Test]
    public async Task ABadTokenIsNot([ValueSource(nameof(Names))] string bad)
    {
        var answer = await Call(Rsa, Bad[bad](TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));
        Assert.That((answer.Status, answer.Problem), Is.EqualTo((401, "unauthenticated")), answer.Text);
    }

    [Test]
    public async Task ForgedOnesAreNot()
    {
        var statuses = new List<int>
        {
            (await Call(SigningKey.Rsa("r-1", "RS384"))).Status,
            (await Call(Rsa with { Algorithm = "RS256" })).Status,
            (await With(Rsa, null, new { alg = "RS384", kid = "r-1", jku = "https://evil.example/keys" }).Post(Hooks.View, Hooks.Call())).Status,
            (await With(Rsa, null, new { alg = "none", kid = "r-1" }).Post(Hooks.View, Hooks.Call())).Status,
            (await With(Rsa, null, new { alg = "RS384", kid = "unknown" }).Post(Hooks.View, Hooks.Call())).Status,
        };
        Assert.That(statuses, Is.All.EqualTo(401));
    }

    [Test]
    public async Task ItOpensNothingElse() =>
        Assert.That((await With(Rsa).Get("/v1/instruments")).Status, Is.EqualTo(401));

    [Test]
    public async Task FeedbackTakesOneToo()
    {
        var card = (await Hooks.Cards(With(Rsa), Hooks.Of(_episode))).Single().Text("uuid")!;
        var answer = await With(Rsa, new { aud = $"{Base}{Hooks.Feedback}" }).Post(Hooks.Feedback, Hooks.Note(card));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That((await _clinic.Alerts(_episode)).Single().Each<string>("feedback", "by"), Does.Contain("client-7"));
    }

    [Test]
    public async Task TheAuditLogNamesIt()
    {
        await Hooks.Cards(With(Rsa), Hooks.Of(_episode));
        var row = (await _clinic.Auditor.All("/v1/audit?actor=client-7")).First(r => r.Text("resource") == Hooks.View);
        Assert.That((row.Text("actor.subject"), row.Text("actor.issuer")), Is.EqualTo(("client-7", Record)));
    }

    private Task<Answer> Call(SigningKey key, object? claims = null) => With(key, claims).Post(Hooks.View, Hooks.Call());

    private Api With(SigningKey key, object? claims = null, object? header = null) => _clinic.Service.Api(Token(key, claims, header));

    private string Token(SigningKey key, object? more = null, object? header = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = Json.Object(new { iss = Record, sub = "client-7", aud = $"{Base}{Hooks.View}", iat = now, exp = now + 240, jti = $"t-{Interlocked.Increment(ref _tokens)}" });
        foreach (var (name, value) in Json.Object(more ?? new { }))
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value.DeepClone();
            }
        }

        return TestIssuer.Forge(claims, key, header);
    }
}
