using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Audit;

/// <summary>The newest row of an audit log, to be kept elsewhere: proof of all that stood in the log then.</summary>
/// <param name="Organization">Whose log.</param>
/// <param name="Sequence">Number of the row.</param>
/// <param name="At">When it was written.</param>
/// <param name="Hash">Its hash in hex.</param>
internal sealed record AuditAnchor(string Organization, long Sequence, DateTimeOffset At, string Hash)
{
    public const string Example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /// <summary>The anchor of a log as it stands; null for an empty one.</summary>
    public static AuditAnchor? Of(Session session, string organization) => AuditStore.Newest(session, organization) is { } row
        ? new AuditAnchor(organization, row.Sequence, Instant.FromStore(row.At), Convert.ToHexStringLower(row.Hash))
        : null;
}

/// <summary>Gives the newest hash of the organization's audit log.</summary>
internal sealed record GetAuditAnchor(Call Call) : IRequest<Outcome<AuditAnchor>>, ICall
{
    public Operation Operation => Operation.ReadAudit;

    public string Resource => "/v1/audit/anchor";

    public static GetAuditAnchor Read(Input input) => new(input.Call);
}

internal sealed class GetAuditAnchorHandler(Database database) : IRequestHandler<GetAuditAnchor, Outcome<AuditAnchor>>
{
    public async Task<Outcome<AuditAnchor>> Handle(GetAuditAnchor request, CancellationToken cancellationToken)
    {
        await database.Settle(cancellationToken);
        return await database.Read(
            request,
            session => AuditAnchor.Of(session, request.Call.Caller.Organization) is { } anchor ? Outcome<AuditAnchor>.Ok(anchor, 0) : Refusal.NotFound("row of the audit log"),
            cancellationToken);
    }
}
