using System.Globalization;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;

namespace AllianceApi.Fhir;

/// <summary>Writes answers as HTTP: the one place where a refusal becomes an OperationOutcome.</summary>
internal static class FhirReply
{
    /// <summary>Whether a request speaks FHIR, so that it is to be refused in FHIR's words, too.</summary>
    public static bool Speaks(HttpContext http) => http.Request.Path.StartsWithSegments("/fhir", StringComparison.Ordinal);

    /// <summary>Writes a refusal of what stands before the interactions: no credential, too many requests, no such path.</summary>
    public static System.Threading.Tasks.Task Refuse(HttpContext http, Refusal refusal)
    {
        var issues = FhirIssue.Of(refusal);
        var type = FhirTable.Find(TypeIn(http.Request));
        if (refusal.Type.Status == 405 && type is { WhyNot: { } why })
        {
            issues = [.. issues, FhirIssue.Error(OperationOutcome.IssueType.NotSupported, why)];
        }
        else if (refusal.Type.Status == 404 && type is null)
        {
            issues = [FhirIssue.Error(OperationOutcome.IssueType.NotSupported, "There is no such path: GET metadata tells what there is.")];
        }

        return Write(http, FhirAnswer.Refused(FhirIssue.StatusOf(refusal), issues));
    }

    public static System.Threading.Tasks.Task Write(HttpContext http, FhirAnswer answer)
    {
        var (request, response) = (http.Request, http.Response);
        response.Headers.CacheControl = "no-store";
        if (request.Headers["X-Request-Id"] is [{ Length: <= 64 } id] && id.All(c => c is >= '!' and <= '~'))
        {
            response.Headers["X-Request-Id"] = id;
        }

        if (answer.Location is { } location)
        {
            response.Headers.Location = location;
        }

        if (answer.LastModified is { } modified)
        {
            response.Headers.LastModified = modified.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        }

        if (answer.Version is { } version && !answer.IsRefused)
        {
            response.Headers.ETag = $"W/\"{version}\"";
            if (answer.Status == StatusCodes.Status200OK && HttpMethods.IsGet(request.Method) && EntityTag.Matches(request.Headers.IfNoneMatch, version))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return System.Threading.Tasks.Task.CompletedTask;
            }
        }

        response.StatusCode = answer.Status;
        return Body(http, answer) is { } resource ? Bytes(http, FhirJson.Bytes(resource)) : System.Threading.Tasks.Task.CompletedTask;
    }

    private static System.Threading.Tasks.Task Bytes(HttpContext http, byte[] bytes)
    {
        http.Response.ContentType = MediaTypes.FhirJson;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private static Resource? Body(HttpContext http, FhirAnswer answer)
    {
        if (answer.IsRefused)
        {
            return FhirIssue.Outcome(answer.Issues.Select(i => i.Expression is null ? i with { Expression = Place(http.Request, answer.Status) } : i));
        }

        var changes = answer.Location is not null || HttpMethods.IsPut(http.Request.Method);
        return changes ? Preferred(Prefer(http.Request, "return"), answer) : answer.Resource;
    }

    // Where the fault lies, for what is said of a request as a whole: its header as R4 writes it, or the resource.
    private static string Place(HttpRequest request, int status)
    {
        var type = FhirTable.Find(TypeIn(request))?.Name;
        return status switch
        {
            401 or 403 => "http.Authorization",
            404 or 410 => type is null ? "http.url" : $"{type}.id",
            405 => "http.method",
            406 => "http.Accept",
            412 => request.Headers.ContainsKey("If-None-Exist") ? "http.If-None-Exist" : "http.If-Match",
            415 => "http.Content-Type",
            429 => "http.RateLimit",
            >= 500 => "http",
            _ => type ?? (HttpMethods.IsPost(request.Method) ? "Bundle" : "http.url"),
        };
    }

    private static string? TypeIn(HttpRequest request) => request.Path.Value!.Split('/').ElementAtOrDefault(3);

    private static Resource? Preferred(string? wanted, FhirAnswer answer) => wanted switch
    {
        "minimal" => null,
        "OperationOutcome" => answer.Issues.Count > 0 ? FhirIssue.Outcome(answer.Issues) : FhirIssue.AllWell("All went well."),
        _ => answer.Resource,
    };

    /// <summary>What <c>Prefer</c> says of something; null where it does not.</summary>
    public static string? Prefer(HttpRequest request, string name) => request.Headers["Prefer"]
        .SelectMany(h => (h ?? "").Split([',', ';']))
        .Select(p => p.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(p => p.Length == 2 && p[0].Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(p => p[1].Trim('"'))
        .FirstOrDefault();
}
