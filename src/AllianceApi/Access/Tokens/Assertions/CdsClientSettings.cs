using System.Collections.Immutable;
using System.Text.Json;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;

namespace AllianceApi.Access.Tokens.Assertions;

/// <summary>A record system that may call our hooks, as the deployment configured it.</summary>
/// <param name="Issuer">What <c>iss</c> must be, to the letter.</param>
/// <param name="Subject">What <c>sub</c> must be; null for anything.</param>
/// <param name="Jku">The only address that a token's <c>jku</c> may name; null where it may name none.</param>
/// <param name="Keys">Its keys, where they are configured; null where they are asked for at <paramref name="Jku"/>.</param>
/// <param name="AllowHttp">Whether its keys may be asked for without TLS: for development.</param>
/// <param name="Organization">The organization that it sees.</param>
internal sealed record CdsClientSettings(string Issuer, string? Subject, string? Jku, KeySet? Keys, bool AllowHttp, string Organization)
{
    private const string Section = "CdsHooks:Clients";
    private static readonly string[] Known = ["Issuer", "Subject", "Jku", "Keys", "AllowHttp", "Organization"];

    /// <summary>Where its keys are asked for.</summary>
    public KeySource Source => new(Issuer, null, new Uri(Jku!), AllowHttp);

    /// <summary>All that are configured.</summary>
    /// <exception cref="ConfigurationException">One is not whole, or holds what is no setting.</exception>
    public static ImmutableArray<CdsClientSettings> Read(IConfiguration configuration)
    {
        ImmutableArray<CdsClientSettings> all = [.. configuration.GetSection(Section).GetChildren().Select(Read)];
        if (all.GroupBy(c => c.Issuer, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ConfigurationException($"{Section} names the issuer {twice.Key} twice.");
        }

        return all;
    }

    private static CdsClientSettings Read(IConfigurationSection section)
    {
        IssuerSettings.Refuse(section, Known);
        var issuer = Text(section, "Issuer") ?? throw new ConfigurationException($"{section.Path}:Issuer is not set: the iss of the record system's tokens.");
        var allowHttp = Text(section, "AllowHttp") switch
        {
            null => false,
            var text => bool.TryParse(text, out var allow) ? allow : throw new ConfigurationException($"{section.Path}:AllowHttp must be true or false."),
        };
        var (jku, keys) = (Text(section, "Jku"), Text(section, "Keys") is { } given ? KeysOf(section, given) : null);
        if (keys is null && IssuerSettings.AddressOf(jku, allowHttp) is null)
        {
            throw new ConfigurationException($"{section.Path} needs Keys, a JWK set or the path of a file with one, or Jku, the https address of one (http only with AllowHttp=true, for development).");
        }

        var organization = Text(section, "Organization") ?? OrganizationStore.Default;
        return ExternalId.Fits(organization)
            ? new CdsClientSettings(issuer, Text(section, "Subject"), jku, keys, allowHttp, organization)
            : throw new ConfigurationException($"{section.Path}:Organization is no id of an organization. {ExternalId.Rule}.");
    }

    private static KeySet KeysOf(IConfigurationSection section, string given)
    {
        try
        {
            using var document = JsonDocument.Parse(given[0] == '{' ? given : File.ReadAllText(given));
            return KeySet.Read(document.RootElement);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ConfigurationException($"{section.Path}:Keys holds no JWK set that can be read: {fault.Message}");
        }
    }

    private static string? Text(IConfigurationSection section, string name) => string.IsNullOrWhiteSpace(section[name]) ? null : section[name]!.Trim();
}
