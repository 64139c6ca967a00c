using AllianceApi.Access;
using AllianceApi.Exports.ScoreReports;
using AllianceApi.Hosting;
using AllianceApi.Responses.Batch;
using MediatR;

namespace AllianceApi.Exports;

/// <summary>The route of exports.</summary>
internal static class ExportRoutes
{
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        app.MapScoreReports();
        app.MapResource("Exports").MapGet(OpenExport.Path, Export)
            .Allows(Operation.Export)
            .Query(
                new QueryParameter("format", "ndjson, or csv with a header line.", "string", "csv", ExportFormat.Names),
                new QueryParameter("from", "Only responses to sessions held at or after this instant.", "string", "2026-01-01T00:00:00Z", Format: "date-time"),
                new QueryParameter("to", "Only responses to sessions held before this instant.", "string", "2027-01-01T00:00:00Z", Format: "date-time"),
                new QueryParameter("identified", "Whether to give ids beside the pseudonym; the audit log says so.", "boolean", "false", ["true", "false"]))
            .Produces<ExportedResponse>(200, BatchFormats.Ndjson).Gives().Also(200, BatchFormats.Csv)
            .Describe("exportResponses", "Exports all responses",
                "Streams the responses that count, one a row, by episode and session. An episode stands under a pseudonym that is the same in every export of this store. In CSV a text that a " +
                "spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return) begins with an apostrophe. An answer that breaks off was not whole.");
    }

    private static async Task Export(HttpContext http, ISender sender)
    {
        var input = Input.Of(http);
        var format = input.QueryOneOf("format", ExportFormat.Names);
        var request = OpenExport.Read(input);
        if (input.Faults.Any)
        {
            await Unread.Refuse(http, Refusal.Invalid(input.Faults.All));
            return;
        }

        var opened = await sender.Send(request, http.RequestAborted);
        if (opened.Value is not { } export)
        {
            await Reply.Refuse(http, opened.Refusal!);
            return;
        }

        var writer = ExportFormat.Of(format, export);
        http.Response.ContentType = writer.ContentType;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"responses.{format ?? "ndjson"}\"";
        await writer.Write(http.Response.BodyWriter, export, http.RequestAborted);
    }
}
