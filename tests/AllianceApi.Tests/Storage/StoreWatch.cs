using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>Counts the commits of one service's store.</summary>
internal sealed class StoreWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _commits;

    public StoreWatch(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "alliance.store.commits" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _commits, value));
        _listener.Start();
    }

    public long Commits => Interlocked.Read(ref _commits);

    public void Dispose() => _listener.Dispose();
}
