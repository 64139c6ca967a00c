using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AllianceApi.Storage;

namespace AllianceApi.Events;

/// <summary>
/// Looks for new events on behalf of all who listen at this instance, so that five hundred idle listeners cost one small query.
/// Nobody has a buffer of its own: who is slow reads on from the store where it stopped.
/// </summary>
internal sealed class EventWatch : BackgroundService
{
    /// <summary>Most who may listen at one instance.</summary>
    public const int MostListeners = 4096;

    private const int AtATime = 500;
    private const int TicksOfAPulse = 5;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, EventTail> _tails = new(StringComparer.Ordinal);
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly ILogger<EventWatch> _log;
    private TaskCompletionSource _turn = NewTurn();
    private int _listeners;

    public EventWatch(Database database, TimeProvider clock, IMeterFactory meters, ILogger<EventWatch> log)
    {
        (_database, _clock, _log) = (database, clock, log);
        meters.Create("AllianceApi.Events").CreateObservableGauge("alliance.events.listeners", () => _listeners, "{listener}", "Streams of events that are open");
    }

    /// <summary>Ends when something happened, and once a second anyway. Take it before looking at what there is.</summary>
    public Task Turn => Volatile.Read(ref _turn).Task;

    /// <summary>Counts one listener more; false where there are too many.</summary>
    public bool Join()
    {
        if (Interlocked.Increment(ref _listeners) <= MostListeners)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _listeners);

    /// <summary>What is known of an organization's newest events; from now on it is kept up to date.</summary>
    public async ValueTask<EventTail> Tail(string organization, CancellationToken cancellationToken)
    {
        if (_tails.TryGetValue(organization, out var known))
        {
            return known;
        }

        var head = await _database.Read(s => EventStore.Head(s, organization), cancellationToken);
        return _tails.GetOrAdd(organization, new EventTail(head, head, []));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _clock);
        try
        {
            for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
            {
                if (await Look(stoppingToken) || tick % TicksOfAPulse == 0)
                {
                    Interlocked.Exchange(ref _turn, NewTurn()).TrySetResult();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return; // the service stops
        }
    }

    private async Task<bool> Look(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _listeners) == 0)
        {
            _tails.Clear(); // who comes next begins with what is then the newest
            return false;
        }

        try
        {
            return await _database.Read(LookAtAll, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            EventMessages.LookFailed(_log, e);
            return false;
        }
    }

    private bool LookAtAll(Session session)
    {
        var found = false;
        foreach (var (organization, tail) in _tails)
        {
            var head = EventStore.Head(session, organization);
            if (head > tail.Head)
            {
                var newer = EventStore.After(session, organization, null, tail.Head, AtATime);
                _tails[organization] = tail.With(newer, newer.Count == AtATime ? newer[^1].Sequence : head);
                found = true;
            }
        }

        return found;
    }

    private static TaskCompletionSource NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What the feed says in the log.</summary>
internal static partial class EventMessages
{
    [LoggerMessage(4101, LogLevel.Warning, "The look for new events did not get through; it is tried again")]
    public static partial void LookFailed(ILogger logger, Exception cause);

    [LoggerMessage(4102, LogLevel.Warning, "A stream of events was broken off, because the store could not be read; its listener will come back")]
    public static partial void StreamBroke(ILogger logger, Exception cause);
}
