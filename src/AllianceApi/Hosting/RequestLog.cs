using System.Diagnostics;

namespace AllianceApi.Hosting;

/// <summary>One line for each request: route template, status and duration. Paths, queries and bodies never stand in the log.</summary>
internal static partial class RequestLog
{
    /// <summary>Writes the line of a request that was answered.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="http">The request.</param>
    /// <param name="started">The timestamp at which it came.</param>
    public static void Note(ILogger log, HttpContext http, long started)
    {
        var status = http.Response.StatusCode;
        var level = status >= 500 ? LogLevel.Warning : status >= 400 ? LogLevel.Information : LogLevel.Debug;
        if (log.IsEnabled(level))
        {
            Answered(log, level, Method(http.Request.Method), Problems.Route(http), status, Stopwatch.GetElapsedTime(started).TotalMilliseconds, Tracing.IdOf(http));
        }
    }

    // A method is the caller's text, too: only those that exist are written.
    private static string Method(string method) => method is "GET" or "PUT" or "POST" or "DELETE" or "HEAD" or "OPTIONS" or "PATCH" ? method : "(other)";

    [LoggerMessage(EventId = 1003, Message = "{Method} {Route} {Status} in {Milliseconds:0.0} ms; trace {TraceId}")]
    private static partial void Answered(ILogger logger, LogLevel level, string method, string route, int status, double milliseconds, string traceId);
}
