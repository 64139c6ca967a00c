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
        app.Use((http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<Allows>() is null)
            {
                return next(http);
            }

            // Nearly always it is remembered who it is, and nothing is waited for.
            var whose = credentials.Whose(http);
            return whose.IsCompletedSuccessfully ? GoOn(http, next, whose.Result) : Await(http, next, whose);
        });
    }

    private static async Task Await(HttpContext http, RequestDelegate next, ValueTask<(Caller?, Refusal?)> whose) => await GoOn(http, next, await whose);

    private static Task GoOn(HttpContext http, RequestDelegate next, (Caller? Caller, Refusal? Refusal) whose)
    {
        if (whose.Caller is null)
        {
            return Reply.Refuse(http, whose.Refusal!);
        }

        http.Features.Set(whose.Caller);
        return next(http);
    }

    /// <summary>Who sent a request, by its credential as it is valid now; null when that is over. An answer that goes on for long asks again.</summary>
    public static async ValueTask<Caller?> Again(HttpContext http) => (await http.RequestServices.GetRequiredService<Credentials>().Whose(http)).Caller;
}
