using System.Diagnostics;

namespace AllianceApi.Hosting;

/// <summary>The trace id of a request: that of an incoming <c>traceparent</c>, else a new one; every answer carries it.</summary>
internal static class Tracing
{
    private const string Header = "X-Trace-Id";

    /// <summary>32 hex digits.</summary>
    public static string IdOf(HttpContext http) => http.Response.Headers[Header].ToString();

    /// <summary>Sends the ids with the answer as <c>traceresponse</c> (W3C Trace Context) and <c>X-Trace-Id</c>.</summary>
    public static void UseTraceResponse(this WebApplication app) => app.Use((http, next) =>
    {
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        var trace = (activity?.TraceId ?? Sent(http.Request) ?? ActivityTraceId.CreateRandom()).ToHexString();
        http.Response.Headers[Header] = trace;
        http.Response.Headers["traceresponse"] = activity is null ? $"00-{trace}-{NewSpan():x16}-01" : $"00-{trace}-{activity.SpanId.ToHexString()}-01";
        return next(http);
    });

    private static ActivityTraceId? Sent(HttpRequest request) =>
        ActivityContext.TryParse(request.Headers.TraceParent, null, out var context) ? context.TraceId : null;

    // A number, of which no text is made but that of the header; zero would be no span.
    private static long NewSpan() => Random.Shared.NextInt64(1, long.MaxValue);
}
