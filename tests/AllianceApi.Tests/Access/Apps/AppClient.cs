using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access.Apps;

/// <summary>An app as SMART Backend Services has it: a key of its own, a client id, and what it sends for a token.</summary>
internal sealed class AppClient(Api at, SigningKey key)
{
    public const string Path = "/auth/token";

    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly HttpClient Http = new();
    private int _assertions;

    public string Id { get; private set; } = "";

    public SigningKey Key { get; } = key;

    public static JsonObject Jwks(params SigningKey[] keys) => new() { ["keys"] = new JsonArray([.. keys.Select(k => k.Jwk())]) };

    /// <summary>Registers an app with a key that is uploaded.</summary>
    public static async Task<AppClient> Register(RunningService service, SigningKey key, string[] scopes, object? more = null, Api? by = null)
    {
        var body = Json.Object(new { name = "reader", scopes });
        body["jwks"] = Jwks(key);
        foreach (var (name, value) in Json.Object(more ?? new { }))
        {
            body.Remove(name);
            if (value is not null)
            {
                body[name] = value.DeepClone();
            }
        }

        var answer = await (by ?? service.Admin).Post("/v1/apps", body);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return new AppClient(service.Api(null), key) { Id = answer.Json.Text("id")! };
    }

    /// <summary>An assertion; null takes a claim away.</summary>
    public string Assertion(object? more = null, SigningKey? by = null, object? header = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = Json.Object(new { iss = Id, sub = Id, aud = new Uri(at.Base, Path).AbsoluteUri, iat = now, exp = now + 240, jti = $"{Id}-{Interlocked.Increment(ref _assertions)}" });
        foreach (var (name, value) in Json.Object(more ?? new { }))
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value.DeepClone();
            }
        }

        return TestIssuer.Forge(claims, by ?? Key, header);
    }

    /// <summary>Asks for a token with an assertion of its own, or one that is given.</summary>
    public Task<Answer> Ask(string? scope = "system/*.rs", string? assertion = null) => Send(
        ("grant_type", "client_credentials"), ("scope", scope), ("client_assertion_type", AssertionType), ("client_assertion", assertion ?? Assertion()));

    public async Task<Answer> Send(params (string Name, string? Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value!)));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        using var answer = await Http.PostAsync(new Uri(at.Base, Path), content);
        return new Answer((int)answer.StatusCode, answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase), await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Calls with a new token.</summary>
    public async Task<Api> Api(string? scope = "system/*.rs")
    {
        var answer = await Ask(scope);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return new Api(at.Base, answer.Json.Text("access_token"));
    }
}
