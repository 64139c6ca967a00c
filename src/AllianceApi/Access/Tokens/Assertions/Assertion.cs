using System.Text.Json;
using AllianceApi.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AllianceApi.Access.Tokens.Assertions;

/// <summary>
/// A token that a program signed itself, to say who it is, this once: it lives for five minutes at most and has an id under which
/// it is not taken again.
/// </summary>
/// <param name="Issuer">Who signed it.</param>
/// <param name="Subject">Who it is about.</param>
/// <param name="Jti">Its id.</param>
/// <param name="Ends">When it is no longer taken, and its id need not be remembered any more.</param>
internal sealed record Assertion(string Issuer, string Subject, string Jti, DateTimeOffset Ends)
{
    public const string Unreadable = "The assertion is no signed token (JWT) that can be read.";

    private const int LongestText = 255;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>By what it may be signed: what SMART App Launch and CDS Hooks ask of both sides.</summary>
    public static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha384, SecurityAlgorithms.EcdsaSha384];

    /// <summary>The assertion, where it is signed by one of the keys, for one of the audiences, and valid now.</summary>
    /// <exception cref="TokenFaultException">It is not a good one; the message says why.</exception>
    public static async Task<Assertion> Check(JsonWebToken token, KeySet keys, IReadOnlyList<string> audiences, TimeProvider clock)
    {
        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal))
        {
            throw new TokenFaultException($"The assertion must be signed by {string.Join(" or ", Algorithms)}.");
        }

        if (keys.For(KidOf(token), token.Alg) is not { Count: > 0 } candidates)
        {
            throw new TokenFaultException("The assertion is signed by a key that is not registered for its issuer.");
        }

        await SignedToken.Check(token, new SignedToken.Rules(Algorithms, candidates, token.Issuer, audiences), clock);
        using var payload = SignedToken.Payload(token);
        var claims = payload.RootElement;
        var (expires, issued) = (Seconds(claims, "exp"), Seconds(claims, "iat"));
        var now = clock.GetUtcNow();
        if (expires is null || expires.Value > now + Longest + SignedToken.Skew || (issued is { } from && (expires.Value - from > Longest || from > now + SignedToken.Skew)))
        {
            throw new TokenFaultException("The assertion must expire within five minutes of being made (exp, iat).");
        }

        return new Assertion(token.Issuer, Text(claims, "sub"), Text(claims, "jti"), SignedToken.Ends(token));
    }

    /// <summary>The name of the key that it says it was signed with; null where it says none.</summary>
    public static string? KidOf(JsonWebToken token) => string.IsNullOrEmpty(token.Kid) ? null : token.Kid;

    /// <summary>The address of the keys that it names; null where it names none. It is held against the registered one and never asked.</summary>
    public static string? JkuOf(JsonWebToken token) => token.TryGetHeaderValue<string>("jku", out var jku) && !string.IsNullOrEmpty(jku) ? jku : null;

    private static DateTimeOffset? Seconds(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    private static string Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && JsonText.Of(value) is { Length: > 0 and <= LongestText } text && text.All(c => c is > ' ' and <= '~')
            ? text
            : throw new TokenFaultException($"The assertion's claim {name} must be 1 to {LongestText} visible ASCII characters.");
}
