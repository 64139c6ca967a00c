using AllianceApi.Hosting;

namespace AllianceApi.Access;

/// <summary>Marks an endpoint that needs a caller, with the operation that it does.</summary>
internal sealed record Allows(Operation Operation);

/// <summary>Finds out who calls before an endpoint that needs to know runs.</summary>
internal static class Authentication
{
    public static void UseCaller(this WebApplication app)
    {
        var credentials = app.Services.GetRequiredService<Credentials>();
        app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Allows>() is not null)
            {
                var (caller, refusal) = await credentials.Whose(http);
                if (caller is null)
                {
                    await Reply.Refuse(http, refusal!);
                    return;
                }

                http.Features.Set(caller);
            }

            await next(http);
        });
    }

    /// <summary>Who sent a request, by its credential as it is valid now; null when that is over. An answer that goes on for long asks again.</summary>
    public static async ValueTask<Caller?> Again(HttpContext http) => (await http.RequestServices.GetRequiredService<Credentials>().Whose(http)).Caller;
}
