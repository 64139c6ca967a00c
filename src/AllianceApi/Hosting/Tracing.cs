using System.Diagnostics;

namespace AllianceApi.Hosting;

/// <summary>The trace id of a request: that of an incoming <c>traceparent</c>, else a new one; every answer carries it.</summary>
internal static class Tracing
{
    /// <summary>32 hex digits.</summary>
    public static string IdOf(HttpContext http) => Of(http).TraceId.ToHexString();

    /// <summary>Sends the ids with the answer as <c>traceresponse</c> (W3C Trace Context) and <c>X-Trace-Id</c>.</summary>
    public static void UseTraceResponse(this WebApplication app) => app.Use((http, next) =>
    {
        var ids = Of(http);
        http.Response.Headers["X-Trace-Id"] = ids.TraceId.ToHexString();
        http.Response.Headers["traceresponse"] = $"00-{ids.TraceId.ToHexString()}-{ids.SpanId.ToHexString()}-01";
        return next(http);
    });

    private static Ids Of(HttpContext http)
    {
        if (http.Features.Get<Ids>() is { } known)
        {
            return known;
        }

        var ids = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? new Ids(activity.TraceId, activity.SpanId)
            : new Ids(Sent(http.Request) ?? ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        http.Features.Set(ids);
        return ids;
    }

    private static ActivityTraceId? Sent(HttpRequest request) =>
        ActivityContext.TryParse(request.Headers.TraceParent, null, out var context) ? context.TraceId : null;

    private sealed record Ids(ActivityTraceId TraceId, ActivitySpanId SpanId);
}
