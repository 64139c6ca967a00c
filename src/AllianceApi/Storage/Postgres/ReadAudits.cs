using System.Collections.Concurrent;

namespace AllianceApi.Storage.Postgres;

/// <summary>
/// Writes the audit rows of reads: all that wait go into one transaction, so that a durable row costs a read little more than its
/// place in the queue.
/// </summary>
internal sealed class ReadAudits : IDisposable
{
    private const int QueueLength = 4096;
    private const int MostInOneCommit = 512;
    private readonly BlockingCollection<WriteWork<bool>> _queue = new(QueueLength);
    private readonly PostgresTransactions _transactions;
    private readonly TimeProvider _clock;
    private readonly Action _committed;
    private readonly Thread _thread;

    public ReadAudits(PostgresTransactions transactions, PostgresLink link, TimeProvider clock, Action committed)
    {
        (_transactions, _clock, _committed) = (transactions, clock, committed);
        _thread = new Thread(() => WriteForEver(link)) { IsBackground = true, Name = "store audit of reads" };
        _thread.Start();
    }

    /// <summary>Ends when the rows are on disk.</summary>
    public Task Add(IReadOnlyList<AuditEntry> entries)
    {
        var work = new WriteWork<bool>(_ => true, entries);
        try
        {
            return _queue.TryAdd(work) ? work.Result : throw new StoreUnavailableException("The queue of the store is full.");
        }
        catch (InvalidOperationException)
        {
            throw new StoreUnavailableException("The service is stopping.");
        }
    }

    /// <summary>Takes no more rows, and waits for those that were taken.</summary>
    public void Finish()
    {
        _queue.CompleteAdding();
        _thread.Join();
    }

    public void Dispose()
    {
        Finish();
        _queue.Dispose();
    }

    private void WriteForEver(PostgresLink link)
    {
        using (link)
        {
            foreach (var first in _queue.GetConsumingEnumerable())
            {
                var group = new List<WriteWork<bool>> { first };
                while (group.Count < MostInOneCommit && _queue.TryTake(out var more))
                {
                    group.Add(more);
                }

                _transactions.Run(link, new Group(group), _clock.GetTimestamp());
                _committed();
            }
        }
    }

    /// <summary>The rows of many reads as one work.</summary>
    private sealed class Group(List<WriteWork<bool>> members) : WriteWork
    {
        public override int Size => members.Count;

        public override void Run(Session session)
        {
            members.ForEach(m => m.Run(session));
            Audits = [.. members.SelectMany(m => m.Audits)];
        }

        public override void Fail(Exception cause) => members.ForEach(m => m.Fail(cause));

        public override void Answer() => members.ForEach(m => m.Answer());
    }
}
