using System.Security.Cryptography;
using System.Text;
using AllianceApi.Access;
using AllianceApi.Dashboard;
using AllianceApi.Trends.Chart;

namespace AllianceApi.Hosting;

/// <summary>Headers that every answer carries.</summary>
internal static class SecurityHeaders
{
    // Swagger's own script puts one style into the page: that one is allowed by its hash. A test in a browser tells when it changes.
    private const string Swagger = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    // Nothing inline: what is written into a page by mistake is text and stays text.
    private const string Pages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";

    // A form stands in nobody's frame: who answers must see whose page it is.
    private const string Form = Pages + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var framing = Framing(app.Configuration.GetSection("Security:FrameOrigins").Get<string[]>() ?? []);
        var frames = $"frame-ancestors {framing ?? "'none'"}; base-uri 'none'; form-action 'none'";
        var data = $"default-src 'none'; style-src 'self' {StyleOfCharts()}; img-src 'self'; {frames}";
        var isBehindTls = app.Services.GetRequiredService<PublicAddress>().IsTls;
        // Where people sign in at a provider, the page asks that one too, and no other.
        var provider = app.Services.GetRequiredService<DashboardSettings>().SignIn is { } signIn ? $" {signIn.Origin}" : "";
        var dashboard = $"{Pages}{provider}; {frames}; require-trusted-types-for 'script'";
        app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (isBehindTls || http.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            }

            if (framing is null)
            {
                headers.XFrameOptions = "DENY";
            }

            headers.ContentSecurityPolicy = http.Request.Path switch
            {
                { Value: "/" } => dashboard,
                var path when path.StartsWithSegments("/pages", StringComparison.Ordinal) => dashboard,
                var path when path.StartsWithSegments("/f", StringComparison.Ordinal) => Form,
                var path when path.StartsWithSegments("/swagger", StringComparison.Ordinal) => Swagger,
                _ => data,
            };
            return next(http);
        });
    }

    // A chart that is opened by itself brings its style along: that one text is allowed, and no other.
    private static string StyleOfCharts() => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(ChartStyle.Text)))}'";

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
