using AllianceApi.Access;
using AllianceApi.Hosting;

namespace AllianceApi.Storage;

/// <summary>
/// The store. A work is a short function of its <see cref="Session"/> that never waits for anything else. What a work answers
/// reaches its caller only after all that it wrote, its audit rows included, is on disk.
/// </summary>
internal abstract class Database(TimeProvider clock)
{
    /// <summary>Opens the part of a transaction that one work can take back alone.</summary>
    public const string BeginWorkText = "SAVEPOINT work";

    /// <summary>Takes back what the work did, and leaves its part of the transaction open.</summary>
    public const string UndoText = "ROLLBACK TO SAVEPOINT work";

    /// <summary>Closes the part of the work within the transaction.</summary>
    public const string EndWorkText = "RELEASE SAVEPOINT work";

    // A work is a synchronous function on one thread, so what runs within it finds its session by the thread.
    [ThreadStatic]
    private static Session? _joined;

    protected TimeProvider Clock { get; } = clock;

    /// <summary>
    /// Runs a work that only reads, on a snapshot, without waiting for writers. Audit rows that it notes are on disk before the
    /// result is given.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store can not be read, or the audit row can not be written.</exception>
    public abstract Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a work that writes. An exception takes back this work alone; a work that began is never cancelled. It is run again,
    /// from its start, where another instance came in between: it must leave no trace but what it does to its session.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store is overloaded, stopping, or its disk can not be written.</exception>
    public abstract Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellationToken);

    /// <summary>Runs the reading work of a use case, with an audit row for what it gave or refused.</summary>
    public Task<Outcome<T>> Read<T>(ICall request, Func<Session, Outcome<T>> work, CancellationToken cancellationToken)
        where T : class =>
        _joined is { } joined ? Task.FromResult(Audited(Afresh(joined), request, work(joined))) : Read(session => Audited(session, request, work(session)), cancellationToken);

    /// <summary>
    /// Runs the reading work of a use case that is asked often, with an audit row. Where the store can tell that nothing was written
    /// since the same caller asked the same, and the work said then that its answer <see cref="Session.Lasts"/>, that answer is
    /// given again.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="question">What is asked, by value, without who asks.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends the wait for the audit row.</param>
    public Task<Outcome<T>> ReadLasting<T>(ICall request, object question, Func<Session, Outcome<T>> work, CancellationToken cancellationToken)
        where T : class =>
        _joined is null ? ReadLastingAlone(request, question, work, cancellationToken) : Read(request, work, cancellationToken);

    /// <summary>The same, where it does not run within another work; the store remembers nothing unless it can tell what was written.</summary>
    protected virtual Task<Outcome<T>> ReadLastingAlone<T>(ICall request, object question, Func<Session, Outcome<T>> work, CancellationToken cancellationToken)
        where T : class => Read(request, work, cancellationToken);

    /// <summary>
    /// Runs the writing work of a use case, with an audit row for what it did or refused: once only where the call has an
    /// Idempotency-Key, and with everything but the audit row taken back where it refuses.
    /// </summary>
    public Task<Outcome<T>> Write<T>(ICall request, Func<Session, Outcome<T>> work, CancellationToken cancellationToken)
        where T : class =>
        _joined is { } joined
            ? Task.FromResult(Audited(Afresh(joined), request, work(joined)))
            : Write(session => Audited(session, request, IdempotentWork.Run(session, request.Call, work)), cancellationToken);

    /// <summary>Runs a work that reads and leaves no audit row.</summary>
    public Task<Outcome<T>> Read<T>(Func<Session, Outcome<T>> work, CancellationToken cancellationToken)
        where T : class =>
        _joined is { } joined ? Task.FromResult(work(joined)) : Read<Outcome<T>>(work, cancellationToken);

    /// <summary>Notes a refusal that no work came to.</summary>
    public Task Note(ICall request, Refusal refusal, CancellationToken cancellationToken)
    {
        if (_joined is { } joined)
        {
            joined.Audit(request, refusal);
            return Task.CompletedTask;
        }

        return Write(
            session =>
            {
                session.Audit(request, refusal);
                return true;
            },
            cancellationToken);
    }

    /// <summary>
    /// Runs use cases within the transaction of a work: what they read and write goes through its session. They run on the thread
    /// of the work, one after the other, and none may wait for anything.
    /// </summary>
    /// <exception cref="InvalidOperationException">A use case waited: its work is taken back with all others.</exception>
    public static T Join<T>(Session session, Func<Task<T>> work)
    {
        _joined = session;
        try
        {
            var running = work();
            return running.IsCompleted ? running.GetAwaiter().GetResult() : throw new InvalidOperationException("A use case within a transaction waited.");
        }
        finally
        {
            _joined = null;
        }
    }

    /// <summary>
    /// Sees to it that all audit rows and events committed by now have their numbers, and so can be read. Within the transaction
    /// of a work nothing is waited for: what is settled is settled.
    /// </summary>
    public Task Settle(CancellationToken cancellationToken) => _joined is null ? SettleAll(cancellationToken) : Task.CompletedTask;

    /// <summary>Numbers what waits; nothing waits where that is done in the commit.</summary>
    protected virtual Task SettleAll(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether the store answers and every migration is in place.</summary>
    public abstract Task<bool> IsReady(CancellationToken cancellationToken);

    /// <summary>Finishes what was accepted and closes the store.</summary>
    public abstract Task Stop(CancellationToken cancellationToken);

    // What one use case said of its client and reason is not said of the next.
    private static Session Afresh(Session session)
    {
        (session.ClientId, session.Reason) = (null, null);
        return session;
    }

    private static Outcome<T> Audited<T>(Session session, ICall request, Outcome<T> outcome)
        where T : class
    {
        session.Audit(request, outcome.Refusal);
        return outcome;
    }
}
