using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Hosting;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>Nobody is let in with a token that is not what it should be, and is told in plain words what is wrong.</summary>
internal sealed class ForgedTokenTests
{
    private static readonly string[] NoCSharp = ["Exception", "Microsoft", "System.", "IDX", "IdentityModel", "   at "];

    private TestIssuer _issuer = null!;
    private TestIssuer _stranger = null!;
    private RunningService _service = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        (_issuer, _stranger) = (await TestIssuer.Start(), await TestIssuer.Start());
        _issuer.Keys.Add(SigningKey.Ec("curve"));
        _service = await RunningService.Start(_issuer.Settings());
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
        await _stranger.DisposeAsync();
    }

    [Test]
    public async Task AlgNone()
    {
        foreach (var none in (string[])["none", "None", "NONE", ""])
        {
            var header = new JsonObject { ["alg"] = none, ["typ"] = "JWT", ["kid"] = "first" }.ToJsonString();
            await Refused(TestIssuer.Forge(header, _issuer.Claims().ToJsonString(), _ => []), "");
            await Refused(TestIssuer.Forge(header, _issuer.Claims().ToJsonString(), _issuer.Keys[0].Sign), "");
        }
    }

    [Test]
    public async Task APublicKeyTakenForASecret()
    {
        var rsa = (RSA)_issuer.Keys[0].Key;
        foreach (var secret in (byte[][])[Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), rsa.ExportSubjectPublicKeyInfo(), Encoding.UTF8.GetBytes(_issuer.Keys[0].Jwk().ToJsonString()), rsa.ExportParameters(false).Modulus!])
        {
            await Refused(TestIssuer.Forge("""{"alg":"HS256","typ":"JWT","kid":"first"}""", _issuer.Claims().ToJsonString(), text => HMACSHA256.HashData(secret, text)), "algorithm");
        }
    }

    [Test]
    public async Task AnAlgorithmThatIsNotTheKeys()
    {
        await Refused(TestIssuer.Forge(_issuer.Claims(), _issuer.Keys[0], new { alg = "ES256", kid = "first" }), "does not show");
        await Refused(TestIssuer.Forge(_issuer.Claims(), _issuer.Keys[0], new { alg = "RS256", kid = "curve" }), "does not show");
        await Refused(TestIssuer.Forge(_issuer.Claims(), _issuer.Keys[0], new { alg = "PS256", kid = "first" }), "signature");
        await Refused(TestIssuer.Forge(_issuer.Claims(), _issuer.Keys[0], new { alg = "RS512", kid = "first" }), "signature");
    }

    [Test]
    public async Task AnotherKeyUnderTheName()
    {
        await Refused(_issuer.Token(by: SigningKey.Rsa("first")), "signature");
        await Refused(_issuer.Token(by: SigningKey.Ec("curve")), "signature");
        var own = SigningKey.Rsa("own");
        await Refused(TestIssuer.Forge(_issuer.Claims(), own, new { alg = "RS256", kid = "first", jwk = own.Jwk() }), "signature");
        await Refused(TestIssuer.Forge(_issuer.Claims(), own, new { alg = "RS256", kid = "first", jku = $"{_stranger.Name}/keys", x5u = _stranger.Name }), "signature");
        Assert.That(_stranger.Asked, Is.Zero, "a token does not say whom to ask");
    }

    [Test]
    public async Task AChangedTokenAndOneWithoutItsSignature()
    {
        var parts = _issuer.Token().Split('.');
        var payload = _issuer.Claims(new { role = "admin" }).ToJsonString();
        await Refused($"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{parts[2]}", "signature");
        await Refused($"{parts[0]}.{parts[1]}.", "");
        await Refused($"{parts[0]}.{parts[1]}.{parts[2][..^8]}", "signature");
    }

    [Test]
    public async Task AnotherIssuer()
    {
        await Refused(_stranger.Token(), "issuer that is not configured");
        await Refused(_issuer.Token(new { iss = _issuer.Name + "/" }), "issuer that is not configured");
        await Refused(_issuer.Token(new { iss = (string?)null }), "issuer that is not configured");
        await Refused(_issuer.Token(new { iss = "http://169.254.169.254/latest" }), "issuer that is not configured");
        Assert.That(_stranger.Asked, Is.Zero, "nobody is asked for the keys of an unknown issuer");
    }

    [Test]
    public async Task AnotherAudience()
    {
        await Refused(_issuer.Token(new { aud = "other" }), "audience");
        await Refused(_issuer.Token(new { aud = new[] { "other", TestIssuer.Audience.ToUpperInvariant() } }), "audience");
        await Refused(_issuer.Token(new { aud = (string?)null }), "audience");
    }

    [Test]
    public async Task Times()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await Refused(_issuer.Token(new { exp = now - 61 }), "expired");
        await Refused(_issuer.Token(new { exp = 0, nbf = 0 }), "");
        await Refused(_issuer.Token(new { nbf = now + 3600, exp = now + 7200 }), "not valid yet");
        await Refused(_issuer.Token(new { exp = (long?)null }), "(exp)");
        await Refused(_issuer.Token(new { exp = "soon" }), "");
        await Refused(_issuer.Token(new { exp = -1 }), "");
    }

    [Test]
    public async Task AnUnknownKey() => await Refused(_issuer.Token(by: SigningKey.Rsa("unheard of")), "does not show");

    [Test]
    public async Task HugeTokens()
    {
        await Refused(_issuer.Token(new { padding = new string('x', 8192) }), "8192");
        await Refused(new string('a', 8193), "8192");
        await Refused(new string('.', 8192), "can be read");
        await Refused(string.Concat(Enumerable.Repeat("a.", 4000)), "can be read");
    }

    [TestCase("a.b.c")]
    [TestCase("...")]
    [TestCase("..")]
    [TestCase(".")]
    [TestCase("e30.e30.e30")]
    [TestCase("bnVsbA.bnVsbA.bnVsbA")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.W10.AAAA")]
    [TestCase("eyJhbGciOjV9.e30.AAAA")]
    [TestCase("eyJhbGciOiJSUzI1NiIsImVuYyI6IkExMjhHQ00ifQ.AAAA.AAAA.AAAA.AAAA")]
    [TestCase("%00.%00.%00")]
    [TestCase("a.b.c.d.e.f")]
    public async Task Garbage(string token) => await Refused(token, "");

    [TestCase("""{"alg":"RS256","kid":7}""", "{}")]
    [TestCase("""{"alg":"RS256","kid":["first"]}""", "{}")]
    [TestCase("""{"alg":["RS256"],"kid":"first"}""", "{}")]
    [TestCase("""{"alg":null,"kid":"first"}""", "{}")]
    [TestCase("""{"alg":"RS256","kid":"\ud800"}""", "{}")]
    [TestCase("""{"alg":"RS256","kid":"first"}""", """{"iss":7}""")]
    [TestCase("""{"alg":"RS256","kid":"first"}""", """{"iss":["a"]}""")]
    [TestCase("""{"alg":"RS256","kid":"first"}""", """{"aud":7}""")]
    [TestCase("""{"alg":"RS256","kid":"first"}""", """{"aud":{"a":1}}""")]
    [TestCase("""{"alg":"RS256","kid":"first"}""", """{"exp":{"a":1}}""")]
    [TestCase("""{"alg":"RS256","kid":"first"}""", """{"sub":"\ud800"}""")]
    [TestCase("""{"alg":"RS256","kid":"first"}""", """{"role":"\ud800"}""")]
    [TestCase("""{"alg":"RS256","kid":"first"}""", """{"nbf":1e300}""")]
    public async Task MembersOfAnOddType(string header, string claims) =>
        await Refused(TestIssuer.Forge(header, Odd(claims), _issuer.Keys[0].Sign), "");

    [Test]
    public async Task HeadersThatMustBeUnderstoodAreNot() =>
        await Refused(TestIssuer.Forge(_issuer.Claims(), _issuer.Keys[0], new { alg = "RS256", kid = "first", crit = new[] { "b64" }, b64 = true }), "can be read");

    [Test]
    public async Task AClaimTwice()
    {
        var payload = _issuer.Claims(new { role = "integration" }).ToJsonString();
        var twice = string.Concat("{\"role\":\"auditor\",", payload.AsSpan(1));
        await Refused(TestIssuer.Forge("""{"alg":"RS256","kid":"first"}""", twice, _issuer.Keys[0].Sign), "twice");
    }

    [TestCase("""{"role":null}""", "no claim role")]
    [TestCase("""{"role":"king"}""", "no role that is known")]
    [TestCase("""{"role":"Admin"}""", "no role that is known")]
    [TestCase("""{"role":[]}""", "no role that is known")]
    [TestCase("""{"role":["admin","auditor"]}""", "several roles")]
    [TestCase("""{"role":7}""", "claim role")]
    [TestCase("""{"role":["admin",7]}""", "claim role")]
    [TestCase("""{"role":{"admin":true}}""", "claim role")]
    [TestCase("""{"sub":null}""", "no claim sub")]
    [TestCase("""{"sub":""}""", "claim sub")]
    [TestCase("""{"sub":"two words"}""", "claim sub")]
    [TestCase("""{"sub":["a"]}""", "can be read")]
    [TestCase("""{"role":"clinician"}""", "no claim clinicianId")]
    [TestCase("""{"role":"clinician","clinicianId":"no such/id"}""", "claim clinicianId")]
    [TestCase("""{"role":"clinician","clinicianId":["th-1"]}""", "claim clinicianId")]
    [TestCase("""{"role":"clinician","clinicianId":"nobody"}""", "clinician that the token names")]
    [TestCase("""{"role":"supervisor"}""", "no claim supervises")]
    [TestCase("""{"role":"supervisor","supervises":["a/b"]}""", "claim supervises")]
    [TestCase("""{"scope":7}""", "claim scope")]
    [TestCase("""{"patient":["p"]}""", "claim patient")]
    public async Task AClaimThatIsMissingOrOdd(string claims, string told) =>
        await Refused(_issuer.Token(JsonNode.Parse(claims)!), told);

    // Written as text: what is no text at all can not be made otherwise.
    private string Odd(string claims)
    {
        var good = _issuer.Claims();
        foreach (var name in claims.Split('"').Where(good.ContainsKey).ToList())
        {
            good.Remove(name);
        }

        return claims == "{}" ? good.ToJsonString() : string.Concat(claims.AsSpan(0, claims.Length - 1), ",", good.ToJsonString().AsSpan(1));
    }

    private async Task Refused(string token, string told)
    {
        var answer = await _service.Api(null).Send(HttpMethod.Get, "/v1/instruments", null, ("Authorization", $"Bearer {token}"));
        await ProblemDocument.IsWhole(_service, answer, 401, "unauthenticated");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)answer.Json["detail"], Does.Contain(told));
            Assert.That(answer.Headers["WWW-Authenticate"], Does.StartWith("Bearer").And.Contain("invalid_token"));
            Assert.That(NoCSharp.Where(n => answer.Text.Contains(n, StringComparison.Ordinal)), Is.Empty, answer.Text);
            Assert.That(token.Length > 20 && _service.Log.Contains(token, StringComparison.Ordinal), Is.False, "the token stands nowhere");
        }
    }
}
