using AllianceApi.Hosting;

namespace AllianceApi.Storage;

/// <summary>Forgets what is kept for some time only (answers to Idempotency-Keys, used tokens, cards that nobody spoke of), and closes the store when the service stops.</summary>
internal sealed class StoreUpkeep(Database database, TimeProvider clock, ILogger<StoreUpkeep> log) : BackgroundService
{
    private const int AtATime = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Cards = TimeSpan.FromDays(90);

    // What is kept for some time only, and for how long.
    private static readonly (string Sql, TimeSpan Kept)[] Passing =
    [
        (Some("idempotency", "organization_id, key_id, route, idempotency_key", "created_at < @Before"), IdempotentWork.Kept),
        (Some("used_assertions", "organization_id, issuer, jti_hash", "expires_at < @Before"), TimeSpan.Zero),
        (Some("app_tokens", "organization_id, token_hash", "expires_at < @Before"), TimeSpan.Zero),
        (Some("alert_cards", "organization_id, card_id", "shown_at < @Before AND outcome IS NULL"), Cards),
    ];

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
        var now = clock.GetUtcNow();
        try
        {
            foreach (var (sql, kept) in Passing)
            {
                var before = (now - kept).ToStore();
                while (await database.Write(s => s.Run(sql, new { Before = before, AtATime }), cancellationToken) == AtATime)
                {
                    // until none is left, in short works that let others pass
                }
            }
        }
        catch (StoreUnavailableException e)
        {
            StoreLog.UpkeepFailed(log, e);
        }
    }

    private static string Some(string table, string key, string condition) =>
        $"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE {condition} LIMIT @AtATime)";
}
