using AllianceApi.Access;
using Microsoft.AspNetCore.Http.Features;

namespace AllianceApi.Hosting;

/// <summary>Refuses bodies that are packed (<c>Content-Encoding</c>) before anything of them is read: nothing is ever unpacked here.</summary>
internal static class PlainBodies
{
    public static void UsePlainBodies(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Request.Headers.ContentEncoding.Count == 0 || !IsPacked(http.Request.Headers.ContentEncoding.ToString()) || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return next(http);
        }

        http.Response.Headers.AcceptEncoding = "identity"; // RFC 9110, 15.5.16: what would be taken
        return Unread.Refuse(http, new Refusal(ProblemType.UnsupportedContentEncoding, "Send the body without Content-Encoding: it is not unpacked here."));
    });

    private static bool IsPacked(string codings) =>
        codings.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(c => !c.Equals("identity", StringComparison.OrdinalIgnoreCase));
}
