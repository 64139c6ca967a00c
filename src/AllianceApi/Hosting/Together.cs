using AllianceApi.Access;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Hosting;

/// <summary>
/// Several use cases in one transaction: all of them or none. The work sends their requests as ever; each then runs within the
/// transaction of this one instead of one of its own.
/// </summary>
/// <param name="Call">Who calls.</param>
/// <param name="Operation">The operation of the whole.</param>
/// <param name="Resource">Path, for the audit log.</param>
/// <param name="Work">Sends the requests one after the other; null where all succeeded, else why nothing shall be kept.</param>
internal sealed record Together(Call Call, Operation Operation, string Resource, Func<Task<Refusal?>> Work) : IRequest<Outcome<AllDone>>, ICall;

/// <summary>Says that all was done.</summary>
internal sealed record AllDone;

internal sealed class TogetherHandler(Database database) : IRequestHandler<Together, Outcome<AllDone>>
{
    public Task<Outcome<AllDone>> Handle(Together request, CancellationToken cancellationToken) => database.Write(session => Run(session, request), cancellationToken);

    private static Outcome<AllDone> Run(Session session, Together request)
    {
        var refusal = Database.Join(session, request.Work);
        if (refusal is null)
        {
            return new AllDone();
        }

        // Of what was taken back, the log shall say that it was refused.
        session.UndoAll();
        session.Audit(request, refusal);
        return refusal;
    }
}

/// <summary>Asks whether the caller has a right, and nothing else: for doors that take more than one request at a time.</summary>
/// <param name="Call">Who asks.</param>
/// <param name="Operation">The right.</param>
/// <param name="Resource">Path, for the audit log.</param>
/// <param name="IsBeyondScopes">Whether the scopes of the caller's token do not allow it.</param>
internal sealed record AskRight(Call Call, Operation Operation, string Resource, bool IsBeyondScopes = false) : IRequest<Outcome<AllDone>>, ICall;

internal sealed class AskRightHandler(Database database) : IRequestHandler<AskRight, Outcome<AllDone>>
{
    // Whose role has no right is refused, with an audit row, before this is reached.
    public async Task<Outcome<AllDone>> Handle(AskRight request, CancellationToken cancellationToken)
    {
        if (!request.IsBeyondScopes)
        {
            return new AllDone();
        }

        await database.Note(request, Rights.BeyondScopes, cancellationToken);
        return Rights.BeyondScopes;
    }
}
