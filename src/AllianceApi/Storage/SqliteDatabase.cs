using System.Collections.Concurrent;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage.Sealing;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Storage;

/// <summary>
/// The embedded store. SQLite has one writer, so all works that write pass through it and share its commits. Reads go on beside
/// it on connections of their own; their audit rows join the queue.
/// </summary>
internal sealed class SqliteDatabase : Database, IDisposable
{
    private readonly ConcurrentBag<PreparedConnection> _readers = [];
    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly Vault _vault;
    private readonly LastingAnswers _lasting = new();

    public SqliteDatabase(SqliteFile file, Vault vault, TimeProvider clock, StoreMetrics metrics, ILogger<SqliteDatabase> log)
        : base(clock)
    {
        (_file, _vault) = (file, vault);
        _writer = new SqliteWriter(file, vault, clock, metrics, log);
    }

    public override async Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (result, audits) = ReadNow(work);
        if (audits.Count > 0)
        {
            await Enqueue(_ => true, audits, cancellationToken);
        }

        return result;
    }

    public override Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellationToken) => Enqueue(work, [], cancellationToken);

    public override Task<bool> IsReady(CancellationToken cancellationToken) =>
        Task.FromResult(!_writer.IsStopping && ReadNow(s => s.One<long>("SELECT COUNT(*) FROM schema_migrations")).Result > 0);

    public override async Task Stop(CancellationToken cancellationToken)
    {
        _writer.Stop();
        await _writer.Stopped.WaitAsync(cancellationToken);
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    // Our own writes are noticed before their callers are answered. What another process wrote is noticed when the audit row has its
    // turn; where it did, the answer is not given, and the question is asked anew.
    protected override async Task<Outcome<T>> ReadLastingAlone<T>(ICall request, object question, Func<Session, Outcome<T>> work, CancellationToken cancellationToken)
    {
        var caller = request.Call.Caller;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var others = _writer.Others; // before the state: see SqliteWriter
            var state = LastingAnswers.StateOfDay.Of(_writer.State, Clock.GetUtcNow());
            if (_lasting.Find<T>(state, caller, question) is not { } given)
            {
                return await Read(request, Remembered, cancellationToken);
            }

            if (await Enqueue(session => Noted(session, given), [], cancellationToken))
            {
                return given.Outcome;
            }

            Outcome<T> Remembered(Session session)
            {
                var outcome = work(session);
                if (session.Lasts && outcome.Refusal is null && LastingAnswers.StateOfDay.Of(state.State, session.At) == state)
                {
                    _lasting.Keep(state, caller, question, new LastingAnswers.Given<T>(outcome, session.ClientId), outcome.Body?.Length ?? 0);
                }

                return outcome;
            }

            bool Noted(Session session, LastingAnswers.Given<T> known)
            {
                if (_writer.Others != others)
                {
                    return false;
                }

                session.ClientId = known.ClientId;
                session.Audit(request, null);
                return true;
            }
        }
    }

    public void Dispose() => _writer.Dispose();

    private Task<T> Enqueue<T>(Func<Session, T> work, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var item = new WriteWork<T>(work, audits);
        _writer.Add(item);
        return item.Result;
    }

    private (T Result, IReadOnlyList<AuditEntry> Audits) ReadNow<T>(Func<Session, T> work)
    {
        var connection = _readers.TryTake(out var idle) ? idle : Open(() => _file.OpenReader());
        try
        {
            connection.Execute("BEGIN");
            var session = new Session(connection, Clock.GetUtcNow(), vault: _vault);
            var result = work(session);
            connection.Execute("COMMIT");
            _readers.Add(connection);
            return (result, session.Audits);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StoreUnavailableException("The store can not be read.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static PreparedConnection Open(Func<PreparedConnection> open)
    {
        try
        {
            return open();
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException("The store can not be opened.", e);
        }
    }
}
