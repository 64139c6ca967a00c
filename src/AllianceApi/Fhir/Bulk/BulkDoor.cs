using System.Globalization;
using System.Text.Json.Nodes;
using AllianceApi.Access;
using AllianceApi.Exports.Bulk;
using AllianceApi.Hosting;
using Hl7.Fhir.Model;
using Task = System.Threading.Tasks.Task;

namespace AllianceApi.Fhir.Bulk;

/// <summary>Bulk Data Access: ask for an export, follow it, fetch its files.</summary>
internal static class BulkDoor
{
    public const string Ndjson = "application/fhir+ndjson";

    public static Task OfAll(HttpContext http) => KickOff(http, BulkContent.Types);

    public static Task OfPatients(HttpContext http) => KickOff(http, BulkContent.PatientTypes);

    /// <summary>How far it is: 202 while it is prepared, then its manifest.</summary>
    public static async Task Status(HttpContext http)
    {
        var context = FhirDoor.Context(http);
        var found = await context.Send(new FindBulkExport(context.Call, Id(http), null));
        if (found.Value is not { } export)
        {
            await FhirReply.Write(http, FhirAnswer.Refused(found.Refusal!));
            return;
        }

        var response = http.Response;
        switch (export.State)
        {
            case "running":
                response.StatusCode = StatusCodes.Status202Accepted;
                response.Headers["X-Progress"] = string.Create(CultureInfo.InvariantCulture, $"{export.Counted.Sum(c => c.Count)} resources");
                response.Headers.RetryAfter = "1";
                response.Headers.CacheControl = "no-store";
                break;
            case "failed":
                await FhirReply.Write(http, FhirAnswer.Refused(500, FhirIssue.Error(OperationOutcome.IssueType.Exception, "The export was not finished: the service stopped, or something broke. Ask for it again.")));
                break;
            default:
                response.Headers.Expires = AllianceApi.Hosting.Instant.FromStore(export.ExpiresAt).UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
                response.Headers.CacheControl = "no-store";
                response.ContentType = "application/json; charset=utf-8";
                await response.WriteAsync(Manifest(context, export).ToJsonString(), http.RequestAborted);
                break;
        }
    }

    /// <summary>Ends it.</summary>
    public static async Task End(HttpContext http)
    {
        var context = FhirDoor.Context(http);
        var ended = await context.Send(new EndBulkExport(context.Call, Id(http)));
        await FhirReply.Write(http, ended.Refusal is { } refusal
            ? FhirAnswer.Refused(refusal)
            : new FhirAnswer(StatusCodes.Status202Accepted) { Resource = FhirIssue.AllWell("The export is ended; its files can not be read any more.") });
    }

    /// <summary>One file: a resource a line, read while it is sent.</summary>
    public static async Task File(HttpContext http)
    {
        var context = FhirDoor.Context(http);
        var file = (string)http.Request.RouteValues["file"]!;
        var type = file.EndsWith(".ndjson", StringComparison.Ordinal) ? file[..^".ndjson".Length] : "";
        var found = await context.Send(new FindBulkExport(context.Call, Id(http), BulkContent.Types.Contains(type) ? type : "unknown"));
        if (found.Value is not { State: "ready" } export || !export.TypeList.Contains(type))
        {
            await FhirReply.Write(http, found.Refusal is { } refusal ? FhirAnswer.Refused(refusal) : FhirAnswer.NotFound("file"));
            return;
        }

        if (!FhirScopes.MayExport(context.Call.Caller, type))
        {
            await Unread.Refuse(http, Rights.BeyondScopes);
            return;
        }

        http.Response.ContentType = Ndjson;
        http.Response.Headers.CacheControl = "no-store";
        var output = http.Response.BodyWriter;
        await foreach (var resource in new BulkContent(context, export).Of(type).WithCancellation(http.RequestAborted))
        {
            await output.WriteAsync(FhirJson.Bytes(resource), http.RequestAborted);
            await output.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
        }

        await output.FlushAsync(http.RequestAborted);
    }

    private static async Task KickOff(HttpContext http, IReadOnlyList<string> types)
    {
        var (body, refused) = await Sent(http);
        if (FhirDoor.Unacceptable(http.Request) is { } unacceptable)
        {
            refused = unacceptable;
        }

        var context = FhirDoor.Context(http);
        StartBulkExport? request = null;
        if (refused is null)
        {
            (request, var issues) = BulkKickOff.Read(http.Request, context, body, types);
            refused = request is null ? FhirAnswer.Refused(400, issues) : null;
        }

        if (refused is not null)
        {
            await Unread.Note(http, new Refusal(ProblemType.OfStatus(refused.Status), "It could not be read."));
            await FhirReply.Write(http, refused);
            return;
        }

        if (Within(context.Call.Caller, request!, types) is not { } allowed)
        {
            await Unread.Refuse(http, Rights.BeyondScopes);
            return;
        }

        var begun = await context.Send(allowed);
        if (begun.Value is not { } export)
        {
            await Reply.Refuse(http, begun.Refusal!);
            return;
        }

        http.RequestServices.GetRequiredService<BulkRuns>().Begin(context, export);
        http.Response.Headers.ContentLocation = $"{context.Base}/$export-status/{export.ExportId}";
        await FhirReply.Write(http, new FhirAnswer(StatusCodes.Status202Accepted) { Resource = FhirIssue.AllWell("The export is being prepared: follow Content-Location.") });
    }

    // Types that were named must all be allowed; where none was, what is allowed is given.
    private static StartBulkExport? Within(Caller caller, StartBulkExport asked, IReadOnlyList<string> known)
    {
        var allowed = asked.Types.Where(t => FhirScopes.MayExport(caller, t)).ToList();
        return allowed.Count == 0 || (allowed.Count < asked.Types.Count && asked.Types.Count < known.Count) ? null : asked with { Types = allowed };
    }

    private static async Task<(Resource? Body, FhirAnswer? Refused)> Sent(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.ContentLength is null or 0)
        {
            return (null, null);
        }

        var (body, refused) = await FhirDoor.ReadResource(http, FhirDoor.ResourceLimit);
        return body is null or Parameters ? (body, refused) : (null, FhirAnswer.Refused(400, FhirIssue.Error(OperationOutcome.IssueType.Invalid, "Parameters are sent here.", body.TypeName)));
    }

    private static JsonObject Manifest(FhirContext context, BulkExport export)
    {
        var manifest = new JsonObject
        {
            ["transactionTime"] = export.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["request"] = export.Asked,
            ["requiresAccessToken"] = true,
            ["output"] = new JsonArray([.. export.Counted.Where(c => c.Count > 0).Select(c => new JsonObject
            {
                ["type"] = c.Type,
                ["url"] = $"{context.Base}/$export-files/{export.ExportId}/{c.Type}.ndjson",
                ["count"] = c.Count,
            })]),
            ["error"] = new JsonArray(),
        };
        if (export.Since is not null)
        {
            // Responses are voided, never deleted: their resources say so.
            manifest["deleted"] = new JsonArray();
        }

        return manifest;
    }

    private static string Id(HttpContext http) => (string)http.Request.RouteValues["exportId"]!;
}
