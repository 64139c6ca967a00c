using AllianceApi.Access;

namespace AllianceApi.Invitations;

/// <summary>Under which address people reach the service: <c>Invitations:BaseUrl</c>, or the one that the request came to.</summary>
internal sealed class PublicAddress
{
    private readonly string? _set;

    public PublicAddress(IConfiguration configuration)
    {
        if (configuration["Invitations:BaseUrl"] is not { Length: > 0 } setting)
        {
            return;
        }

        if (!Uri.TryCreate(setting, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new ConfigurationException("Invitations:BaseUrl must be the address under which people reach the service, such as https://alliance.example.org.");
        }

        _set = setting.TrimEnd('/');
    }

    public string Of(HttpRequest request) => _set ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
}
