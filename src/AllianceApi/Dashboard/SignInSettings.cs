using System.Collections.Immutable;
using AllianceApi.Access;
using AllianceApi.Access.Tokens;

namespace AllianceApi.Dashboard;

/// <summary>Where people sign in to the dashboard besides by a key: at one of the providers whose tokens are taken.</summary>
/// <param name="Name">What the button calls it.</param>
/// <param name="Issuer">The provider, as its discovery document names itself.</param>
/// <param name="Metadata">Where that document lies.</param>
/// <param name="ClientId">What the dashboard is called there: a public client, which has no secret.</param>
/// <param name="Scope">The scopes to ask for.</param>
/// <param name="Parameters">What the provider wants to be asked with besides, such as <c>audience</c>.</param>
internal sealed record SignInSettings(string Name, string Issuer, Uri Metadata, string ClientId, string Scope, ImmutableSortedDictionary<string, string> Parameters)
{
    private const string Section = "Dashboard:SignIn";

    private static readonly string[] Known = ["Issuer", "ClientId", "Scope", "Name", "Parameters"];

    // What the page itself sends: another value of these would undo what protects the sign-in.
    private static readonly string[] Own = ["response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "response_mode"];

    /// <summary>The origin that the page must be allowed to ask.</summary>
    public string Origin => Metadata.GetLeftPart(UriPartial.Authority);

    /// <summary>Reads the settings; null where people sign in by key alone.</summary>
    /// <exception cref="ConfigurationException">They are not whole, or name a provider whose tokens are not taken.</exception>
    public static SignInSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (!section.Exists())
        {
            return null;
        }

        IssuerSettings.Refuse(section, Known);
        var issuer = Of(section["Issuer"], IssuerSettings.Read(configuration));
        var clientId = Text(section, "ClientId") ?? throw new ConfigurationException($"{Section}:ClientId is not set: the name of the dashboard at the provider, as a public client without a secret.");
        var parameters = section.GetSection("Parameters").GetChildren().ToImmutableSortedDictionary(p => p.Key, p => p.Value ?? "", StringComparer.Ordinal);
        if (parameters.Keys.FirstOrDefault(k => Own.Contains(k, StringComparer.OrdinalIgnoreCase)) is { } taken)
        {
            throw new ConfigurationException($"{Section}:Parameters:{taken} can not be set: the page sends it itself.");
        }

        return new SignInSettings(Text(section, "Name") ?? issuer.Metadata!.Host, issuer.Issuer, issuer.Metadata!, clientId, Text(section, "Scope") ?? "openid", parameters);
    }

    private static IssuerSettings Of(string? name, ImmutableArray<IssuerSettings> issuers)
    {
        var issuer = string.IsNullOrWhiteSpace(name) ? (issuers.Length == 1 ? issuers[0] : null) : issuers.FirstOrDefault(i => i.Issuer == name.Trim());
        if (issuer is null)
        {
            throw new ConfigurationException($"{Section}:Issuer must be the Issuer of one of Access:Issuers, whose tokens are taken here.");
        }

        return issuer.Metadata is null
            ? throw new ConfigurationException($"{Section}:Issuer names a provider with Jwks: the page needs its discovery document.")
            : issuer;
    }

    private static string? Text(IConfigurationSection section, string name) => string.IsNullOrWhiteSpace(section[name]) ? null : section[name]!.Trim();
}
