using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Access.Audit;

/// <summary>Whether the chain of the audit log is whole.</summary>
/// <param name="Valid">Whether no row was changed, removed, inserted or moved, and the anchor holds where one was given.</param>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Head">Hash of the newest row in hex; null for an empty log. Keep it elsewhere to prove later that nothing was cut off.</param>
/// <param name="FirstBad">Sequence at which the chain first breaks, or of an anchor that the log does not hold; null where it is whole.</param>
/// <param name="AnchorHolds">Whether the row of the anchor has its hash still; null where no anchor was given.</param>
/// <param name="Waiting">Rows that are committed and join the chain within a second.</param>
internal sealed record AuditVerdict(bool Valid, long Rows, string? Head, long? FirstBad, bool? AnchorHolds, long Waiting);

/// <summary>A row of the log that was noted elsewhere.</summary>
/// <param name="Sequence">Number of the row.</param>
/// <param name="Hash">Its hash then, in hex.</param>
internal sealed record KeptAnchor(long Sequence, string Hash);

/// <summary>Walks the whole audit log of the organization and checks its chain.</summary>
internal sealed record VerifyAudit(Call Call, KeptAnchor? Anchor) : IRequest<Outcome<AuditVerdict>>, ICall
{
    public Operation Operation => Operation.ReadAudit;

    public string Resource => "/v1/audit/verify";

    public static VerifyAudit Read(Input input)
    {
        var (sequence, hash) = (input.QueryWhole("sequence", 1, int.MaxValue), input.Query("hash"));
        if (!input.Faults.Any && sequence is null != hash is null)
        {
            input.Faults.Add(sequence is null ? "?sequence" : "?hash", "required", "An anchor is a sequence and a hash.");
        }

        return new VerifyAudit(input.Call, sequence is { } number && hash is not null ? new KeptAnchor(number, hash) : null);
    }
}

internal sealed class VerifyAuditHandler(Database database) : IRequestHandler<VerifyAudit, Outcome<AuditVerdict>>
{
    public async Task<Outcome<AuditVerdict>> Handle(VerifyAudit request, CancellationToken cancellationToken)
    {
        await database.Settle(cancellationToken);
        return await database.Read(request, session => (Outcome<AuditVerdict>)AuditVerification.Of(session, request.Call.Caller.Organization, request.Anchor), cancellationToken);
    }
}

/// <summary>Walks the audit log of an organization from its first row.</summary>
internal static class AuditVerification
{
    private const int Stride = 5000;

    public static AuditVerdict Of(Session session, string organization, KeptAnchor? anchor = null)
    {
        var (rows, hash) = (0L, AuditChain.Start);
        var waiting = AuditStore.Waiting(session, organization);
        bool? holds = anchor is null ? null : false;
        while (true)
        {
            var next = AuditStore.Forward(session, organization, rows, Stride);
            foreach (var row in next)
            {
                hash = AuditChain.Next(hash, rows + 1, row.ToEntry());
                if (row.Sequence != rows + 1 || !hash.AsSpan().SequenceEqual(row.Hash))
                {
                    return new AuditVerdict(false, rows + 1, Convert.ToHexStringLower(row.Hash), rows + 1, holds, waiting);
                }

                rows++;
                holds = rows == anchor?.Sequence ? Convert.ToHexStringLower(hash).Equals(anchor.Hash, StringComparison.OrdinalIgnoreCase) : holds;
            }

            if (next.Count < Stride)
            {
                return new AuditVerdict(holds != false, rows, rows == 0 ? null : Convert.ToHexStringLower(hash), holds == false ? anchor!.Sequence : null, holds, waiting);
            }
        }
    }
}
