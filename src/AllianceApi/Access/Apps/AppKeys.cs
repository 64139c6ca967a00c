using System.Collections.Concurrent;
using AllianceApi.Access.Tokens;
using AllianceApi.Hosting;

namespace AllianceApi.Access.Apps;

/// <summary>Where the keys of apps may lie: administrators of organizations name these addresses, not who runs the service.</summary>
internal sealed class KeyTargets(bool allowsPrivate) : OutboundTargets(allowsPrivate)
{
    /// <summary>Whether addresses within the own network are taken, and without TLS.</summary>
    public bool AllowsPrivate { get; } = allowsPrivate;

    public static KeyTargets Of(IConfiguration configuration) => configuration["Apps:AllowPrivate"] switch
    {
        null or "" => new KeyTargets(false),
        var text when bool.TryParse(text, out var allows) => new KeyTargets(allows),
        _ => throw new ConfigurationException("Apps:AllowPrivate must be true or false: whether keys of apps may lie at private and loopback addresses, and without TLS."),
    };

    public Refusal? Refuse(AppContent content) =>
        content.JwksUri is { } uri && Fault(uri) is { } fault ? Refusal.Invalid("/jwksUri", "out-of-range", fault) : null;
}

/// <summary>
/// The keys of apps: as they were uploaded, or from where they lie. An address is asked for no longer an answer than its
/// <c>Cache-Control</c> allows, by one request at a time, and only where it is public.
/// </summary>
internal sealed class AppKeys : IDisposable
{
    private const int LongestDocument = 64 * 1024;
    private const int MostAddresses = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, IssuerKeys> _addresses = new(StringComparer.Ordinal);
    private readonly KeyTargets _targets;
    private readonly TimeProvider _clock;
    private readonly ILogger<AppKeys> _log;
    private readonly HttpClient _http;

    public AppKeys(KeyTargets targets, TimeProvider clock, ILogger<AppKeys> log)
    {
        (_targets, _clock, _log) = (targets, clock, log);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancellationToken) => targets.Connect(context.DnsEndPoint, cancellationToken),
        })
        { Timeout = Patience, MaxResponseContentBufferSize = LongestDocument };
    }

    /// <summary>The keys of an app, after asking where they lie for one that is not known; null where they can not be had now.</summary>
    public async ValueTask<KeySet?> Of(AppRow app, string? kid, CancellationToken cancellationToken)
    {
        if (app.Jwks is { } uploaded)
        {
            return KeyDocument.Keys(uploaded);
        }

        if (_addresses.Count >= MostAddresses)
        {
            _addresses.Clear();
        }

        var uri = app.JwksUri!;
        return await _addresses.GetOrAdd(uri, _ => new IssuerKeys(new KeySource(app.AppId, null, new Uri(uri), _targets.AllowsPrivate, Obeys: true), _http, _clock, _log)).For(kid, cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
