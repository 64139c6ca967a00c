using AllianceApi.Storage;
using AllianceApi.Storage.Sealing;

namespace AllianceApi.Hosting;

/// <summary>Turns what breaks, and what the framework refuses by itself, into problem documents.</summary>
internal static partial class Problems
{
    public static void UseProblems(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AllianceApi.Requests");
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                return; // the caller has gone
            }
            catch (StoreUnavailableException e) when (!http.Response.HasStarted)
            {
                StoreUnavailable(log, Tracing.IdOf(http));
                await Fresh(http, new Refusal(
                    ProblemType.Unavailable,
                    e.MayBeKept ? $"{e.Message} Send the same request again: what was kept is not kept twice." : $"{e.Message} Nothing of this request was kept; send it again."));
                return;
            }
            catch (ErasedException) when (!http.Response.HasStarted)
            {
                await Fresh(http, new Refusal(ProblemType.Gone, "The client was erased, and with it the key that this was sealed under."));
                return;
            }
            catch (BadHttpRequestException e) when (!http.Response.HasStarted)
            {
                await Fresh(http, new Refusal(ProblemType.OfStatus(e.StatusCode), "The request could not be read."));
                return;
            }
            catch (Exception e) when (!http.Response.HasStarted)
            {
                // The type and the place, never the message: an exception may name a value of a client's.
                Unexpected(log, Route(http), Tracing.IdOf(http), e.GetType().FullName!, e.StackTrace ?? "");
                await Fresh(http, new Refusal(ProblemType.Unexpected, "Something broke on our side. Nothing of this request was stored. The traceId leads to the cause in the log."));
                return;
            }

            await Complete(http);
        });
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
