namespace AllianceApi.Hosting;

/// <summary>Headers that every answer carries.</summary>
internal static class SecurityHeaders
{
    private const string Framing = "frame-ancestors 'none'; base-uri 'none'";
    private const string Swagger = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
    private const string Data = $"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; {Framing}; form-action 'none'";

    // Nothing inline: what is written into a page by mistake is text and stays text.
    private const string Pages = $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; {Framing}; form-action ";
    private const string Dashboard = Pages + "'none'; require-trusted-types-for 'script'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = PolicyOf(http.Request.Path);
        return next(http);
    });

    private static string PolicyOf(PathString path) => path switch
    {
        { Value: "/" } => Dashboard,
        _ when path.StartsWithSegments("/pages", StringComparison.Ordinal) => Dashboard,
        _ when path.StartsWithSegments("/f", StringComparison.Ordinal) => Pages + "'self'",
        _ when path.StartsWithSegments("/swagger", StringComparison.Ordinal) => Swagger,
        _ => Data,
    };
}
