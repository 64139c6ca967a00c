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
        app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Allows>() is not null)
            {
                var caller = await Whose(http.Request, keys, http.RequestAborted);
                if (caller is null)
                {
                    await Reply.Refuse(http, new Refusal(ProblemType.Unauthenticated, "Send Authorization: Bearer with an API key that is valid now."));
                    return;
                }

                http.Features.Set(caller);
            }

            await next(http);
        });
    }

    /// <summary>Who sends a request, by its credential as it is valid now; null when nobody does. An answer that goes on for long asks again.</summary>
    public static async ValueTask<Caller?> Whose(HttpRequest request, KeyDirectory keys, CancellationToken cancellationToken) =>
        Token(request) is { } token ? await keys.Whose(token, cancellationToken) : null;

    private static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.Length <= LongestToken && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header[7..].Trim() is { Length: > 0 } token ? token : null;
    }
}
