using System.Diagnostics;
using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Hosting;

/// <summary>Turns what breaks, and what the framework refuses by itself, into problem documents.</summary>
internal static partial class Problems
{
    /// <summary>Answers what breaks further in, and notes every request in the log: both wait for all else, and so wait together.</summary>
    public static void UseProblems(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AllianceApi.Requests");
        app.Use(async (http, next) =>
        {
            var started = Stopwatch.GetTimestamp();
            Exception? fault = null;
            try
            {
                await next(http);
            }
            catch (Exception e) when (!http.Response.HasStarted || IsGone(http, e))
            {
                fault = e;
            }

            await (fault is null ? Complete(http) : Tell(log, http, fault));
            RequestLog.Note(log, http, started);
        });
    }

    private static bool IsGone(HttpContext http, Exception fault) => fault is OperationCanceledException && http.RequestAborted.IsCancellationRequested;

    private static Task Tell(ILogger log, HttpContext http, Exception fault)
    {
        switch (fault)
        {
            case var _ when IsGone(http, fault):
                return Task.CompletedTask; // the caller has gone
            case StoreUnavailableException e:
                StoreUnavailable(log, Tracing.IdOf(http));
                return Fresh(http, new Refusal(
                    ProblemType.Unavailable,
                    e.MayBeKept ? $"{e.Message} Send the same request again: what was kept is not kept twice." : $"{e.Message} Nothing of this request was kept; send it again."));
            case ErasedException:
                return Fresh(http, new Refusal(ProblemType.Gone, "The client was erased, and with it the key that this was sealed under."));
            case BadHttpRequestException e:
                return Fresh(http, new Refusal(ProblemType.OfStatus(e.StatusCode), "The request could not be read."));
            default:
                // The type and the place, never the message: an exception may name a value of a client's.
                Unexpected(log, Route(http), Tracing.IdOf(http), fault.GetType().FullName!, fault.StackTrace ?? "");
                return Fresh(http, new Refusal(ProblemType.Unexpected, "Something broke on our side. Nothing of this request was stored. The traceId leads to the cause in the log."));
        }
    }

    /// <summary>The route template of a request: what may stand in a log, unlike its path.</summary>
    public static string Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    // An answer of the framework without a body: an unknown path, a method that is not taken.
    private static Task Complete(HttpContext http)
    {
        var response = http.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentLength is > 0 || response.ContentType is not null)
        {
            return Task.CompletedTask;
        }

        var type = ProblemType.OfStatus(response.StatusCode);
        return Reply.Refuse(http, new Refusal(type, type.Status switch
        {
            404 => "There is no such path.",
            405 => $"This path takes {response.Headers.Allow}.",
            415 => "Send the body as application/json in UTF-8.",
            _ => type.Title + ".",
        }));
    }

    private static Task Fresh(HttpContext http, Refusal refusal)
    {
        http.Response.Headers.Remove("ETag");
        http.Response.Headers.Remove("Location");
        http.Response.ContentLength = null;
        return Reply.Refuse(http, refusal);
    }

    [LoggerMessage(1001, LogLevel.Error, "{Route} broke: {Exception}; trace {TraceId}\n{Stack}")]
    private static partial void Unexpected(ILogger logger, string route, string traceId, string exception, string stack);

    [LoggerMessage(1002, LogLevel.Warning, "The store could not take a request; trace {TraceId}")]
    private static partial void StoreUnavailable(ILogger logger, string traceId);
}
