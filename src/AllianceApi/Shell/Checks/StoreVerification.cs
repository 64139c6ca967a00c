using AllianceApi.Access.Audit;
using AllianceApi.Access.Organizations;
using AllianceApi.Instruments;
using AllianceApi.Storage;

namespace AllianceApi.Shell.Checks;

/// <summary>
/// Goes through the whole store and derives anew what is kept ready: the integrity of the file, the audit chain of each
/// organization, the scores from the answers, the headlines from the scores. It only reads, piece by piece, so the service may go
/// on beside it. What it tells names ids and no person's data.
/// </summary>
internal sealed class StoreVerification(Database database, InstrumentRegistry instruments)
{
    private static readonly string[] FileChecks =
    [
        "PRAGMA integrity_check",
        "SELECT 'a row of ' || \"table\" || ' lacks its row of ' || parent FROM pragma_foreign_key_check",
    ];

    /// <summary>Checks everything and tells what was checked and every difference.</summary>
    /// <returns>Whether there is no difference.</returns>
    public async Task<bool> Run(TextWriter told, CancellationToken cancellationToken)
    {
        var differences = await File(told, cancellationToken);
        foreach (var organization in await database.Read(s => OrganizationStore.List(s, null, int.MaxValue), cancellationToken))
        {
            await told.WriteLineAsync($"Organization {organization.Id}");
            differences += await Audit(told, organization.Id, cancellationToken);
            differences += await Piecewise(told, "scores derived from answers", new ScoreCheck(instruments, organization.Id, earlier: false), cancellationToken);
            differences += await Piecewise(told, "scores of earlier revisions derived from answers", new ScoreCheck(instruments, organization.Id, earlier: true), cancellationToken);
            differences += await Piecewise(told, "headlines of series computed", new SeriesCheck(instruments, organization.Id), cancellationToken);
        }

        await told.WriteLineAsync(differences == 0 ? "No differences." : $"{differences} {(differences == 1 ? "difference" : "differences")}.");
        return differences == 0;
    }

    // Only the embedded store is a file of ours; a server looks after its own.
    private async Task<int> File(TextWriter told, CancellationToken cancellationToken)
    {
        if (database is not SqliteDatabase)
        {
            await told.WriteLineAsync("Integrity of the file: left to the database server");
            return 0;
        }

        var faults = new List<string>();
        foreach (var check in FileChecks)
        {
            try
            {
                faults.AddRange((await database.Read(s => s.All<string>(check), cancellationToken)).Where(f => f != "ok"));
            }
            catch (StoreUnavailableException e)
            {
                faults.Add(Unreadable(e));
            }
        }

        await Tell(told, "Integrity of the file", faults);
        return faults.Count;
    }

    private async Task<int> Audit(TextWriter told, string organization, CancellationToken cancellationToken)
    {
        try
        {
            await database.Settle(cancellationToken);
            var verdict = await database.Read(s => AuditVerification.Of(s, organization), cancellationToken);
            List<string> faults = verdict.Valid ? [] : [$"the audit chain breaks at row {verdict.FirstBad}"];
            if (database is SqliteDatabase)
            {
                faults.AddRange(await database.Read(s => AuditIndexCheck.Run(s, organization), cancellationToken));
            }

            await Tell(told, $"  {verdict.Rows} rows of the audit chain, head {verdict.Head ?? "none"}", faults);
            return faults.Count;
        }
        catch (StoreUnavailableException e)
        {
            await Tell(told, "  rows of the audit chain", [Unreadable(e)]);
            return 1;
        }
    }

    private async Task<int> Piecewise(TextWriter told, string what, IPiecewiseCheck check, CancellationToken cancellationToken)
    {
        var (rows, faults) = (0, new List<string>());
        try
        {
            while (await database.Read(s => check.Next(s, faults), cancellationToken) is var looked and > 0)
            {
                rows += looked;
            }
        }
        catch (StoreUnavailableException e)
        {
            faults.Add(Unreadable(e));
        }

        await Tell(told, $"  {rows} {what}", faults);
        return faults.Count;
    }

    // A damaged page hides rows, and the check goes on with what can be read.
    private static string Unreadable(StoreUnavailableException e) => $"what follows can not be read: {(e.InnerException ?? e).Message.Split('\n')[0].TrimEnd()}";

    private static async Task Tell(TextWriter told, string what, IReadOnlyList<string> faults)
    {
        await told.WriteLineAsync(faults.Count == 0 ? $"{what}: ok" : $"{what}: {faults.Count} different");
        foreach (var fault in faults)
        {
            await told.WriteLineAsync($"    DIFFERENT {fault}");
        }
    }
}

/// <summary>A check that goes through rows in pieces, each on a snapshot of its own.</summary>
internal interface IPiecewiseCheck
{
    /// <summary>Looks at the next rows and adds what differs.</summary>
    /// <returns>How many rows it looked at; 0 at the end.</returns>
    int Next(Session session, List<string> faults);
}
