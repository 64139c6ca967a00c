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

/// <summary>Asks whether the caller's role has a right, and nothing else: for doors that take more than one request at a time.</summary>
internal sealed record AskRight(Call Call, Operation Operation, string Resource) : IRequest<Outcome<AllDone>>, ICall;

internal sealed class AskRightHandler : IRequestHandler<AskRight, Outcome<AllDone>>
{
    // Who has no right is refused, with an audit row, before this is reached.
    public Task<Outcome<AllDone>> Handle(AskRight request, CancellationToken cancellationToken) => Task.FromResult<Outcome<AllDone>>(new AllDone());
}
