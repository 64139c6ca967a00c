using System.Data;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>
/// Runs one writing work in a transaction of its own, again and again where others were faster or the server went away before
/// the commit was sent. Where the answer to a commit is lost, the caller is told that it is not known, and nothing is repeated.
/// What a work reads outside the rows that it holds may change from one statement to the next. What it writes on such ground
/// meets a key or a revision and is run again; what it refuses would meet nothing, so a refusal is given once it came twice.
/// </summary>
internal sealed class PostgresTransactions(Sealing.Vault vault, TimeProvider clock, StoreMetrics metrics, ILogger log, CancellationToken stopping)
{
    private readonly Patience _patience = new(clock);

    /// <summary>Runs a work and answers its caller.</summary>
    /// <param name="link">The connection of this thread.</param>
    /// <param name="work">The work.</param>
    /// <param name="asked">Timestamp at which the caller asked.</param>
    public void Run(PostgresLink link, WriteWork work, long asked)
    {
        var refused = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (RunOnce(link, work, ref refused))
                {
                    work.Answer();
                    return;
                }
            }
            catch (Exception e)
            {
                var fault = PostgresFaults.Of(e);
                if (fault == PostgresFault.Unavailable)
                {
                    link.Drop();
                }

                if (!_patience.Again(fault, attempt, asked, stopping))
                {
                    work.Fail(Told(e, fault));
                    work.Answer();
                    return;
                }
            }
        }
    }

    private bool RunOnce(PostgresLink link, WriteWork work, ref bool refused)
    {
        var started = clock.GetTimestamp();
        var connection = link.Open();
        using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            transaction.Save("work"); // what Database.UndoText goes back to
            work.Run(new Session(connection, clock.GetUtcNow(), dialect: Dialect.PostgresWriting, vault: vault));
            if (work.Refused && !refused)
            {
                refused = true;
                transaction.Rollback();
                return false;
            }

            Commit(connection, work);
        }
        catch
        {
            Undo(transaction, link);
            throw;
        }

        metrics.Committed(work.Size, clock.GetElapsedTime(started));
        return true;
    }

    // Audit rows, events and the commit itself go over in one batch: an error in one of them leaves out all that follow.
    private static void Commit(NpgsqlConnection connection, WriteWork work)
    {
        using var batch = new NpgsqlBatch(connection);
        LogRows.Add(batch, work.Audits);
        LogRows.Add(batch, work.Events);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            batch.ExecuteNonQuery();
        }
        catch (Exception e) when (PostgresFaults.Of(e) == PostgresFault.Unavailable && PostgresFaults.LeavesOpen(e))
        {
            throw new StoreUnavailableException("The connection to the store was lost during the commit; whether it was kept is not known.", e, mayBeKept: true);
        }
    }

    private static void Undo(NpgsqlTransaction transaction, PostgresLink link)
    {
        try
        {
            transaction.Rollback();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            link.Drop(); // the server has taken it back, or will
        }
    }

    private Exception Told(Exception e, PostgresFault fault)
    {
        if (fault == PostgresFault.OfTheWork || (fault == PostgresFault.Race && PostgresFaults.IsKey(e)))
        {
            return e;
        }

        StoreLog.WriteFailed(log, e);
        return fault == PostgresFault.Race
            ? new StoreUnavailableException("Too many write to the same place at once.", e)
            : new StoreUnavailableException("The store can not be written.", e);
    }
}
