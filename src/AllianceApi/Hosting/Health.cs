using AllianceApi.Storage;

namespace AllianceApi.Hosting;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapPrometheusScrapingEndpoint("/metrics");
        var health = app.MapResource("Health");
        health.MapGet("/health/live", () => Results.Json(new HealthResource("live"), ResourceJson.Default.HealthResource))
            .Produces<HealthResource>(200).Describe("getLiveness", "Whether the process lives", "Needs no credential.");
        health.MapGet("/health/ready", async (HttpContext http, Database database) =>
            {
                if (await IsReady(database, http.RequestAborted))
                {
                    return Results.Json(new HealthResource("ready"), ResourceJson.Default.HealthResource);
                }

                http.Response.Headers.RetryAfter = "1";
                return Results.Json(new HealthResource("unavailable"), ResourceJson.Default.HealthResource, statusCode: StatusCodes.Status503ServiceUnavailable);
            })
            .Produces<HealthResource>(200).Produces<HealthResource>(503).Describe("getReadiness", "Whether the service can serve", "503 while the store does not answer or the service is stopping. Needs no credential.");
    }

    private static async Task<bool> IsReady(Database database, CancellationToken cancellationToken)
    {
        try
        {
            return await database.IsReady(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}

/// <summary>The state of the service.</summary>
/// <param name="Status">live, ready or unavailable.</param>
internal sealed record HealthResource(string Status);
