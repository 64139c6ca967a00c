using System.Collections.Immutable;
using System.Text.Json;
using AllianceApi.Hosting;

namespace AllianceApi.Access.Tokens;

/// <summary>What a token whose signature holds says of its bearer, by the claims that are configured for its issuer.</summary>
/// <param name="Subject">Who it is, to the issuer.</param>
/// <param name="Name">For the audit log.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Organization">The organization.</param>
/// <param name="ClinicianId">The clinician that a clinician is.</param>
/// <param name="Supervises">The clinicians that a supervisor supervises.</param>
/// <param name="Scopes">Its SMART scopes; null for none.</param>
internal sealed record TokenClaims(
    string Subject, string Name, Role Role, string Organization, string? ClinicianId, ImmutableArray<string> Supervises, SmartScopes? Scopes)
{
    private const int LongestSubject = 255;
    private const int LongestName = 200;
    private const int LongestPatient = 64;

    /// <summary>Reads the claims.</summary>
    /// <exception cref="TokenFaultException">One is missing or odd.</exception>
    public static TokenClaims Read(JsonElement payload, IssuerSettings issuer)
    {
        var names = issuer.Claims;
        var subject = One(payload, names.Subject) ?? throw Missing(names.Subject);
        if (subject.Length > LongestSubject || !subject.All(c => c is > ' ' and <= '~'))
        {
            throw new TokenFaultException($"The token's claim {names.Subject} must be 1 to {LongestSubject} visible ASCII characters.");
        }

        var role = RoleOf(payload, issuer);
        return new TokenClaims(
            subject,
            (names.Name is { } name ? One(payload, name) : null) is { Length: > 0 and <= LongestName } text && !text.Any(char.IsControl) ? text : subject,
            role,
            issuer.Organization ?? Id(payload, names.Organization!),
            role == Role.Clinician ? Id(payload, names.ClinicianId) : null,
            role == Role.Supervisor ? Supervised(payload, names.Supervises) : [],
            ScopesOf(payload, names.Patient));
    }

    private static Role RoleOf(JsonElement payload, IssuerSettings issuer)
    {
        var claim = issuer.Claims.Role;
        var roles = (Texts(payload, claim) ?? throw Missing(claim)).Where(issuer.Roles.ContainsKey).Select(r => issuer.Roles[r]).Distinct().ToList();
        return roles.Count switch
        {
            0 => throw new TokenFaultException($"The token's claim {claim} holds no role that is known here."),
            1 => roles[0],
            _ => throw new TokenFaultException($"The token's claim {claim} holds several roles that are known here ({string.Join(", ", roles.Select(r => r.Name()))}); a credential has one."),
        };
    }

    private static ImmutableArray<string> Supervised(JsonElement payload, string claim)
    {
        ImmutableArray<string> ids = [.. (Texts(payload, claim) ?? throw Missing(claim)).SelectMany(t => t.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
        return ids.All(ExternalId.Fits) ? ids : throw Odd(claim);
    }

    private static SmartScopes? ScopesOf(JsonElement payload, string patientClaim)
    {
        var scopes = new[] { "scope", "scp" }.SelectMany(claim => Texts(payload, claim) ?? []).SelectMany(t => t.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var patient = One(payload, patientClaim);
        return patient is null or { Length: > 0 and <= LongestPatient }
            ? SmartScopes.Of(scopes, patient)
            : throw new TokenFaultException($"The token's claim {patientClaim} must be the id of a patient.");
    }

    private static string Id(JsonElement payload, string claim)
    {
        var id = One(payload, claim) ?? throw Missing(claim);
        return ExternalId.Fits(id) ? id : throw Odd(claim);
    }

    private static string? One(JsonElement payload, string claim) => Find(payload, claim) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => JsonText.Of(value) is { Length: > 0 } text ? text : throw Odd(claim),
        _ => throw Odd(claim),
    };

    private static List<string>? Texts(JsonElement payload, string claim) => Find(payload, claim) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => [JsonText.Of(value) ?? throw Odd(claim)],
        { ValueKind: JsonValueKind.Array } values => [.. values.EnumerateArray().Select(v => (v.ValueKind == JsonValueKind.String ? JsonText.Of(v) : null) ?? throw Odd(claim))],
        _ => throw Odd(claim),
    };

    // The whole name first: the names of claims of one's own are often addresses, with dots in them.
    private static JsonElement? Find(JsonElement parent, string claim)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (parent.TryGetProperty(claim, out var value))
        {
            return value.ValueKind == JsonValueKind.Null ? null : value;
        }

        var dot = claim.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && parent.TryGetProperty(claim[..dot], out var inner) ? Find(inner, claim[(dot + 1)..]) : null;
    }

    private static TokenFaultException Missing(string claim) => new($"The token has no claim {claim}.");

    private static TokenFaultException Odd(string claim) => new($"The token's claim {claim} is not of the form that is expected of it.");
}

/// <summary>A token that nobody is let in with; the message tells its bearer why.</summary>
internal sealed class TokenFaultException(string message) : Exception(message);
