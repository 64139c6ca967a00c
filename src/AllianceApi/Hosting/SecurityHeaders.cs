using AllianceApi.Access;

namespace AllianceApi.Hosting;

/// <summary>Headers that every answer carries.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var framing = Framing(app.Configuration.GetSection("Security:FrameOrigins").Get<string[]>() ?? []);
        var ours = $"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors {framing ?? "'none'"}; base-uri 'none'; form-action 'none'";
        const string OfSwagger = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
        app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (framing is null)
            {
                headers.XFrameOptions = "DENY";
            }

            headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal) ? OfSwagger : ours;
            return next(http);
        });
    }

    // The systems in whose frames our charts and pages may stand. There is no older header that could say so of several.
    private static string? Framing(string[] origins)
    {
        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.GetLeftPart(UriPartial.Authority) != origin)
            {
                throw new ConfigurationException($"Security:FrameOrigins holds {origin}; an origin is written like https://record.example, without a path.");
            }
        }

        return origins.Length == 0 ? null : string.Join(' ', origins);
    }
}
