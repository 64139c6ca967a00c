using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AllianceApi.Tests.Running;

/// <summary>An identity provider: a discovery document and keys over HTTP, and tokens as true or as false as a test wants them.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "alliance-api";

    private readonly WebApplication _app;
    private int _asked;

    private TestIssuer(WebApplication app) => _app = app;

    /// <summary>What it calls itself.</summary>
    public string Name => _app.Urls.First().TrimEnd('/');

    /// <summary>The keys that it shows.</summary>
    public List<SigningKey> Keys { get; } = [SigningKey.Rsa("first")];

    /// <summary>How often its keys were asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What it answers instead of its keys.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>What its discovery document says besides its name.</summary>
    public Action<JsonObject>? Discovery { get; set; }

    public static async Task<TestIssuer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.Run(issuer.Answer);
        await app.StartAsync();
        return issuer;
    }

    /// <summary>The settings by which a service takes its tokens.</summary>
    public Dictionary<string, string?> Settings(params (string Name, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Access:Issuers:0:Issuer"] = Name,
            ["Access:Issuers:0:Audience"] = Audience,
            ["Access:Issuers:0:AllowHttp"] = "true",
        };
        foreach (var (name, value) in more)
        {
            settings[name.Contains("RateLimit", StringComparison.Ordinal) ? name : $"Access:Issuers:0:{name}"] = value;
        }

        return settings;
    }

    /// <summary>The claims of a good token, and those of a test; null takes one away.</summary>
    public JsonObject Claims(object? more = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = Json.Object(new { iss = Name, aud = Audience, sub = "user-1", iat = now, nbf = now, exp = now + 300, role = "integration" });
        foreach (var (name, value) in Json.Object(more ?? new { }))
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value.DeepClone();
            }
        }

        return claims;
    }

    /// <summary>A token with these claims, signed by its first key or by another.</summary>
    public string Token(object? more = null, SigningKey? by = null) => Forge(Claims(more), by ?? Keys[0]);

    /// <summary>A token with just this header and payload.</summary>
    public static string Forge(JsonObject payload, SigningKey by, object? header = null) =>
        Forge((header is null ? Json.Object(new { alg = by.Algorithm, typ = "JWT", kid = by.Kid }) : Json.Object(header)).ToJsonString(), payload.ToJsonString(), by.Sign);

    public static string Forge(string header, string payload, Func<byte[], byte[]> sign)
    {
        var text = $"{Part(Encoding.UTF8.GetBytes(header))}.{Part(Encoding.UTF8.GetBytes(payload))}";
        return $"{text}.{Part(sign(Encoding.UTF8.GetBytes(text)))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string Part(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private async Task Answer(HttpContext http)
    {
        if (http.Request.Path == "/.well-known/openid-configuration")
        {
            var document = Json.Object(new { issuer = Name, jwks_uri = $"{Name}/keys" });
            Discovery?.Invoke(document);
            await http.Response.WriteAsync(document.ToJsonString());
            return;
        }

        Interlocked.Increment(ref _asked);
        if (Instead is { } instead)
        {
            await instead(http);
            return;
        }

        await http.Response.WriteAsync(new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(k => k.Jwk())]) }.ToJsonString());
    }
}

/// <summary>A key that signs tokens.</summary>
internal sealed record SigningKey(string Kid, string Algorithm, AsymmetricAlgorithm Key)
{
    private HashAlgorithmName Hash => Algorithm[2..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA512 };

    public static SigningKey Rsa(string kid, string algorithm = "RS256", int bits = 2048) => new(kid, algorithm, RSA.Create(bits));

    public static SigningKey Ec(string kid, string algorithm = "ES256") => new(
        kid, algorithm, ECDsa.Create(algorithm switch { "ES256" => ECCurve.NamedCurves.nistP256, "ES384" => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 }));

    public byte[] Sign(byte[] text) => Key switch
    {
        RSA rsa => rsa.SignData(text, Hash, Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
        ECDsa ec => ec.SignData(text, Hash),
        _ => throw new InvalidOperationException(),
    };

    public JsonObject Jwk()
    {
        if (Key is RSA rsa)
        {
            var p = rsa.ExportParameters(false);
            return Json.Object(new { kty = "RSA", use = "sig", kid = Kid, n = Base64Url.EncodeToString(p.Modulus), e = Base64Url.EncodeToString(p.Exponent) });
        }

        var q = ((ECDsa)Key).ExportParameters(false);
        var curve = Algorithm switch { "ES256" => "P-256", "ES384" => "P-384", _ => "P-521" };
        return Json.Object(new { kty = "EC", use = "sig", kid = Kid, crv = curve, x = Base64Url.EncodeToString(q.Q.X), y = Base64Url.EncodeToString(q.Q.Y) });
    }
}
