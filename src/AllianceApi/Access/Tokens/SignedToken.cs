using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AllianceApi.Access.Tokens;

/// <summary>What holds for every token that somebody else signed: how it is read, and what makes it good.</summary>
internal static class SignedToken
{
    /// <summary>How far the clocks of two machines may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>By what a token is held to be good.</summary>
    /// <param name="Algorithms">By which of these it may be signed.</param>
    /// <param name="Keys">One of these must have signed it.</param>
    /// <param name="Issuer">What <c>iss</c> must be.</param>
    /// <param name="Audiences">One of these <c>aud</c> must hold.</param>
    internal sealed record Rules(IReadOnlyList<string> Algorithms, IReadOnlyList<SecurityKey> Keys, string Issuer, IReadOnlyList<string> Audiences);

    /// <summary>Reads a token without believing it.</summary>
    /// <exception cref="TokenFaultException">It is none that can be read.</exception>
    public static JsonWebToken Read(string token, string fault)
    {
        try
        {
            var read = new JsonWebToken(token);
            if (!read.IsEncrypted && !read.TryGetHeaderValue<object>("crit", out _) && read is { Alg: not null, Issuer: not null })
            {
                return read;
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException or JsonException or SecurityTokenException or InvalidOperationException)
        {
            // Told below: what of it can not be read is the caller's own to find.
        }

        throw new TokenFaultException(fault);
    }

    /// <summary>Checks signature, issuer, audience and times.</summary>
    /// <exception cref="TokenFaultException">One does not hold; the message says which.</exception>
    public static async Task Check(JsonWebToken token, Rules rules, TimeProvider clock)
    {
        var result = await Handler.ValidateTokenAsync(token.EncodedToken, new TokenValidationParameters
        {
            ValidAlgorithms = rules.Algorithms,
            IssuerSigningKeys = rules.Keys,
            TryAllIssuerSigningKeys = true,
            RequireSignedTokens = true,
            ValidIssuer = rules.Issuer,
            ValidAudiences = rules.Audiences,
            RequireAudience = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, to, _, _) => InTime(from, to, clock),
        });
        if (!result.IsValid)
        {
            throw new TokenFaultException(WhyNot(result.Exception));
        }
    }

    /// <summary>The claims.</summary>
    /// <exception cref="TokenFaultException">One stands twice, or they are nested too deep.</exception>
    public static JsonDocument Payload(JsonWebToken token)
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

    /// <summary>When it is no longer taken.</summary>
    public static DateTimeOffset Ends(JsonWebToken token) => new(DateTime.SpecifyKind(Later(token.ValidTo, Skew), DateTimeKind.Utc));

    // The service's own clock, not the library's.
    private static bool InTime(DateTime? from, DateTime? to, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
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

    // Far dates are taken as they are.
    private static DateTime Later(DateTime time, TimeSpan by) =>
        time > DateTime.MaxValue - Skew || time < DateTime.MinValue + Skew ? time : time + by;

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
