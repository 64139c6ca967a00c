using System.Security.Cryptography;
using System.Text;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;
using AllianceApi.People;
using AllianceApi.Storage;

namespace AllianceApi.Access.Tokens;

/// <summary>Finds who a token of a configured issuer belongs to, in this store.</summary>
internal sealed class TokenDirectory(TokenValidation validation, Introspection introspection, Database database, TimeProvider clock)
{
    private readonly CallerMemory _memory = new();

    /// <summary>Whether there are issuers to take tokens from.</summary>
    public bool Any => validation.Any;

    /// <summary>Whether this could be a token, as opposed to an API key, and there are issuers to take tokens from.</summary>
    public bool Takes(string credential) =>
        validation.Any && !credential.StartsWith(KeySecret.Prefix, StringComparison.Ordinal) && (introspection.Any || credential.Contains('.', StringComparison.Ordinal));

    /// <summary>Who sends it, or why nobody is let in with it.</summary>
    public async ValueTask<(Caller? Caller, Refusal? Refusal)> Whose(string token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = CredentialHash.Of(token);
        if (_memory.Recall(key, now) is { } known)
        {
            return (known, null);
        }

        try
        {
            if (await Check(token, cancellationToken) is not { } good)
            {
                return (null, new Refusal(ProblemType.IssuerUnavailable, "The identity provider of this token can not be asked now. Send the request again."));
            }

            var client = await MustBeHere(good, cancellationToken);
            var caller = CallerOf(good.Claims, good.Issuer, client);
            _memory.Remember(key, caller, now, good.Ends);
            return (caller, null);
        }
        catch (TokenFaultException fault)
        {
            return (null, new Refusal(ProblemType.Unauthenticated, fault.Message));
        }
    }

    // A signed token has three parts and speaks for itself; of any other its issuer is asked.
    private ValueTask<GoodToken?> Check(string token, CancellationToken cancellationToken) =>
        introspection.Any && token.Count(c => c == '.') != 2 ? introspection.Ask(token, cancellationToken) : validation.Check(token, cancellationToken);

    // The client that the patient of the token is here; null where there is none, and then its scopes for one patient grant nothing.
    private async Task<string?> MustBeHere(GoodToken token, CancellationToken cancellationToken)
    {
        var claims = token.Claims;
        var (missing, client) = await database.Read(
            session => (!OrganizationStore.Exists(session, claims.Organization) ? "organization"
                : claims.ClinicianId is { } id && !PeopleStore.ClinicianExists(session, claims.Organization, id) ? "clinician"
                : null, claims.Scopes?.Patient is { } patient ? ClientOf(session, claims.Organization, patient, token.Issuer.PatientSystem) : null),
            cancellationToken);
        return missing is null ? client : throw new TokenFaultException($"The {missing} that the token names does not exist here. Make the {missing} first.");
    }

    // By the id of our own Patient, or by the identifier that a record system gives its patients: never by likeness.
    private static string? ClientOf(Session session, string organization, string patient, string? system) =>
        PublicIds.Find(session, organization, PublicKind.Client, patient)
        ?? (system is null ? null : PersonIdentifierStore.Owner(session, organization, PublicKind.Client, new PersonIdentifier(system, patient)));

    // The subject alone would let two issuers speak for each other's people.
    private static Caller CallerOf(TokenClaims claims, IssuerSettings issuer, string? client) => new(
        claims.Organization,
        "jwt-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer.Issuer}\n{claims.Subject}")).AsSpan(..16)),
        claims.Name,
        claims.Role,
        claims.ClinicianId,
        claims.Supervises,
        IsOperator: false)
    {
        Token = new TokenSubject(claims.Subject, issuer.Issuer),
        Scopes = claims.Scopes?.Of(client),
    };
}

/// <summary>A token whose signature, issuer, audience and times hold.</summary>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Claims">What it says.</param>
/// <param name="Ends">When it is no longer taken.</param>
internal sealed record GoodToken(IssuerSettings Issuer, TokenClaims Claims, DateTimeOffset Ends);
