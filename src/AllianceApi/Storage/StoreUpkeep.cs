using AllianceApi.Hosting;

namespace AllianceApi.Storage;

/// <summary>Forgets answers kept against Idempotency-Keys after their time, and closes the store when the service stops.</summary>
internal sealed class StoreUpkeep(Database database, TimeProvider clock, ILogger<StoreUpkeep> log) : BackgroundService
{
    private const int AtATime = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await database.Stop(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Forget(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return; // the service stops
        }
    }

    private async Task Forget(CancellationToken cancellationToken)
    {
        var before = (clock.GetUtcNow() - IdempotentWork.Kept).ToStore();
        try
        {
            while (await database.Write(s => Forget(s, before), cancellationToken) == AtATime)
            {
                // until none is left, in short works that let others pass
            }
        }
        catch (StoreUnavailableException e)
        {
            StoreLog.UpkeepFailed(log, e);
        }
    }

    private static int Forget(Session session, long before) => session.Run(
        "DELETE FROM idempotency WHERE (organization_id, key_id, route, idempotency_key) IN " +
        "(SELECT organization_id, key_id, route, idempotency_key FROM idempotency WHERE created_at < @Before LIMIT @AtATime)",
        new { Before = before, AtATime });
}
