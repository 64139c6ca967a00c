using AllianceApi.Access;

namespace AllianceApi.Fhir;

/// <summary>
/// What a deployment says of the authorization server through which apps are launched here. Without it the service announces its
/// own token endpoint, for apps that act by themselves, and nothing else.
/// </summary>
/// <param name="AuthorizationEndpoint">Where users are sent to; null where no app is launched.</param>
/// <param name="TokenEndpoint">Where tokens are fetched; null for our own.</param>
/// <param name="IntrospectionEndpoint">Where tokens are asked about; null for none.</param>
/// <param name="RevocationEndpoint">Where tokens are given back; null for none.</param>
/// <param name="Issuer">Who issues id tokens; null where nobody does.</param>
/// <param name="JwksUri">Where the keys of id tokens lie.</param>
/// <param name="Capabilities">What that server can do, in SMART's words.</param>
internal sealed record SmartSettings(
    string? AuthorizationEndpoint, string? TokenEndpoint, string? IntrospectionEndpoint, string? RevocationEndpoint, string? Issuer, string? JwksUri, IReadOnlyList<string> Capabilities)
{
    private static readonly string[] Known =
    [
        "launch-ehr", "launch-standalone", "authorize-post", "client-public", "client-confidential-symmetric", "client-confidential-asymmetric", "sso-openid-connect",
        "context-banner", "context-style", "context-ehr-patient", "context-ehr-encounter", "context-standalone-patient", "context-standalone-encounter",
        "permission-offline", "permission-online", "permission-patient", "permission-user", "permission-v1", "permission-v2", "smart-app-state",
    ];

    public static SmartSettings Of(IConfiguration configuration)
    {
        var capabilities = configuration.GetSection("Smart:Capabilities").Get<string[]>() ?? [];
        var made = new SmartSettings(
            Address(configuration, "Smart:AuthorizationEndpoint"),
            Address(configuration, "Smart:TokenEndpoint"),
            Address(configuration, "Smart:IntrospectionEndpoint"),
            Address(configuration, "Smart:RevocationEndpoint"),
            Address(configuration, "Smart:Issuer"),
            Address(configuration, "Smart:JwksUri"),
            capabilities);
        if (capabilities.FirstOrDefault(c => !Known.Contains(c)) is { } odd)
        {
            throw new ConfigurationException($"Smart:Capabilities holds {odd}, which is none of SMART's: {string.Join(", ", Known)}.");
        }

        return made switch
        {
            { TokenEndpoint: null } when capabilities.Length > 0 || made.AuthorizationEndpoint is not null => throw new ConfigurationException(
                "Smart:TokenEndpoint must be set with Smart:AuthorizationEndpoint and Smart:Capabilities: they tell of one authorization server."),
            { AuthorizationEndpoint: null } when made.Can("launch-ehr") || made.Can("launch-standalone") => throw new ConfigurationException(
                "Smart:AuthorizationEndpoint must be set where Smart:Capabilities holds a launch."),
            { Issuer: null } or { JwksUri: null } when made.Can("sso-openid-connect") => throw new ConfigurationException(
                "Smart:Issuer and Smart:JwksUri must be set where Smart:Capabilities holds sso-openid-connect."),
            _ => made,
        };
    }

    public bool Can(string capability) => Capabilities.Contains(capability);

    private static string? Address(IConfiguration configuration, string key) => configuration[key] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" => text,
        _ => throw new ConfigurationException($"{key} must be an absolute address."),
    };
}
