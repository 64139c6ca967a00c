using AllianceApi.Access.Organizations;
using AllianceApi.Storage;

namespace AllianceApi.Alerts;

/// <summary>
/// Looks through the open episodes at the start and once an hour for those from which no forms come any more. It works in short
/// writes that let others pass; one that fails is tried again an hour later.
/// </summary>
internal sealed class NoFormsWatch(Database database, AlertUpdate alerts, AlertOptions options, TimeProvider clock, ILogger<NoFormsWatch> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.NoFormsAfterDays == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do
            {
                await Look(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return; // the service stops
        }
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var organization in await database.Read(s => OrganizationStore.List(s, null, int.MaxValue), cancellationToken))
            {
                string? after = "";
                while (after is not null)
                {
                    var from = after;
                    after = await database.Write(s => alerts.NoForms(s, organization.Id, from), cancellationToken);
                }
            }
        }
        catch (StoreUnavailableException e)
        {
            AlertLog.LookFailed(log, e);
        }
    }
}

/// <summary>What alerts say in the log.</summary>
internal static partial class AlertLog
{
    [LoggerMessage(4001, LogLevel.Warning, "The look for episodes without forms did not get through; it is tried again in an hour")]
    public static partial void LookFailed(ILogger logger, Exception cause);
}
