using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Access.Audit;

/// <summary>The routes of the audit log.</summary>
internal static class AuditRoutes
{
    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapResource("Audit");
        audit.MapGet("/v1/audit", (HttpContext http, ISender sender) => Rest.Get<ListAudit, Page<AuditResource>>(http, sender, ListAudit.Read))
            .Allows(Operation.ReadAudit)
            .Query(
                new QueryParameter("clientId", "Only rows about this client.", "string", "c-1"),
                new QueryParameter("actor", "Only rows of this credential: the id or the name of a key, the subject or the name of a token.", "string", "records system"),
                new QueryParameter("from", "Only rows at or after this instant.", "string", "2026-03-01T00:00:00Z", Format: "date-time"),
                new QueryParameter("to", "Only rows before this instant.", "string", "2026-04-01T00:00:00Z", Format: "date-time"),
                new QueryParameter("breakGlass", "Only the rows of those who read what is another clinician's, saying why.", "boolean", "true", ["true", "false"]),
                QueryParameter.Limit,
                QueryParameter.Cursor)
            .Gives<Page<AuditResource>>(200)
            .Describe("listAudit", "Reads the audit log", "Newest first: one row for each read, write and refusal, with who, what, whose, when and from where.");
        audit.MapGet("/v1/audit/verify", (HttpContext http, ISender sender) => Rest.Get<VerifyAudit, AuditVerdict>(http, sender, VerifyAudit.Read))
            .Allows(Operation.ReadAudit)
            .Query(
                new QueryParameter("sequence", "Sequence of an anchor that was kept elsewhere.", "integer", "120", Least: 1),
                new QueryParameter("hash", "Hash of that anchor.", "string", AuditAnchor.Example))
            .Gives<AuditVerdict>(200)
            .Describe("verifyAudit", "Checks the audit log", "Walks the hash chain and names the first row that was changed, removed, inserted or moved. With `sequence` and `hash` of an anchor it also tells whether the log still holds that row, so that a log that was cut off or written anew from some row on is found out.");
        audit.MapGet("/v1/audit/anchor", (HttpContext http, ISender sender) => Rest.Get<GetAuditAnchor, AuditAnchor>(http, sender, GetAuditAnchor.Read))
            .Allows(Operation.ReadAudit).Gives<AuditAnchor>(200, 404)
            .Describe("getAuditAnchor", "Gives the newest hash of the audit log", "To be kept where nobody who can write to the store can write: printed, signed, or in another system. `GET /v1/audit/verify` holds it against the log later.");
    }
}
