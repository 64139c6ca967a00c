using System.Data;

namespace AllianceApi.Storage.Postgres;

/// <summary>
/// The store on a PostgreSQL server, which many instances may share. Each writing work is a transaction of its own on one of a
/// few threads; reads run on a snapshot on others. Audit rows and events commit with their work and are numbered right after.
/// </summary>
internal sealed class PostgresDatabase : Database, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Patience _patience;
    private readonly PostgresTransactions _transactions;
    private readonly PostgresLanes _writers;
    private readonly PostgresLanes _readers;
    private readonly ReadAudits _audits;
    private readonly Sealer _sealer;
    private readonly ILogger<PostgresDatabase> _log;
    private readonly Sealing.Vault _vault;

    public PostgresDatabase(PostgresSource source, Sealing.Vault vault, TimeProvider clock, StoreMetrics metrics, ILogger<PostgresDatabase> log)
        : base(clock)
    {
        (_log, _vault, _patience) = (log, vault, new Patience(clock));
        _transactions = new PostgresTransactions(vault, clock, metrics, log, _stopping.Token);
        _writers = new PostgresLanes("writer", source.Writers, () => new PostgresLink(source, writes: true));
        _readers = new PostgresLanes("reader", source.Readers, () => new PostgresLink(source, writes: false));
        _sealer = new Sealer(new PostgresLink(source, writes: true), log);
        _audits = new ReadAudits(_transactions, new PostgresLink(source, writes: true), clock, _sealer.Nudge);
        metrics.ObserveQueue(() => _writers.Waiting);
    }

    public override async Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (result, audits) = await Snapshot(work);
        if (audits.Count > 0)
        {
            await _audits.Add(audits);
        }

        return result;
    }

    public override Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var item = new WriteWork<T>(work, []);
        var asked = Clock.GetTimestamp();
        _writers.Add(link =>
        {
            _transactions.Run(link, item, asked);
            _sealer.Nudge();
        });
        return item.Result;
    }

    protected override Task SettleAll(CancellationToken cancellationToken) => _sealer.Settle().WaitAsync(cancellationToken);

    public override async Task<bool> IsReady(CancellationToken cancellationToken) =>
        _writers.IsOpen && (await Snapshot(s => s.One<long>("SELECT COUNT(*) FROM schema_migrations")).WaitAsync(cancellationToken)).Result > 0;

    public override Task Stop(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            _readers.Finish();
            _writers.Finish();
            _audits.Finish();
            _sealer.Finish();
        },
        cancellationToken).WaitAsync(cancellationToken);

    public void Dispose()
    {
        _stopping.Cancel();
        _readers.Dispose();
        _writers.Dispose();
        _audits.Dispose();
        _sealer.Dispose();
        _stopping.Dispose();
    }

    private Task<(T Result, IReadOnlyList<AuditEntry> Audits)> Snapshot<T>(Func<Session, T> work)
    {
        var given = new TaskCompletionSource<(T, IReadOnlyList<AuditEntry>)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = Clock.GetTimestamp();
        _readers.Add(link =>
        {
            try
            {
                given.TrySetResult(ReadPatiently(link, work, asked));
            }
            catch (Exception e)
            {
                given.TrySetException(e);
            }
        });
        return given.Task;
    }

    private (T Result, IReadOnlyList<AuditEntry> Audits) ReadPatiently<T>(PostgresLink link, Func<Session, T> work, long asked)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return ReadNow(link, work);
            }
            catch (Exception e)
            {
                link.Drop();
                var fault = PostgresFaults.Of(e);
                if (_patience.Again(fault, attempt, asked, _stopping.Token))
                {
                    continue;
                }

                if (fault == PostgresFault.OfTheWork)
                {
                    throw;
                }

                StoreLog.ReadFailed(_log, e);
                throw new StoreUnavailableException("The store can not be read.", e);
            }
        }
    }

    // The connection is set to read only; the transaction makes all statements see the same state.
    private (T Result, IReadOnlyList<AuditEntry> Audits) ReadNow<T>(PostgresLink link, Func<Session, T> work)
    {
        var connection = link.Open();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var session = new Session(connection, Clock.GetUtcNow(), dialect: Dialect.PostgresReading, vault: _vault);
        var result = work(session);
        transaction.Commit();
        return (result, session.Audits);
    }
}
