using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Exports;

/// <summary>Asks for the responses of an organization. Who asked, and whether with ids, is in the audit log before the first is given.</summary>
internal sealed record OpenExport(Call Call, bool IsIdentified, DateTimeOffset? From, DateTimeOffset? To) : IRequest<Outcome<OpenedExport>>, ICall
{
    public const string Path = "/v1/export";

    public Operation Operation => Operation.Export;

    public string Resource => IsIdentified ? $"{Path}?identified=true" : Path;

    public static OpenExport Read(Input input)
    {
        var request = new OpenExport(input.Call, input.QueryFlag("identified"), input.QueryInstant("from"), input.QueryInstant("to"));
        if (request is { From: { } from, To: { } to } && to < from)
        {
            input.Faults.Add("?to", "out-of-range", "An export does not end before it begins.");
        }

        return request;
    }
}

internal sealed class OpenExportHandler(Database database, InstrumentRegistry instruments, StoreSecrets secrets) : IRequestHandler<OpenExport, Outcome<OpenedExport>>
{
    public async Task<Outcome<OpenedExport>> Handle(OpenExport request, CancellationToken cancellationToken)
    {
        var organization = request.Call.Caller.Organization;
        var pseudonyms = new Pseudonyms(organization, await secrets.Get("export", cancellationToken));
        return await database.Read(
            request,
            session =>
            {
                var used = ExportStore.Instruments(session, organization);
                var documents = used.ConvertAll(u => instruments.Find(session, organization, u.Instrument, u.Version)!);
                return (Outcome<OpenedExport>)new OpenedExport(database, instruments, pseudonyms, request, documents);
            },
            cancellationToken);
    }
}
