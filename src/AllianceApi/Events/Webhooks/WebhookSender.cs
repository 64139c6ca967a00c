using System.Collections.Concurrent;
using System.Security.Cryptography;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;

namespace AllianceApi.Events.Webhooks;

/// <summary>
/// Delivers what waits, each webhook by itself and in the order of the feed: an event goes out when all before it have arrived.
/// Of several instances on one store the one that holds the lease of a webhook delivers; where it dies the lease runs out.
/// </summary>
internal sealed class WebhookSender(Database database, WebhookPost post, WebhookSecrets secrets, TimeProvider clock, ILogger<WebhookSender> log) : BackgroundService
{
    private const int AtATime = 50;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private readonly string _instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly ConcurrentDictionary<(string, string), Task> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Look(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Values);
        }
    }

    private async Task Look(CancellationToken stopping)
    {
        try
        {
            await secrets.Prepare(stopping);
            foreach (var row in await database.Read(s => WebhookStore.Due(s, _instance), stopping))
            {
                var key = (row.Organization, row.WebhookId);
                if (!_running.ContainsKey(key))
                {
                    _running[key] = Task.Run(() => Run(key, row, stopping), CancellationToken.None);
                }
            }
        }
        catch (StoreUnavailableException e)
        {
            WebhookMessages.LookFailed(log, e);
        }
    }

    private async Task Run((string, string) key, WebhookRow row, CancellationToken stopping)
    {
        try
        {
            var until = (clock.GetUtcNow() + Lease).ToStore();
            if (await database.Write(s => Take(s, row, until), stopping) is { } taken)
            {
                await Deliver(taken.Webhook, taken.Keys, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return; // what was not noted is delivered again
        }
        catch (Exception e)
        {
            WebhookMessages.LookFailed(log, e);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private Taken? Take(Session session, WebhookRow row, long until) =>
        WebhookStore.Take(session, row, _instance, until) is { } webhook ? new Taken(webhook, secrets.Of(session, webhook)) : null;

    private async Task Deliver(WebhookRow webhook, WebhookKeys keys, CancellationToken stopping)
    {
        var progress = WebhookProgress.Of(webhook);
        try
        {
            progress = progress.Greeted ? progress : After(progress, await post.Send(webhook, keys, CloudEvent.Ping(webhook, clock.GetUtcNow()), stopping), p => p.Greet());
            if (progress.Greeted && progress.NextTryAt <= clock.GetUtcNow().ToStore())
            {
                progress = await DeliverEvents(webhook, keys, progress, stopping);
            }
        }
        finally
        {
            await database.Write(
                s =>
                {
                    WebhookStore.Note(s, webhook, progress, _instance);
                    WebhookStore.Release(s, webhook, _instance);
                    return true;
                },
                CancellationToken.None);
        }
    }

    private async Task<WebhookProgress> DeliverEvents(WebhookRow webhook, WebhookKeys keys, WebhookProgress progress, CancellationToken stopping)
    {
        var (rows, upTo) = await database.Read(s => Waiting(s, webhook, progress.Position, AtATime), stopping);
        var began = clock.GetTimestamp();
        foreach (var row in rows)
        {
            var next = After(progress, await post.Send(webhook, keys, CloudEvent.Of(row), stopping), p => p.Healthy().To(row.Sequence));
            if (next.Position != row.Sequence || clock.GetElapsedTime(began) > LongestRun)
            {
                return next;
            }

            progress = next;
        }

        return progress.To(upTo);
    }

    /// <summary>The events that wait for a webhook, and up to which number that is all.</summary>
    public static (IReadOnlyList<EventRow> Rows, long UpTo) Waiting(Session session, WebhookRow webhook, long after, int limit)
    {
        var head = EventStore.Head(session, webhook.Organization);
        var rows = EventStore.After(session, webhook.Organization, null, after, limit);
        var seen = EventSight.Of(session, Caller.Service(webhook.Organization), [.. rows.Where(webhook.Wants)]);
        return (seen, rows.Count == limit ? rows[^1].Sequence : Math.Max(after, head));
    }

    private WebhookProgress After(WebhookProgress progress, DeliveryFailure? failure, Func<WebhookProgress, WebhookProgress> arrived) =>
        failure is null ? arrived(progress) : progress.Failed(failure, clock.GetUtcNow().ToStore(), Random.Shared.NextDouble());

    private sealed record Taken(WebhookRow Webhook, WebhookKeys Keys);
}

/// <summary>What webhooks say in the log.</summary>
internal static partial class WebhookMessages
{
    [LoggerMessage(4111, LogLevel.Warning, "Webhooks could not be looked at or their state not be noted; it is tried again")]
    public static partial void LookFailed(ILogger logger, Exception cause);
}
