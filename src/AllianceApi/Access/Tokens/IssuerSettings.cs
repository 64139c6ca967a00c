using System.Collections.Frozen;
using System.Collections.Immutable;
using AllianceApi.Access.Organizations;
using AllianceApi.Hosting;

namespace AllianceApi.Access.Tokens;

/// <summary>An issuer whose tokens are taken, as the deployment configured it.</summary>
/// <param name="Issuer">What <c>iss</c> must be, to the letter.</param>
/// <param name="Audience">What <c>aud</c> must hold.</param>
/// <param name="Metadata">Where its discovery document lies; null where the keys' own address is given.</param>
/// <param name="Jwks">Where its keys lie; null where the discovery document says.</param>
/// <param name="AllowHttp">Whether it may be asked without TLS: for development.</param>
/// <param name="Claims">Which claim says what.</param>
/// <param name="Roles">Our role for each value of the role claim.</param>
/// <param name="Organization">The organization that it speaks for; null where a claim says.</param>
/// <param name="PatientSystem">The system of the identifiers by which our clients are known to it; null where it names Patients of ours by their ids alone.</param>
/// <param name="Introspection">Where it is asked about tokens that say nothing by themselves; null where it is not.</param>
internal sealed record IssuerSettings(
    string Issuer, string Audience, Uri? Metadata, Uri? Jwks, bool AllowHttp, ClaimNames Claims, FrozenDictionary<string, Role> Roles, string? Organization, string? PatientSystem, IntrospectionSettings? Introspection)
{
    private const string Section = "Access:Issuers";
    private const int LongestIssuer = 500;
    private const string Discovery = "/.well-known/openid-configuration";

    private static readonly string[] Known = ["Issuer", "Authority", "Audience", "Jwks", "AllowHttp", "Organization", "PatientSystem", "Introspection", "Claims", "Roles"];

    /// <summary>Where its keys are asked for.</summary>
    public KeySource Keys => new(Issuer, Metadata, Jwks, AllowHttp);

    /// <summary>All that are configured.</summary>
    /// <exception cref="ConfigurationException">One is not whole, or holds what is no setting.</exception>
    public static ImmutableArray<IssuerSettings> Read(IConfiguration configuration)
    {
        if (!string.IsNullOrWhiteSpace(configuration[Section]))
        {
            throw new ConfigurationException($"{Section} is a list: {Section}:0:Issuer, {Section}:0:Audience and so on.");
        }

        ImmutableArray<IssuerSettings> all = [.. configuration.GetSection(Section).GetChildren().Select(Read)];
        if (all.GroupBy(i => i.Issuer, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ConfigurationException($"{Section} names the issuer {twice.Key} twice.");
        }

        return all;
    }

    /// <summary>The address, where it may be asked: absolute, over TLS unless development is allowed, with nothing hidden in it.</summary>
    public static Uri? AddressOf(string? text, bool allowHttp) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (allowHttp && address.Scheme == Uri.UriSchemeHttp))
        && address.UserInfo.Length == 0 && address.Fragment.Length == 0
            ? address
            : null;

    private static IssuerSettings Read(IConfigurationSection section)
    {
        Refuse(section, Known);
        var authority = Text(section, "Authority");
        var issuer = Text(section, "Issuer") ?? authority ?? throw Wrong(section, "Issuer", "is not set: the iss of the tokens, such as https://id.example.org/realms/clinic");
        if (issuer.Length > LongestIssuer || !issuer.All(c => c is > ' ' and <= '~'))
        {
            throw Wrong(section, "Issuer", $"must be at most {LongestIssuer} visible characters without spaces");
        }

        var audience = Text(section, "Audience") ?? throw Wrong(section, "Audience", "is not set: the aud that tokens for this service have");
        var allowHttp = Text(section, "AllowHttp") switch
        {
            null => false,
            var text => bool.TryParse(text, out var allow) ? allow : throw Wrong(section, "AllowHttp", "must be true or false"),
        };
        var (metadata, jwks) = Addresses(section, authority ?? issuer, allowHttp);
        var claims = ClaimNames.Read(section.GetSection("Claims"));
        return new IssuerSettings(
            issuer, audience, metadata, jwks, allowHttp, claims, RolesOf(section.GetSection("Roles")), OrganizationOf(section, claims), Text(section, "PatientSystem"),
            IntrospectionSettings.Read(section.GetSection("Introspection"), allowHttp));
    }

    private static (Uri? Metadata, Uri? Jwks) Addresses(IConfigurationSection section, string authority, bool allowHttp)
    {
        const string Rule = "must be an https address (http only with AllowHttp=true, for development)";
        return Text(section, "Jwks") is { } jwks
            ? (null, AddressOf(jwks, allowHttp) ?? throw Wrong(section, "Jwks", Rule))
            : (AddressOf(authority.TrimEnd('/') + Discovery, allowHttp) ?? throw Wrong(section, Text(section, "Authority") is null ? "Issuer" : "Authority", $"{Rule}, or Jwks must be set"), null);
    }

    private static string? OrganizationOf(IConfigurationSection section, ClaimNames claims)
    {
        var organization = Text(section, "Organization");
        if (organization is not null && (claims.Organization is not null || !ExternalId.Fits(organization)))
        {
            throw Wrong(section, "Organization", claims.Organization is null ? $"is no id of an organization. {ExternalId.Rule.TrimEnd('.')}" : "and Claims:Organization exclude each other");
        }

        return claims.Organization is null ? organization ?? OrganizationStore.Default : null;
    }

    private static FrozenDictionary<string, Role> RolesOf(IConfigurationSection section)
    {
        var roles = new Dictionary<string, Role>(StringComparer.Ordinal);
        foreach (var child in section.GetChildren())
        {
            roles[child.Key] = AllianceApi.Access.Roles.Names.Contains(child.Value)
                ? AllianceApi.Access.Roles.Parse(child.Value!)
                : throw new ConfigurationException($"{child.Path} must be one of {string.Join(", ", AllianceApi.Access.Roles.Names)}.");
        }

        return (roles.Count > 0 ? roles : AllianceApi.Access.Roles.Names.ToDictionary(n => n, AllianceApi.Access.Roles.Parse, StringComparer.Ordinal)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Refuses what is no setting: a misspelt one would be a rule that is not kept.</summary>
    public static void Refuse(IConfigurationSection section, string[] known)
    {
        if (section.GetChildren().FirstOrDefault(c => !known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } odd)
        {
            throw new ConfigurationException($"{odd.Path} is no setting; there are {string.Join(", ", known)}.");
        }
    }

    private static string? Text(IConfigurationSection section, string name) => string.IsNullOrWhiteSpace(section[name]) ? null : section[name]!.Trim();

    private static ConfigurationException Wrong(IConfigurationSection section, string name, string what) => new($"{section.Path}:{name} {what}.");
}

/// <summary>Which claim says what. A dot leads into an object, where no claim has the whole name: <c>realm_access.roles</c>.</summary>
/// <param name="Subject">Who it is.</param>
/// <param name="Name">Its name in the audit log; null for the subject.</param>
/// <param name="Role">A role, or several of which one is ours.</param>
/// <param name="ClinicianId">The clinician that a clinician is.</param>
/// <param name="Supervises">The clinicians that a supervisor supervises.</param>
/// <param name="Organization">The organization; null where the issuer speaks for one.</param>
/// <param name="Patient">The patient of a SMART launch.</param>
internal sealed record ClaimNames(string Subject, string? Name, string Role, string ClinicianId, string Supervises, string? Organization, string Patient)
{
    public static ClaimNames Read(IConfigurationSection section)
    {
        IssuerSettings.Refuse(section, [nameof(Subject), nameof(Name), nameof(Role), nameof(ClinicianId), nameof(Supervises), nameof(Organization), nameof(Patient)]);
        return new ClaimNames(
            Of(section, nameof(Subject)) ?? "sub",
            Of(section, nameof(Name)),
            Of(section, nameof(Role)) ?? "role",
            Of(section, nameof(ClinicianId)) ?? "clinicianId",
            Of(section, nameof(Supervises)) ?? "supervises",
            Of(section, nameof(Organization)),
            Of(section, nameof(Patient)) ?? "patient");
    }

    private static string? Of(IConfigurationSection section, string name) => string.IsNullOrWhiteSpace(section[name]) ? null : section[name]!.Trim();
}
