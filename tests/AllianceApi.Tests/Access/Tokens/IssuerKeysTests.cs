using AllianceApi.Access.Tokens;
using AllianceApi.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>The keys of an issuer are asked for when they must be, and however many tokens come, seldom.</summary>
internal sealed class IssuerKeysTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private TestIssuer _issuer = null!;
    private IssuerKeys _keys = null!;

    [SetUp]
    public async Task Open()
    {
        _issuer = await TestIssuer.Start();
        var settings = IssuerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(_issuer.Settings()).Build());
        _keys = new IssuerKeys(settings[0].Keys, _http, _clock, NullLogger.Instance);
    }

    [TearDown]
    public async Task Close() => await _issuer.DisposeAsync();

    [OneTimeTearDown]
    public void Done() => _http.Dispose();

    [Test]
    public async Task AThousandTokensAtOnceAskOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Has("first")));
        Assert.That((_issuer.Asked, await Has("first")), Is.EqualTo((1, true)));
    }

    [Test]
    public async Task AStormOfUnknownKeysAsksOnceInThirtySeconds()
    {
        Assert.That(await Has("first"), Is.True);
        for (var second = 0; second < 95; second++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Has($"unknown-{second}-{n}")));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(_issuer.Asked, Is.EqualTo(1 + 3), "at the start, and after 30, 60 and 90 seconds");
    }

    [Test]
    public async Task ANewKeyIsFoundAndAnOldOneForgotten()
    {
        Assert.That(await Has("first"), Is.True);
        _issuer.Keys[0] = SigningKey.Rsa("second");
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.That((await Has("second"), await Has("first")), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task AWithdrawnKeyEndsThoughNobodyNamesANewOne()
    {
        Assert.That(await Has("first"), Is.True);
        _issuer.Keys[0] = SigningKey.Rsa("second");
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.That(await Has("first"), Is.True, "nobody waits for the issuer while the keys will do");
        await Wait.Until(async () => !await Has("first"));
    }

    [Test]
    public async Task AnIssuerThatIsSilentForAWhileIsBorneForADay()
    {
        Assert.That(await Has("first"), Is.True);
        _issuer.Instead = http => { http.Response.StatusCode = 500; return Task.CompletedTask; };
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.That((await Has("first"), await Has("other")), Is.EqualTo((true, false)));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await _keys.For("first", default), Is.Null, "nobody knows whether it still holds");
        _issuer.Instead = null;
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await Has("first"), Is.True);
    }

    [Test]
    public async Task ARedirectIsNotFollowed()
    {
        await using var elsewhere = await TestIssuer.Start();
        _issuer.Instead = http => { http.Response.Redirect($"{elsewhere.Name}/keys"); return Task.CompletedTask; };
        Assert.That((await _keys.For("first", default), elsewhere.Asked), Is.EqualTo(((KeySet?)null, 0)));
    }

    [Test]
    public async Task ADiscoveryDocumentOfAnotherIssuerIsNotTaken()
    {
        _issuer.Discovery = document => document["issuer"] = "https://other.example";
        Assert.That((await _keys.For("first", default), _issuer.Asked), Is.EqualTo(((KeySet?)null, 0)));
    }

    [TestCase("file:///etc/passwd")]
    [TestCase("/keys")]
    [TestCase("http://user:secret@127.0.0.1/keys")]
    [TestCase("gopher://127.0.0.1/")]
    public async Task AnAddressThatIsNoneOfTheWebIsNotAsked(string address)
    {
        _issuer.Discovery = document => document["jwks_uri"] = address;
        Assert.That(await _keys.For("first", default), Is.Null);
    }

    [Test]
    public void WithoutTlsNothingIsAskedUnlessDevelopmentAllowsIt()
    {
        Assert.That(IssuerSettings.AddressOf("http://id.example/keys", allowHttp: false), Is.Null);
        Assert.That(IssuerSettings.AddressOf("http://id.example/keys", allowHttp: true), Is.Not.Null);
        Assert.That(IssuerSettings.AddressOf("https://id.example/keys", allowHttp: false), Is.Not.Null);
    }

    [TestCase("[]")]
    [TestCase("""{"keys":[]}""")]
    [TestCase("""{"keys":7}""")]
    [TestCase("""{"keys":[7,null,{}]}""")]
    [TestCase("""{"keys":[{"kty":"oct","kid":"first","k":"c2VjcmV0"}]}""")]
    [TestCase("""{"keys":[{"kty":"RSA","kid":"first","n":"AQAB","e":"AQAB"}]}""")]
    [TestCase("""{"keys":[{"kty":"EC","kid":"first","crv":"P-256","x":"AA","y":"AA"}]}""")]
    [TestCase("<html>")]
    public async Task WhatHoldsNoUsableKeyIsNotTaken(string document)
    {
        _issuer.Instead = http => http.Response.WriteAsync(document);
        Assert.That(await _keys.For("first", default), Is.Null);
    }

    [Test]
    public async Task AShortKeyAndOneForEncryptionAreLeftOut()
    {
        var encryption = SigningKey.Rsa("enc").Jwk();
        encryption["use"] = "enc";
        var keys = new System.Text.Json.Nodes.JsonObject { ["keys"] = new System.Text.Json.Nodes.JsonArray([SigningKey.Rsa("short", bits: 1024).Jwk(), encryption, SigningKey.Rsa("first").Jwk()]) };
        _issuer.Instead = http => http.Response.WriteAsync(keys.ToJsonString());
        Assert.That((await Has("first"), await Has("short"), await Has("enc")), Is.EqualTo((true, false, false)));
    }

    private async Task<bool> Has(string kid) => (await _keys.For(kid, default))?.Has(kid) == true;
}
