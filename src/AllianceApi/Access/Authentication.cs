using AllianceApi.Access.Tokens;
using AllianceApi.Hosting;

namespace AllianceApi.Access;

/// <summary>Marks an endpoint that needs a caller, with the operation that it does.</summary>
internal sealed record Allows(Operation Operation);

/// <summary>Finds out who calls before an endpoint that needs to know runs.</summary>
internal static class Authentication
{
    private const int LongestToken = 8192;

    public static void UseCaller(this WebApplication app)
    {
        var keys = app.Services.GetRequiredService<KeyDirectory>();
        var tokens = app.Services.GetRequiredService<TokenDirectory>();
        app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Allows>() is not null)
            {
                var (caller, refusal) = await Whose(http, keys, tokens);
                if (caller is null)
                {
                    await Reply.Refuse(http, refusal ?? Nobody(tokens));
                    return;
                }

                http.Features.Set(caller);
            }

            await next(http);
        });
    }

    /// <summary>Who sent a request, by its credential as it is valid now; null when that is over. An answer that goes on for long asks again.</summary>
    public static async ValueTask<Caller?> Again(HttpContext http) =>
        (await Whose(http, http.RequestServices.GetRequiredService<KeyDirectory>(), http.RequestServices.GetRequiredService<TokenDirectory>())).Caller;

    private static async ValueTask<(Caller? Caller, Refusal? Refusal)> Whose(HttpContext http, KeyDirectory keys, TokenDirectory tokens)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || header[7..].Trim() is not { Length: > 0 } credential)
        {
            return (null, null);
        }

        if (credential.Length > LongestToken)
        {
            return (null, new Refusal(ProblemType.Unauthenticated, $"The credential has more than {LongestToken} characters."));
        }

        return tokens.Takes(credential) ? await tokens.Whose(credential, http.RequestAborted) : (await keys.Whose(credential, http.RequestAborted), null);
    }

    private static Refusal Nobody(TokenDirectory tokens) => new(
        ProblemType.Unauthenticated,
        tokens.Any ? "Send Authorization: Bearer with an API key that is valid now, or with a token of a configured issuer." : "Send Authorization: Bearer with an API key that is valid now.");
}
