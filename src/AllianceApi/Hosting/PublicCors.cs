using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AllianceApi.Hosting;

/// <summary>Who may read, from pages of other origins, what everybody may read without a credential: everybody.</summary>
internal static class PublicCors
{
    public const string Policy = "public";

    /// <summary>
    /// Judges where a request comes from, where it says so: a browser does, and hardly anybody else. The framework sees to it that
    /// an endpoint with a policy of its own is never reached past this, so those always come by.
    /// </summary>
    public static void UseOrigins(this WebApplication app) =>
        app.UseWhen(http => http.Request.Headers.Origin.Count > 0 || http.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() is not null, judged => judged.UseCors());

    public static void AddPublic(this CorsOptions options) => options.AddPolicy(
        Policy, policy => policy.AllowAnyOrigin().WithMethods("GET", "HEAD").WithHeaders("Accept", "Content-Type", "X-Request-Id", "traceparent"));
}
