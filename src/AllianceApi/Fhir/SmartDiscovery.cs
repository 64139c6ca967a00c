using System.Text.Json;
using System.Text.Json.Serialization;
using AllianceApi.Access.Apps;
using AllianceApi.Access.Tokens;
using AllianceApi.Access.Tokens.Assertions;
using AllianceApi.Hosting;

namespace AllianceApi.Fhir;

/// <summary>
/// What SMART apps read first: where tokens come from and what they can be for. It says what is true of this deployment, and is
/// for everyone to read.
/// </summary>
internal static class SmartDiscovery
{
    private const string WellKnown = "/.well-known/smart-configuration";

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var path in (string[])[WellKnown, FhirNames.Path + WellKnown])
        {
            app.MapGet(path, Write).RequireCors(PublicCors.Policy).WithMetadata(new Microsoft.AspNetCore.Routing.ExcludeFromDescriptionAttribute());
        }
    }

    /// <summary>Where tokens are fetched.</summary>
    public static string TokenEndpoint(SmartSettings smart, string publicBase) => smart.TokenEndpoint ?? publicBase + FetchToken.Path;

    private static Task Write(HttpContext http)
    {
        var services = http.RequestServices;
        var issues = services.GetRequiredService<TokenDirectory>().Any;
        var document = Of(services.GetRequiredService<SmartSettings>(), PublicAddress.Of(http), issues);
        return Reply.Bytes(http, StatusCodes.Status200OK, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(document, SmartJson.Default.SmartDocument), null);
    }

    private static SmartDocument Of(SmartSettings smart, string publicBase, bool takesTokensOfOthers)
    {
        var own = smart.TokenEndpoint is null;
        var asymmetric = own || smart.Can("client-confidential-asymmetric");
        return new SmartDocument(
            smart.Issuer,
            smart.JwksUri,
            smart.AuthorizationEndpoint,
            TokenEndpoint(smart, publicBase),
            [.. Methods(smart, asymmetric)],
            asymmetric ? Assertion.Algorithms : null,
            [.. Grants(smart, asymmetric)],
            [.. Levels(smart, own, takesTokensOfOthers).SelectMany(level => FhirTable.Types.Select(t => $"{level}/{t.Name}.{Letters(t)}"))],
            smart.IntrospectionEndpoint,
            smart.RevocationEndpoint,
            ["S256"],
            own ? ["client-confidential-asymmetric", "permission-v2"] : [.. smart.Capabilities.Union(["permission-v2"])]);
    }

    private static IEnumerable<string> Methods(SmartSettings smart, bool asymmetric)
    {
        if (asymmetric)
        {
            yield return "private_key_jwt";
        }

        if (smart.Can("client-confidential-symmetric"))
        {
            yield return "client_secret_basic";
        }

        if (smart.Can("client-public"))
        {
            yield return "none";
        }
    }

    private static IEnumerable<string> Grants(SmartSettings smart, bool asymmetric)
    {
        if (smart.AuthorizationEndpoint is not null)
        {
            yield return "authorization_code";
        }

        if (asymmetric)
        {
            yield return "client_credentials";
        }
    }

    private static IEnumerable<string> Levels(SmartSettings smart, bool own, bool takesTokensOfOthers) => own
        ? ["system"]
        : new[] { ("patient", smart.Can("permission-patient")), ("user", smart.Can("permission-user")), ("system", smart.Can("client-confidential-asymmetric")) }
            .Where(l => l.Item2 && takesTokensOfOthers).Select(l => l.Item1);

    // The letters of what the type can do here, in SMART's order.
    private static string Letters(FhirType type) => string.Concat("cruds".Where(letter => type.Interactions.Any(i => letter switch
    {
        'c' => i.Code == "create",
        'r' => i.Code == "read",
        'u' => i.Code == "update",
        's' => i.IsSearch,
        _ => false,
    })));
}

/// <summary>The discovery document of SMART App Launch; what is not so is left out.</summary>
internal sealed record SmartDocument(
    string? Issuer,
    string? JwksUri,
    string? AuthorizationEndpoint,
    string TokenEndpoint,
    IReadOnlyList<string> TokenEndpointAuthMethodsSupported,
    IReadOnlyList<string>? TokenEndpointAuthSigningAlgValuesSupported,
    IReadOnlyList<string> GrantTypesSupported,
    IReadOnlyList<string> ScopesSupported,
    string? IntrospectionEndpoint,
    string? RevocationEndpoint,
    IReadOnlyList<string> CodeChallengeMethodsSupported,
    IReadOnlyList<string> Capabilities);

/// <summary>JSON of the discovery document.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SmartDocument))]
internal sealed partial class SmartJson : JsonSerializerContext;
