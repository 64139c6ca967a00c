using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Exports.Bulk;

/// <summary>Begins a bulk export; an organization has one at a time.</summary>
/// <param name="Call">Who asks.</param>
/// <param name="Asked">The request as it was sent.</param>
/// <param name="Types">Types of resources.</param>
/// <param name="Since">Only what was recorded after this instant; null for all.</param>
internal sealed record StartBulkExport(Call Call, string Asked, IReadOnlyList<string> Types, long? Since) : IRequest<Outcome<BulkExport>>, ICall
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How long nobody need have worked on one before it counts as left behind.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public Operation Operation => Operation.Export;

    public string Resource => "/fhir/R4/$export";
}

internal sealed class StartBulkExportHandler(Database database) : IRequestHandler<StartBulkExport, Outcome<BulkExport>>
{
    public async Task<Outcome<BulkExport>> Handle(StartBulkExport request, CancellationToken cancellationToken)
    {
        await database.Settle(cancellationToken);
        return await database.Write(request, session => Start(session, request), cancellationToken);
    }

    private static Outcome<BulkExport> Start(Session session, StartBulkExport request)
    {
        var organization = request.Call.Caller.Organization;
        if (BulkExportStore.Running(session, organization, (session.At - StartBulkExport.Patience).ToStore()) > 0)
        {
            return new Refusal(ProblemType.TooManyRequests, "A bulk export is being prepared already. Ask again when it is ready, or delete it.");
        }

        BulkExportStore.Forget(session, organization);
        var made = new BulkExport
        {
            ExportId = session.NewId(),
            KeyId = request.Call.Caller.KeyId,
            Asked = request.Asked,
            Types = string.Join(' ', request.Types),
            Since = request.Since,
            AsOf = BulkExportStore.Settled(session, organization),
            State = "running",
            TouchedAt = session.Now,
            ExpiresAt = (session.At + StartBulkExport.Lifetime).ToStore(),
        };
        BulkExportStore.Insert(session, organization, made);
        return made;
    }
}
