using System.Globalization;

namespace AllianceApi.Access.Tokens;

/// <summary>Where an issuer is asked about tokens that say nothing by themselves (RFC 7662).</summary>
/// <param name="Endpoint">The address.</param>
/// <param name="ClientId">As whom this service asks.</param>
/// <param name="ClientSecret">What it proves that with.</param>
/// <param name="Cached">For how long an answer is believed, and never beyond the end of the token.</param>
internal sealed record IntrospectionSettings(Uri Endpoint, string ClientId, string ClientSecret, TimeSpan Cached)
{
    private const int UsualSeconds = 30;
    private const int MostSeconds = 300;

    private static readonly string[] Known = ["Endpoint", "ClientId", "ClientSecret", "CacheSeconds"];

    /// <summary>The settings; null where the issuer is not asked.</summary>
    /// <exception cref="ConfigurationException">They are not whole.</exception>
    public static IntrospectionSettings? Read(IConfigurationSection section, bool allowHttp)
    {
        if (!section.Exists())
        {
            return null;
        }

        IssuerSettings.Refuse(section, Known);
        var endpoint = IssuerSettings.AddressOf(section["Endpoint"], allowHttp)
            ?? throw new ConfigurationException($"{section.Path}:Endpoint must be an https address (http only with AllowHttp=true, for development).");
        if (section["ClientId"] is not { Length: > 0 } id || section["ClientSecret"] is not { Length: > 0 } secret)
        {
            throw new ConfigurationException($"{section.Path} needs ClientId and ClientSecret: as whom this service asks about tokens.");
        }

        var seconds = UsualSeconds;
        return section["CacheSeconds"] is { Length: > 0 } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > MostSeconds)
            ? throw new ConfigurationException($"{section.Path}:CacheSeconds must be a whole number from 0 to {MostSeconds}.")
            : new IntrospectionSettings(endpoint, id, secret, TimeSpan.FromSeconds(seconds));
    }
}
