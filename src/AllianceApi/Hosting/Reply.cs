using System.Text.Json;
using AllianceApi.Fhir;

namespace AllianceApi.Hosting;

/// <summary>Writes outcomes of use cases as HTTP: the one place where a refusal becomes problem+json.</summary>
internal static class Reply
{
    private const string Json = "application/json; charset=utf-8";
    private const string ProblemJson = "application/problem+json; charset=utf-8";

    /// <summary>Writes a result, or its refusal; 304 where the caller holds what would be sent.</summary>
    public static Task Write<T>(HttpContext http, Outcome<T> outcome)
        where T : class
    {
        var response = http.Response;
        if (outcome.Replayed)
        {
            response.Headers["Idempotency-Replayed"] = "true";
        }

        if (outcome.Refusal is { } refusal)
        {
            return Refuse(http, refusal);
        }

        if (outcome.Location is { } location)
        {
            response.Headers.Location = location;
        }

        if (outcome.Status == StatusCodes.Status204NoContent)
        {
            response.StatusCode = outcome.Status;
            return Task.CompletedTask;
        }

        if (outcome.NextPage is { } next)
        {
            response.Headers.Link = $"<{next}>; rel=\"next\"";
        }

        if (outcome is { Body: null, Value: IQuickJson quick })
        {
            return Quick(http, outcome, quick);
        }

        var body = outcome.Body ?? ApiJson.Serialized(outcome.Value!);
        return Send(http, outcome.Status, Json, body, outcome.QuotedTagOf(body));
    }

    // Nearly always the bytes are taken at once, and nothing is waited for.
    private static Task Quick<T>(HttpContext http, Outcome<T> outcome, IQuickJson value)
        where T : class
    {
        var lent = LentJson.Of(value);
        var sent = Send(http, outcome.Status, Json, lent.Bytes, outcome.QuotedTagOf(lent.Bytes.Span));
        if (!sent.IsCompletedSuccessfully)
        {
            return GiveBack(sent, lent);
        }

        lent.Dispose();
        return sent;
    }

    // What was not taken in full for a fault may still be read by whoever was to take it: that buffer is lent no more.
    private static async Task GiveBack(Task sent, LentJson lent)
    {
        await sent;
        lent.Dispose();
    }

    /// <summary>Writes what lies ready; 304 without it where the caller holds it.</summary>
    public static Task Ready(HttpContext http, string contentType, Rendered ready) => Send(http, StatusCodes.Status200OK, contentType, ready.Bytes, ready.QuotedTag);

    /// <summary>Writes bytes with their tag; 304 without them where the caller holds them.</summary>
    public static Task Bytes(HttpContext http, int status, string contentType, ReadOnlyMemory<byte> body, string? tag) =>
        Send(http, status, contentType, body, tag is null ? null : EntityTag.Quoted(tag));

    private static Task Send(HttpContext http, int status, string contentType, ReadOnlyMemory<byte> body, string? quotedTag)
    {
        var response = http.Response;
        response.Headers.CacheControl = "private, no-cache";
        if (quotedTag is not null)
        {
            response.Headers.ETag = quotedTag;
            if (status == StatusCodes.Status200OK && HttpMethods.IsGet(http.Request.Method) && EntityTag.Matches(http.Request.Headers.IfNoneMatch, quotedTag.AsSpan()[1..^1]))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>Writes a refusal as RFC 9457 problem+json; to who speaks FHIR, as an OperationOutcome.</summary>
    public static Task Refuse(HttpContext http, Refusal refusal)
    {
        var response = http.Response;
        if (refusal.Type.Retryable && refusal.Type.Status is 409 or 429 or 503 && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = "1";
        }

        if (refusal.Type.Status == StatusCodes.Status401Unauthorized)
        {
            // RFC 6750: who sent nothing is told what to send, and no fault.
            response.Headers.WWWAuthenticate = http.Request.Headers.Authorization.Count == 0 ? "Bearer realm=\"alliance\"" : "Bearer realm=\"alliance\", error=\"invalid_token\"";
        }

        if (FhirReply.Speaks(http))
        {
            return FhirReply.Refuse(http, refusal);
        }

        response.StatusCode = refusal.Type.Status;
        response.ContentType = ProblemJson;
        response.Headers.CacheControl = "no-store";
        var problem = ProblemOf(refusal, http.Request.Path, Tracing.IdOf(http));
        return response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, StoredJson.Default.Problem), http.RequestAborted).AsTask();
    }

    /// <summary>A refusal as the document that tells of it.</summary>
    public static Problem ProblemOf(Refusal refusal, string instance, string traceId) => new(
        $"/problems/{refusal.Type.Slug}",
        refusal.Type.Title,
        refusal.Type.Status,
        refusal.Detail,
        instance,
        traceId,
        refusal.Type.Retryable,
        refusal.Existing,
        refusal.Faults.IsEmpty ? null : refusal.Faults);
}
