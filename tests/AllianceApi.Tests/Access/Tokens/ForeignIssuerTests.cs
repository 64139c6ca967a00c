using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;
using Microsoft.IdentityModel.JsonWebTokens;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>
/// An identity provider that nobody here wrote (oauth2-mock-server), asked for its tokens over HTTP. Skipped aloud where Node or
/// the package is absent; with REQUIRE_NPM=1 that is a failure.
/// </summary>
internal sealed class ForeignIssuerTests
{
    private static readonly string[] MoreAlgorithms = ["ES256", "PS256", "RS512", "ES384"];

    private readonly HttpClient _http = new();
    private ForeignIssuer? _issuer;
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _issuer = await ForeignIssuer.Start();
        if (_issuer is null)
        {
            ForeignIssuer.IsMissing();
            return;
        }

        foreach (var algorithm in MoreAlgorithms)
        {
            await _issuer.AddKey(algorithm);
        }

        _clinic = await Clinic.Open(new Dictionary<string, string?>
        {
            ["Access:Issuers:0:Issuer"] = _issuer.Url.OriginalString,
            ["Access:Issuers:0:Audience"] = TestIssuer.Audience,
            ["Access:Issuers:0:AllowHttp"] = "true",
        });
        await _clinic.Episode("mine", "th-1");
        await _clinic.Episode("other", "th-2");
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _http.Dispose();
        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
            await _clinic.DisposeAsync();
        }
    }

    [Test]
    public async Task ItsTokensLetTheirBearersIn()
    {
        var algorithms = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            var token = await Token(("aud", TestIssuer.Audience), ("sub", "doctor"), ("role", "clinician"), ("clinicianId", "th-1"), ("scope", "openid"));
            algorithms.Add(new JsonWebToken(token).Alg);
            var api = _clinic.Service.Api(token);
            Assert.That(((await api.Get("/v1/episodes/mine")).Status, (await api.Get("/v1/episodes/other")).Status), Is.EqualTo((200, 404)));
        }

        Assert.That(algorithms, Is.EquivalentTo(MoreAlgorithms.Append("RS256")), "it signs by each of its keys in turn");
    }

    [Test]
    public async Task ItsScopesBound()
    {
        var api = _clinic.Service.Api(await Token(("aud", TestIssuer.Audience), ("sub", "app"), ("role", "integration"), ("scope", "system/*.rs")));
        Assert.That(((await api.Get("/v1/clients")).Status, (await api.Put("/v1/clients/new", new { })).Status), Is.EqualTo((200, 403)));
    }

    [Test]
    public async Task ItsTokensForOthersDoNot()
    {
        var other = await _clinic.Service.Api(await Token(("aud", "another"), ("sub", "app"), ("role", "admin"), ("scope", "openid"))).Get("/v1/keys");
        var plain = await _clinic.Service.Api(await Token(("scope", "openid"))).Get("/v1/keys");
        Assert.That((other.Status, plain.Status), Is.EqualTo((401, 401)), other.Text + plain.Text);
    }

    private async Task<string> Token(params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("grant_type", "client_credentials")).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await _http.PostAsync(new Uri(_issuer!.Url, "/token"), form);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!;
    }
}
