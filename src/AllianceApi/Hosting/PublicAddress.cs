using AllianceApi.Access;

namespace AllianceApi.Hosting;

/// <summary>Under which address callers reach the service: <c>PublicBase</c>, or the one that a request came to.</summary>
internal sealed class PublicAddress
{
    public const string Setting = "PublicBase";

    private PublicAddress(string? set) => Set = set;

    /// <summary>What is configured, without a slash at its end; null where each request says it.</summary>
    public string? Set { get; }

    /// <summary>Whether callers are known to come by TLS, whatever a proxy makes of it.</summary>
    public bool IsTls => Set?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The first of these settings that is there.</summary>
    public static PublicAddress Of(IConfiguration configuration, params ReadOnlySpan<string> settings)
    {
        string? first = null;
        foreach (var setting in settings)
        {
            first ??= Read(configuration, setting);
        }

        return new PublicAddress(first);
    }

    /// <summary>A setting that is an address, without a slash at its end; null where it is not set.</summary>
    public static string? Read(IConfiguration configuration, string setting)
    {
        var value = configuration[setting];
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "" }
            ? value.TrimEnd('/')
            : throw new ConfigurationException($"{setting} must be an absolute http or https address, such as https://alliance.example.org.");
    }

    public string Of(HttpRequest request) => Set ?? $"{request.Scheme}://{request.Host}{request.PathBase}";

    /// <summary>The address of the service that answers a request.</summary>
    public static string Of(HttpContext http) => http.RequestServices.GetRequiredService<PublicAddress>().Of(http.Request);
}
