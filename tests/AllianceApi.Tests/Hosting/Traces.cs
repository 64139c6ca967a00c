using System.Collections.Concurrent;
using System.Diagnostics;

namespace AllianceApi.Tests.Hosting;

/// <summary>Hears every trace of this process, whoever makes it, as an exporter of traces would.</summary>
internal sealed class Traces : IDisposable
{
    private readonly ActivityListener _listener;

    public Traces()
    {
        _listener = new ActivityListener
        {
            // The client of the tests is in this process, too, and names the paths that it calls.
            ShouldListenTo = source => !source.Name.StartsWith("System.Net", StringComparison.Ordinal) && !source.Name.StartsWith("Experimental.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Told.Enqueue(
                $"{activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects.Concat(activity.Events.SelectMany(e => e.Tags)).Select(t => $"{t.Key}={t.Value}"))} " +
                string.Join(' ', activity.Baggage.Select(b => $"{b.Key}={b.Value}"))),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>All that was traced since.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    public void Dispose() => _listener.Dispose();
}
