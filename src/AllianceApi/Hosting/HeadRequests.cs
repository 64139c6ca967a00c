namespace AllianceApi.Hosting;

/// <summary>
/// Answers HEAD as GET without the body (RFC 9110, 9.3.2), for every path that takes GET. The endpoints see a GET; the server
/// still knows that the request was HEAD and sends no body.
/// </summary>
internal static class HeadRequests
{
    public static void UseHead(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    });
}
