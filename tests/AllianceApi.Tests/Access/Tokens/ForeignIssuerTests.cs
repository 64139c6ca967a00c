using System.ComponentModel;
using System.Diagnostics;
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
    private static readonly string Folder = Repository.PathOf("tests", "AllianceApi.Tests", "Access", "Tokens", "Issuer");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] MoreAlgorithms = ["ES256", "PS256", "RS512", "ES384"];

    private readonly HttpClient _http = new();
    private Process? _process;
    private Uri _issuer = null!;
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "oauth2-mock-server")) || Node() is not { } node)
        {
            const string Missing = "Node or oauth2-mock-server is missing: npm install --no-package-lock in tests/AllianceApi.Tests/Access/Tokens/Issuer.";
            if (Environment.GetEnvironmentVariable("REQUIRE_NPM") == "1")
            {
                Assert.Fail(Missing);
            }

            Assert.Ignore(Missing);
            return;
        }

        _process = node;
        _issuer = new Uri(await Line());
        foreach (var algorithm in MoreAlgorithms)
        {
            await _process.StandardInput.WriteLineAsync(algorithm);
            await Line();
        }

        _clinic = await Clinic.Open(new Dictionary<string, string?>
        {
            ["Access:Issuers:0:Issuer"] = _issuer.OriginalString,
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
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
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

    private static Process? Node()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", ["issuer.mjs"]) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private async Task<string> Line()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _process!.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("The issuer ended.");
    }

    private async Task<string> Token(params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("grant_type", "client_credentials")).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await _http.PostAsync(new Uri(_issuer, "/token"), form);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!;
    }
}
