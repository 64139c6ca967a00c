using System.Net;
using System.Text.Json;
using AllianceApi.Hosting;

namespace AllianceApi.Access.Tokens;

/// <summary>
/// The keys of one issuer. They are fetched when they are first needed, again when a token names one that is not known, and in
/// any case after ten minutes, so that a key that the issuer withdrew ends here too. However many tokens ask, the issuer is asked
/// by one request at a time, and not again within a pause. No other address than the configured one, and the one that its
/// discovery document names, is ever asked; redirects are not followed.
/// </summary>
internal sealed partial class IssuerKeys(IssuerSettings issuer, HttpClient http, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseWithoutKeys = TimeSpan.FromSeconds(5);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly Lock _lock = new();
    private Held? _held;
    private Task _fetch = Task.CompletedTask;
    private long? _asked;

    public IssuerSettings Issuer => issuer;

    /// <summary>What is known of the keys, after asking the issuer where <paramref name="kid"/> is not; null where none could be had.</summary>
    public async ValueTask<KeySet?> For(string? kid, CancellationToken cancellationToken)
    {
        if (Newest() is not { } held || !held.Keys.Has(kid))
        {
            await Refetch().WaitAsync(cancellationToken);
        }
        else if (clock.GetElapsedTime(held.At) > Fresh)
        {
            // Nobody waits for it while the keys that are there will do.
            _ = Refetch();
        }

        return Newest()?.Keys;
    }

    private Held? Newest() => Volatile.Read(ref _held) is { } held && clock.GetElapsedTime(held.At) <= Longest ? held : null;

    private Task Refetch()
    {
        lock (_lock)
        {
            if (!_fetch.IsCompleted || (_asked is { } asked && clock.GetElapsedTime(asked) < (Newest() is null ? PauseWithoutKeys : Pause)))
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
            var address = issuer.Jwks ?? await Discover(issuer.Metadata!);
            using var document = await Get(address);
            Volatile.Write(ref _held, new Held(KeySet.Read(document.RootElement), clock.GetTimestamp()));
            Fetched(log, issuer.Issuer);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException)
        {
            NotFetched(log, issuer.Issuer, fault.Message);
        }
    }

    private async Task<Uri> Discover(Uri metadata)
    {
        using var document = await Get(metadata);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "issuer") != issuer.Issuer)
        {
            throw new JsonException("The discovery document is of another issuer.");
        }

        return IssuerSettings.AddressOf(Text(root, "jwks_uri"), issuer.AllowHttp) ?? throw new JsonException("The discovery document names no jwks_uri over https.");
    }

    private async Task<JsonDocument> Get(Uri address)
    {
        using var response = await http.GetAsync(address);
        return response.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(), Strict)
            : throw new HttpRequestException($"It answered {(int)response.StatusCode}.");
    }

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;

    [LoggerMessage(1010, LogLevel.Information, "The keys of the issuer {Issuer} were fetched")]
    private static partial void Fetched(ILogger logger, string issuer);

    [LoggerMessage(1011, LogLevel.Warning, "The keys of the issuer {Issuer} could not be fetched: {Why}")]
    private static partial void NotFetched(ILogger logger, string issuer, string why);

    private sealed record Held(KeySet Keys, long At);
}
