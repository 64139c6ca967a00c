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
                var caller = Token(http.Request) is { } token ? await keys.Whose(token, http.RequestAborted) : null;
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

    private static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.Length <= LongestToken && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header[7..].Trim() is { Length: > 0 } token ? token : null;
    }
}
