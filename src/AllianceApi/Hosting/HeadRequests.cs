namespace AllianceApi.Hosting;

/// <summary>
/// Answers HEAD as GET without the body (RFC 9110, 9.3.2), for every path that takes GET. The endpoints see a GET; the server
/// still knows that the request was HEAD and sends no body.
/// </summary>
internal static class HeadRequests
{
    public static void UseHead(this WebApplication app) => app.Use((http, next) => HttpMethods.IsHead(http.Request.Method) ? AsGet(http, next) : next(http));

    private static async Task AsGet(HttpContext http, RequestDelegate next)
    {
        http.Request.Method = HttpMethods.Get;
        http.Features.Set(new AsksForHead());
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    }

    /// <summary>Whether a request that looks like a GET was a HEAD, for an answer that would go on without end.</summary>
    public static bool IsHead(HttpContext http) => http.Features.Get<AsksForHead>() is not null;

    private sealed class AsksForHead;
}
