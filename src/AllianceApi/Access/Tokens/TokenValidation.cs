using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AllianceApi.Access.Tokens;

/// <summary>
/// Decides whether a token is one of a configured issuer, for this service, signed by it and valid now. A token chooses nothing
/// here: its issuer must be known before anything is fetched, its algorithm must be of the list and fit the key.
/// </summary>
internal sealed class TokenValidation : IDisposable
{
    private const int LongestDocument = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly FrozenDictionary<string, IssuerKeys> _issuers;
    private readonly TimeProvider _clock;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LongestDocument,
    };

    public TokenValidation(ImmutableArray<IssuerSettings> issuers, TimeProvider clock, ILogger<TokenValidation> log)
    {
        _clock = clock;
        _issuers = issuers.ToFrozenDictionary(i => i.Issuer, i => new IssuerKeys(i, _http, clock, log), StringComparer.Ordinal);
    }

    /// <summary>Whether any issuer is configured.</summary>
    public bool Any => _issuers.Count > 0;

    /// <summary>What the token says; null where its issuer's keys can not be had now.</summary>
    /// <exception cref="TokenFaultException">It is not a good one.</exception>
    public async ValueTask<GoodToken?> Check(string token, CancellationToken cancellationToken)
    {
        var read = Read(token);
        if (!KeySet.Algorithms.Contains(read.Alg, StringComparer.Ordinal))
        {
            throw new TokenFaultException("The token is signed by an algorithm that is not taken here; RS, PS and ES with 256, 384 or 512 are.");
        }

        if (!_issuers.TryGetValue(read.Issuer, out var issuer))
        {
            throw new TokenFaultException("The token is from an issuer that is not configured here.");
        }

        var kid = string.IsNullOrEmpty(read.Kid) ? null : read.Kid;
        if (await issuer.For(kid, cancellationToken) is not { } keys)
        {
            return null;
        }

        if (keys.For(kid, read.Alg) is not { Count: > 0 } candidates)
        {
            throw new TokenFaultException("The token is signed by a key that its issuer does not show.");
        }

        var result = await _handler.ValidateTokenAsync(token, Rules(issuer.Issuer, candidates));
        if (!result.IsValid)
        {
            throw new TokenFaultException(WhyNot(result.Exception));
        }

        using var payload = Payload(read);
        return new GoodToken(issuer.Issuer, TokenClaims.Read(payload.RootElement, issuer.Issuer), Ends(read.ValidTo));
    }

    public void Dispose() => _http.Dispose();

    private static JsonWebToken Read(string token)
    {
        try
        {
            var read = new JsonWebToken(token);
            if (!read.IsEncrypted && !read.TryGetHeaderValue<object>("crit", out _) && read is { Alg: not null, Issuer: not null })
            {
                return read;
            }
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or JsonException or SecurityTokenException or InvalidOperationException)
        {
            // Told below: what of it can not be read is the caller's own to find.
        }

        throw new TokenFaultException("The credential is neither an API key nor a signed token (JWT) that can be read.");
    }

    private TokenValidationParameters Rules(IssuerSettings issuer, IReadOnlyList<SecurityKey> keys) => new()
    {
        ValidAlgorithms = KeySet.Algorithms,
        IssuerSigningKeys = keys,
        TryAllIssuerSigningKeys = true,
        RequireSignedTokens = true,
        ValidIssuer = issuer.Issuer,
        ValidAudience = issuer.Audience,
        RequireAudience = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, to, _, _) => InTime(from, to),
    };

    // The service's own clock, not the library's.
    private bool InTime(DateTime? from, DateTime? to)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        if (to is null)
        {
            throw new SecurityTokenNoExpirationException();
        }

        if (now >= Later(to.Value, Skew))
        {
            throw new SecurityTokenExpiredException();
        }

        return from is null || now >= Later(from.Value, -Skew) ? true : throw new SecurityTokenNotYetValidException();
    }

    private static DateTimeOffset Ends(DateTime to) => new(DateTime.SpecifyKind(Later(to, Skew), DateTimeKind.Utc));

    // Far dates are taken as they are.
    private static DateTime Later(DateTime time, TimeSpan by) =>
        time > DateTime.MaxValue - Skew || time < DateTime.MinValue + Skew ? time : time + by;

    private static JsonDocument Payload(JsonWebToken token)
    {
        try
        {
            return JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), Strict);
        }
        catch (JsonException)
        {
            throw new TokenFaultException("The token names a claim twice, or is nested too deep.");
        }
    }

    private static string WhyNot(Exception? fault) => fault switch
    {
        SecurityTokenNoExpirationException => "The token does not say when it expires (exp).",
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet (nbf).",
        SecurityTokenInvalidAudienceException => "The token is for another audience (aud).",
        SecurityTokenInvalidIssuerException => "The token is from an issuer that is not configured here.",
        _ => "The token's signature does not hold.",
    };
}
