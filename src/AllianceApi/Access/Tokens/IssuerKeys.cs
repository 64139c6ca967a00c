using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AllianceApi.Hosting;

namespace AllianceApi.Access.Tokens;

/// <summary>
/// The keys of one issuer. They are fetched when they are first needed, again when a token names one that is not known, and in
/// any case after ten minutes, so that a key that the issuer withdrew ends here too. However many tokens ask, the issuer is asked
/// by one request at a time, and not again within a pause. No other address than the configured one, and the one that its
/// discovery document names, is ever asked; redirects are not followed.
/// </summary>
internal sealed partial class IssuerKeys(KeySource source, HttpClient http, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseWithoutKeys = TimeSpan.FromSeconds(5);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly Lock _lock = new();
    private Held? _held;
    private Task _fetch = Task.CompletedTask;
    private long? _asked;

    /// <summary>What is known of the keys, after asking the issuer where <paramref name="kid"/> is not; null where none could be had.</summary>
    public async ValueTask<KeySet?> For(string? kid, CancellationToken cancellationToken)
    {
        if (Newest() is not { } held || !held.Keys.Has(kid))
        {
            await Refetch().WaitAsync(cancellationToken);
        }
        else if (clock.GetElapsedTime(held.At) > held.Fresh)
        {
            // Nobody waits for it while the keys that are there will do.
            _ = Refetch();
        }

        return Newest()?.Keys;
    }

    private Held? Newest() => Volatile.Read(ref _held) is { } held && clock.GetElapsedTime(held.At) <= (source.Obeys ? held.Fresh : Longest) ? held : null;

    private Task Refetch()
    {
        lock (_lock)
        {
            if (!_fetch.IsCompleted || (_asked is { } asked && clock.GetElapsedTime(asked) < (Newest() is not null ? Pause : source.Obeys ? Least : PauseWithoutKeys)))
            {
                return _fetch;
            }

            _asked = clock.GetTimestamp();
            return _fetch = Task.Run(Fetch);
        }
    }

    // Belongs to no caller: one who hangs up does not take it from the others.
    private async Task Fetch()
    {
        try
        {
            var address = source.Jwks ?? await Discover(source.Metadata!);
            var (document, fresh) = await Get(address);
            using (document)
            {
                Volatile.Write(ref _held, new Held(KeySet.Read(document.RootElement), clock.GetTimestamp(), fresh));
            }

            Fetched(log, source.Name);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException)
        {
            NotFetched(log, source.Name, fault.Message);
        }
    }

    private async Task<Uri> Discover(Uri metadata)
    {
        using var document = (await Get(metadata)).Document;
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "issuer") != source.Name)
        {
            throw new JsonException("The discovery document is of another issuer.");
        }

        return IssuerSettings.AddressOf(Text(root, "jwks_uri"), source.AllowHttp) ?? throw new JsonException("The discovery document names no jwks_uri over https.");
    }

    private async Task<(JsonDocument Document, TimeSpan Fresh)> Get(Uri address)
    {
        using var response = await http.GetAsync(address);
        return response.StatusCode == HttpStatusCode.OK
            ? (JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(), Strict), FreshOf(response.Headers.CacheControl))
            : throw new HttpRequestException($"It answered {(int)response.StatusCode}.");
    }

    // What must not be kept is kept for the requests that wait for it.
    private TimeSpan FreshOf(CacheControlHeaderValue? said)
    {
        if (!source.Obeys || said is null)
        {
            return Fresh;
        }

        var allowed = said.NoStore || said.NoCache ? TimeSpan.Zero : said.MaxAge ?? Fresh;
        return allowed < Least ? Least : allowed < Fresh ? allowed : Fresh;
    }

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;

    [LoggerMessage(1010, LogLevel.Information, "The keys of the issuer {Issuer} were fetched")]
    private static partial void Fetched(ILogger logger, string issuer);

    [LoggerMessage(1011, LogLevel.Warning, "The keys of the issuer {Issuer} could not be fetched: {Why}")]
    private static partial void NotFetched(ILogger logger, string issuer, string why);

    private sealed record Held(KeySet Keys, long At, TimeSpan Fresh);
}
