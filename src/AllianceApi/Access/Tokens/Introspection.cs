using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AllianceApi.Hosting;

namespace AllianceApi.Access.Tokens;

/// <summary>
/// Asks the issuer about tokens that say nothing by themselves. Only the configured address is ever asked, by a few requests at a
/// time; an answer is believed for a short time and never beyond the end of the token, a refusal for a shorter one.
/// </summary>
internal sealed partial class Introspection : IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private const int MostRemembered = 10_000;
    private const int AtATime = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RefusalKept = TimeSpan.FromSeconds(5);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly IssuerSettings? _issuer;
    private readonly TimeProvider _clock;
    private readonly ILogger<Introspection> _log;
    private readonly ConcurrentDictionary<string, Remembered> _answers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(AtATime);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LongestAnswer,
    };

    public Introspection(ImmutableArray<IssuerSettings> issuers, TimeProvider clock, ILogger<Introspection> log)
    {
        (_clock, _log) = (clock, log);
        var asked = issuers.Where(i => i.Introspection is not null).ToList();
        _issuer = asked.Count > 1
            ? throw new ConfigurationException("Access:Issuers may hold one Introspection: a token that says nothing does not say whom to ask, either.")
            : asked.FirstOrDefault();
    }

    /// <summary>Whether there is an issuer to ask.</summary>
    public bool Any => _issuer is not null;

    /// <summary>What the issuer says of a token; null where it can not be asked now.</summary>
    /// <exception cref="TokenFaultException">The token is not good.</exception>
    public async ValueTask<GoodToken?> Ask(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(KeySecret.Hash(token));
        var now = _clock.GetUtcNow();
        if (!_answers.TryGetValue(key, out var known) || known.Until <= now)
        {
            if (await Fetch(token, cancellationToken) is not { } fetched)
            {
                return null;
            }

            if (_answers.Count >= MostRemembered)
            {
                _answers.Clear();
            }

            known = _answers[key] = fetched;
        }

        return known.Token is { } good && good.Ends > now ? good : throw new TokenFaultException(known.Fault ?? "The token has expired.");
    }

    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    private async Task<Remembered?> Fetch(string token, CancellationToken cancellationToken)
    {
        if (!await _turns.WaitAsync(Patience, cancellationToken))
        {
            return null;
        }

        try
        {
            using var document = await Send(token, cancellationToken);
            return Judge(document.RootElement);
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            NotAsked(_log, _issuer!.Issuer, fault.Message);
            return null;
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<JsonDocument> Send(string token, CancellationToken cancellationToken)
    {
        var settings = _issuer!.Introspection!;
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Endpoint);
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token), KeyValuePair.Create("token_type_hint", "access_token")]);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var secret = $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
        using var answer = await _http.SendAsync(request, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken), Strict)
            : throw new HttpRequestException($"It answered {(int)answer.StatusCode}.");
    }

    private Remembered Judge(JsonElement answer)
    {
        var now = _clock.GetUtcNow();
        try
        {
            var ends = Ends(answer, now);
            var until = now + _issuer!.Introspection!.Cached;
            return new Remembered(new GoodToken(_issuer, TokenClaims.Read(answer, _issuer), ends), null, until < ends ? until : ends);
        }
        catch (TokenFaultException fault)
        {
            return new Remembered(null, fault.Message, now + RefusalKept);
        }
    }

    private DateTimeOffset Ends(JsonElement answer, DateTimeOffset now)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("active", out var active) || active.ValueKind != JsonValueKind.True)
        {
            throw new TokenFaultException("The token's issuer says that it is not active.");
        }

        if (answer.TryGetProperty("iss", out var issuer) && JsonText.Of(issuer) != _issuer!.Issuer)
        {
            throw new TokenFaultException("The token is from an issuer that is not configured here.");
        }

        if (answer.TryGetProperty("aud", out var audience) && !Names(audience, _issuer!.Audience))
        {
            throw new TokenFaultException("The token is for another audience (aud).");
        }

        if (Seconds(answer, "nbf") is { } from && from > now + SignedToken.Skew)
        {
            throw new TokenFaultException("The token is not valid yet (nbf).");
        }

        var ends = Seconds(answer, "exp") ?? throw new TokenFaultException("The token's issuer does not say when it expires (exp).");
        return ends > now ? ends : throw new TokenFaultException("The token has expired.");
    }

    private static bool Names(JsonElement audience, string name) =>
        audience.ValueKind == JsonValueKind.Array ? audience.EnumerateArray().Any(a => JsonText.Of(a) == name) : JsonText.Of(audience) == name;

    private static DateTimeOffset? Seconds(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    [LoggerMessage(1013, LogLevel.Warning, "The issuer {Issuer} could not be asked about a token: {Why}")]
    private static partial void NotAsked(ILogger logger, string issuer, string why);

    private sealed record Remembered(GoodToken? Token, string? Fault, DateTimeOffset Until);
}
