using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AllianceApi.Access.Tokens;

/// <summary>
/// Decides whether a token is one of a configured issuer, for this service, signed by it and valid now. A token chooses nothing
/// here: its issuer must be known before anything is fetched, its algorithm must be of the list and fit the key.
/// </summary>
internal sealed class TokenValidation : IDisposable
{
    private const int LongestDocument = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FrozenDictionary<string, (IssuerSettings Settings, IssuerKeys Keys)> _issuers;
    private readonly TimeProvider _clock;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LongestDocument,
    };

    public TokenValidation(ImmutableArray<IssuerSettings> issuers, TimeProvider clock, ILogger<TokenValidation> log)
    {
        _clock = clock;
        _issuers = issuers.ToFrozenDictionary(i => i.Issuer, i => (i, new IssuerKeys(i.Keys, _http, clock, log)), StringComparer.Ordinal);
    }

    /// <summary>Whether any issuer is configured.</summary>
    public bool Any => _issuers.Count > 0;

    /// <summary>What the token says; null where its issuer's keys can not be had now.</summary>
    /// <exception cref="TokenFaultException">It is not a good one.</exception>
    public async ValueTask<GoodToken?> Check(string token, CancellationToken cancellationToken)
    {
        var read = SignedToken.Read(token, "The credential is neither an API key nor a signed token (JWT) that can be read.");
        if (!KeySet.Algorithms.Contains(read.Alg, StringComparer.Ordinal))
        {
            throw new TokenFaultException("The token is signed by an algorithm that is not taken here; RS, PS and ES with 256, 384 or 512 are.");
        }

        if (!_issuers.TryGetValue(read.Issuer, out var issuer))
        {
            throw new TokenFaultException("The token is from an issuer that is not configured here.");
        }

        var kid = string.IsNullOrEmpty(read.Kid) ? null : read.Kid;
        if (await issuer.Keys.For(kid, cancellationToken) is not { } keys)
        {
            return null;
        }

        if (keys.For(kid, read.Alg) is not { Count: > 0 } candidates)
        {
            throw new TokenFaultException("The token is signed by a key that its issuer does not show.");
        }

        await SignedToken.Check(read, new SignedToken.Rules(KeySet.Algorithms, candidates, issuer.Settings.Issuer, [issuer.Settings.Audience]), _clock);
        using var payload = SignedToken.Payload(read);
        return new GoodToken(issuer.Settings, TokenClaims.Read(payload.RootElement, issuer.Settings), SignedToken.Ends(read));
    }

    public void Dispose() => _http.Dispose();
}
