using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace AllianceApi.Benchmarks.Service;

/// <summary>The service with a key that may do everything that is measured, and ways to fill it over its own routes.</summary>
internal sealed class Clinic : IAsyncDisposable
{
    private readonly Running _running;
    private readonly HttpClient _http;

    private Clinic(Running running, string key)
    {
        (_running, Key) = (running, key);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Text.Of(running.Port)}"), Timeout = TimeSpan.FromHours(1) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public string Key { get; private set; }

    public int Port => _running.Port;

    public Running Process => _running;

    /// <summary>Starts the published service over the store in <paramref name="folder"/>.</summary>
    public static Task<Running> Serve(string app, string folder, string adminKey, params (string Name, string Value)[] more) => Running.Start(
        "dotnet", [Path.Combine(app, "AllianceApi.dll")], folder,
        port =>
        [
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{Text.Of(port)}"), ("ALLIANCE_ADMIN_KEY", adminKey), ("RateLimit__RequestsPerSecond", "0"),
            ("ConnectionStrings__Alliance", $"Data Source={folder}/alliance.db"), .. more,
        ]);

    public static string NewAdminKey() => "aak_" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));

    /// <summary>Starts the service over a new store, with an integration's key and one clinician.</summary>
    public static async Task<Clinic> Open(string app, string folder, params (string Name, string Value)[] more)
    {
        var admin = NewAdminKey();
        var clinic = new Clinic(await Serve(app, folder, admin, more), admin);
        using var made = Good(await clinic._http.PostAsJsonAsync("/v1/keys", new { name = "benchmark", role = "integration" }));
        clinic.Key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
        clinic._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", clinic.Key);
        return clinic;
    }

    public async Task AddEpisodes(IEnumerable<string> episodes, string clinician)
    {
        Good(await _http.PutAsJsonAsync($"/v1/clinicians/{clinician}", new { label = clinician })).Dispose();
        await Parallel.ForEachAsync(episodes, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (episode, stop) =>
            Good(await _http.PutAsJsonAsync(
                $"/v1/episodes/{episode}?create=true", new { clientId = "c-" + episode, clinicianId = clinician, instrument = "wai-sr", startedOn = "2015-01-05" }, stop)).Dispose());
    }

    public Task<string> Read(string path) => _http.GetStringAsync(path);

    public async Task<(int Size, string Tag)> Look(string path)
    {
        using var answer = Good(await _http.GetAsync(path));
        return ((await answer.Content.ReadAsByteArrayAsync()).Length, answer.Headers.ETag?.ToString() ?? "\"\"");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _running.DisposeAsync();
    }

    private static HttpResponseMessage Good(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath} answered {Text.Of((int)answer.StatusCode)}.");
}
