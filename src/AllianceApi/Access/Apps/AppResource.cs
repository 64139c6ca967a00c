using AllianceApi.Hosting;

namespace AllianceApi.Access.Apps;

/// <summary>A program that fetches tokens for itself (SMART Backend Services).</summary>
/// <param name="Id">Its client id: <c>iss</c> and <c>sub</c> of its assertions.</param>
/// <param name="Name">Name that its maker gave it.</param>
/// <param name="Role">integration, admin or auditor: what its tokens may do, within their scopes.</param>
/// <param name="Scopes">The most that a token of it may be for.</param>
/// <param name="KeyIds">The <c>kid</c> of each key that was uploaded; null where its keys lie elsewhere.</param>
/// <param name="JwksUri">Where its keys lie; null where they were uploaded.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedOn">The last day on which it fetched a token (UTC); null when never.</param>
internal sealed record AppResource(
    string Id, string Name, string Role, IReadOnlyList<string> Scopes, IReadOnlyList<string>? KeyIds, string? JwksUri, DateTimeOffset CreatedAt, string? LastUsedOn)
{
    public static AppResource Of(AppRow row) => new(
        row.AppId, row.Name, row.Role, row.ScopeTexts, row.Jwks is { } jwks ? KeyDocument.IdsOf(jwks) : null, row.JwksUri, Instant.FromStore(row.CreatedAt), row.LastUsedOn);
}

/// <summary>What an app shall be. Its keys are either uploaded or lie at an address.</summary>
/// <param name="Name">For people, so that it is known again in lists and in the audit log.</param>
/// <param name="Scopes">The most that a token of it may be for: SMART scopes such as <c>system/Observation.rs</c>.</param>
/// <param name="Role">integration (also where absent), admin or auditor.</param>
/// <param name="Jwks">Its public keys, a JWK set: RSA with 2048 bits or more, or EC P-384.</param>
/// <param name="JwksUri">Or where such a set lies: https, and a public address.</param>
internal sealed record AppBody(string Name, IReadOnlyList<string> Scopes, string? Role, JwkSet? Jwks, string? JwksUri);

/// <summary>A JWK set (RFC 7517).</summary>
/// <param name="Keys">The keys, without private parts.</param>
internal sealed record JwkSet(IReadOnlyList<object> Keys);
