using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Access.Tokens.Assertions;

/// <summary>On an endpoint: that a configured record system may call it with a token that it signed itself, for that address.</summary>
/// <param name="Path">The path above all such endpoints.</param>
internal sealed record TakesAssertions(string Path);

/// <summary>
/// Finds out which configured record system calls a hook. Its token names the address that it is for, so the deployment must say
/// under which address it is reached: what a request says of that is the caller's to choose.
/// </summary>
internal sealed class CdsClients : IDisposable
{
    private const string Feedback = "/feedback";
    private const int LongestDocument = 256 * 1024;

    private readonly FrozenDictionary<string, CdsClientSettings> _clients;
    private readonly FrozenDictionary<string, IssuerKeys> _keys;
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly string _base;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = LongestDocument,
    };

    public CdsClients(ImmutableArray<CdsClientSettings> clients, string? publicBase, Database database, TimeProvider clock, ILogger<CdsClients> log)
    {
        (_database, _clock, _base) = (database, clock, publicBase ?? "");
        if (clients.Length > 0 && _base.Length == 0)
        {
            throw new ConfigurationException("CdsHooks:Clients need PublicBase, the address under which they reach this service: their tokens name it.");
        }

        _clients = clients.ToFrozenDictionary(c => c.Issuer, StringComparer.Ordinal);
        _keys = clients.Where(c => c.Keys is null).ToFrozenDictionary(c => c.Issuer, c => new IssuerKeys(c.Source, _http, clock, log), StringComparer.Ordinal);
    }

    /// <summary>Who sends it to a path; nothing where it is no token of a configured record system.</summary>
    public async ValueTask<(Caller? Caller, Refusal? Refusal)> Whose(string credential, TakesAssertions takes, string path, CancellationToken cancellationToken)
    {
        if (_clients.Count == 0 || credential.StartsWith(KeySecret.Prefix, StringComparison.Ordinal) || !credential.Contains('.', StringComparison.Ordinal))
        {
            return (null, null);
        }

        try
        {
            var token = SignedToken.Read(credential, Assertion.Unreadable);
            if (!_clients.TryGetValue(token.Issuer, out var client))
            {
                return (null, null);
            }

            if (Assertion.JkuOf(token) is { } jku && jku != client.Jku)
            {
                throw new TokenFaultException("The token names an address of keys (jku) that is not configured for its issuer.");
            }

            if ((client.Keys ?? await _keys[client.Issuer].For(Assertion.KidOf(token), cancellationToken)) is not { } keys)
            {
                return (null, new Refusal(ProblemType.IssuerUnavailable, "The keys of the record system can not be had now. Send the request again."));
            }

            var assertion = await Assertion.Check(token, keys, AudiencesOf(takes, path), _clock);
            return (await Take(client, assertion, cancellationToken), null);
        }
        catch (TokenFaultException fault)
        {
            return (null, new Refusal(ProblemType.Unauthenticated, fault.Message));
        }
    }

    public void Dispose() => _http.Dispose();

    // The very address that is called, or the one above all: clients differ in which they name.
    private string[] AudiencesOf(TakesAssertions takes, string path)
    {
        var hook = path.EndsWith(Feedback, StringComparison.Ordinal) ? path[..^Feedback.Length] : path;
        return [.. new[] { path, hook, takes.Path, takes.Path + "/", "", "/" }.Select(p => _base + p).Distinct(StringComparer.Ordinal)];
    }

    private async Task<Caller> Take(CdsClientSettings client, Assertion assertion, CancellationToken cancellationToken)
    {
        if (client.Subject is { } subject && subject != assertion.Subject)
        {
            throw new TokenFaultException("The token is of another client than the one configured for its issuer (sub).");
        }

        var fault = await _database.Write(
            session => !OrganizationStore.Exists(session, client.Organization) ? "The organization that the record system is configured for does not exist here."
                : AssertionStore.Take(session, client.Organization, assertion) ? null
                : "The token was used before (jti). Each call needs one of its own.",
            cancellationToken);
        return fault is null ? CallerOf(client, assertion) : throw new TokenFaultException(fault);
    }

    private static Caller CallerOf(CdsClientSettings client, Assertion assertion) => new(
        client.Organization,
        "cds-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Issuer}\n{assertion.Subject}")).AsSpan(..16)),
        assertion.Subject,
        Role.Integration,
        null,
        [],
        IsOperator: false)
    {
        Token = new TokenSubject(assertion.Subject, client.Issuer),
    };
}
