using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AllianceApi.Tests.Running;

/// <summary>HTTP calls with one credential.</summary>
internal sealed class Api(Uri address, string? key)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    public Uri Base { get; } = address;

    public string? Key { get; } = key;

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    public Task<Answer> Delete(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Delete, path, null, headers);

    public Task<Answer> Post(string path, object body, params (string Name, string Value)[] headers) => Send(HttpMethod.Post, path, Json(body), headers);

    public Task<Answer> Put(string path, object body, params (string Name, string Value)[] headers) => Send(HttpMethod.Put, path, Json(body), headers);

    /// <summary>Sends a body exactly as it is written.</summary>
    public Task<Answer> SendText(HttpMethod method, string path, string body, string contentType = "application/json", params (string Name, string Value)[] headers) =>
        Send(method, path, Content(Encoding.UTF8.GetBytes(body), contentType), headers);

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Base, path)) { Content = content };
        if (Key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Client.SendAsync(request);
        return new Answer((int)response.StatusCode, response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase), await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>All rows of a list, page by page.</summary>
    public async Task<List<JsonNode>> All(string path)
    {
        var all = new List<JsonNode>();
        var next = path;
        while (next is not null)
        {
            var page = await Get(next);
            Assert.That(page.Status, Is.EqualTo(200), page.Text);
            all.AddRange(page.Json["items"]!.AsArray()!);
            next = (string?)page.Json["next"] is { } cursor ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}" : null;
        }

        return all;
    }

    public static ByteArrayContent Content(byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    /// <summary>A body as JSON.</summary>
    public static ByteArrayContent Json(object body) => Content(JsonSerializer.SerializeToUtf8Bytes(body, Running.Json.Options), "application/json");
}

/// <summary>What the service answered.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => $"{Status} {Encoding.UTF8.GetString(Body)}";

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string? Tag => Headers.GetValueOrDefault("ETag");

    /// <summary>The slug of the problem that this answer is; null where it is none.</summary>
    public string? Problem => Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/problem+json", StringComparison.Ordinal) == true ? ((string?)Json["type"])?["/problems/".Length..] : null;

    /// <summary>The pointers and codes of the faults of a problem.</summary>
    public IReadOnlyList<string> Faults => Json["errors"] is JsonArray errors ? [.. errors.Select(e => $"{e!["pointer"]} {e["code"]}")] : [];
}

/// <summary>JSON of tests.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static JsonObject Object(object value) => JsonSerializer.SerializeToNode(value, Options)!.AsObject();
}
