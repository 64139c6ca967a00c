using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Exports.Bulk;

/// <summary>Reads how far a bulk export of the caller's is; with a type named, in order to read that file of it.</summary>
internal sealed record FindBulkExport(Call Call, string ExportId, string? Type) : IRequest<Outcome<BulkExport>>, ICall
{
    public Operation Operation => Operation.Export;

    public string Resource => Type is null ? $"/fhir/R4/$export-status/{ExportId}" : $"/fhir/R4/$export-files/{ExportId}/{Type}.ndjson";
}

internal sealed class FindBulkExportHandler(Database database) : IRequestHandler<FindBulkExport, Outcome<BulkExport>>
{
    public Task<Outcome<BulkExport>> Handle(FindBulkExport request, CancellationToken cancellationToken) => database.Read(
        request,
        session => BulkExports.Find(session, request.Call, request.ExportId) is { } found ? Outcome<BulkExport>.Ok(found) : Refusal.NotFound("export"),
        cancellationToken);
}

/// <summary>Ends a bulk export of the caller's: its files can not be read any more.</summary>
internal sealed record EndBulkExport(Call Call, string ExportId) : IRequest<Outcome<BulkExport>>, ICall
{
    public Operation Operation => Operation.Export;

    public string Resource => $"/fhir/R4/$export-status/{ExportId}";
}

internal sealed class EndBulkExportHandler(Database database) : IRequestHandler<EndBulkExport, Outcome<BulkExport>>
{
    public Task<Outcome<BulkExport>> Handle(EndBulkExport request, CancellationToken cancellationToken) => database.Write(
        request,
        session =>
        {
            if (BulkExports.Find(session, request.Call, request.ExportId) is not { } found)
            {
                return Refusal.NotFound("export");
            }

            BulkExportStore.Delete(session, request.Call.Caller.Organization, request.ExportId);
            return Outcome<BulkExport>.Ok(found);
        },
        cancellationToken);
}

/// <summary>Notes how far a bulk export is: of each type how many resources were counted.</summary>
/// <param name="Call">Who asked for it.</param>
/// <param name="ExportId">The export.</param>
/// <param name="State">running, ready or failed.</param>
/// <param name="Counts">Resources of each type so far.</param>
internal sealed record NoteBulkExport(Call Call, string ExportId, string State, IReadOnlyList<long> Counts) : IRequest<Outcome<BulkExport>>, ICall
{
    public Operation Operation => Operation.Export;

    public string Resource => $"/fhir/R4/$export-status/{ExportId}";
}

internal sealed class NoteBulkExportHandler(Database database) : IRequestHandler<NoteBulkExport, Outcome<BulkExport>>
{
    public Task<Outcome<BulkExport>> Handle(NoteBulkExport request, CancellationToken cancellationToken) => database.Write<Outcome<BulkExport>>(
        session =>
        {
            var organization = request.Call.Caller.Organization;
            var wanted = BulkExportStore.Note(session, organization, request.ExportId, request.State, string.Join(' ', request.Counts));
            return wanted ? BulkExportStore.Find(session, organization, request.ExportId)! : Refusal.NotFound("export");
        },
        cancellationToken);
}

/// <summary>Whose a bulk export is.</summary>
internal static class BulkExports
{
    /// <summary>An export that the caller asked for and that has not expired. One that nobody works on any more has failed.</summary>
    public static BulkExport? Find(Session session, Call call, string exportId)
    {
        var found = BulkExportStore.Find(session, call.Caller.Organization, exportId);
        if (found is null || found.KeyId != call.Caller.KeyId || found.ExpiresAt <= session.Now)
        {
            return null;
        }

        return found.State == "running" && found.TouchedAt <= (session.At - StartBulkExport.Patience).ToStore() ? found with { State = "failed" } : found;
    }
}
