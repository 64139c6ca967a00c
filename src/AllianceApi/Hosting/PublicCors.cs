using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AllianceApi.Hosting;

/// <summary>Who may read, from pages of other origins, what everybody may read without a credential: everybody.</summary>
internal static class PublicCors
{
    public const string Policy = "public";

    public static void AddPublic(this CorsOptions options) => options.AddPolicy(
        Policy, policy => policy.AllowAnyOrigin().WithMethods("GET", "HEAD").WithHeaders("Accept", "Content-Type", "X-Request-Id", "traceparent"));
}
