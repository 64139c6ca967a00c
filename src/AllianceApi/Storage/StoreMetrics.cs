using System.Diagnostics.Metrics;

namespace AllianceApi.Storage;

/// <summary>What the store measures of itself. No metric carries an id of a client, an episode or a caller.</summary>
internal sealed class StoreMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _commits;
    private readonly Counter<long> _works;
    private readonly Histogram<double> _seconds;

    public StoreMetrics(IMeterFactory factory)
    {
        _meter = factory.Create("AllianceApi.Store");
        _commits = _meter.CreateCounter<long>("alliance.store.commits", "{commit}", "Commits to disk");
        _works = _meter.CreateCounter<long>("alliance.store.works", "{work}", "Works committed; works / commits is how many share one");
        _seconds = _meter.CreateHistogram<double>("alliance.store.commit.duration", "s", "From the first work of a group to its commit");
    }

    public void Committed(int works, TimeSpan duration)
    {
        _commits.Add(1);
        _works.Add(works);
        _seconds.Record(duration.TotalSeconds);
    }

    public void ObserveQueue(Func<int> length) =>
        _meter.CreateObservableGauge("alliance.store.queue", length, "{work}", "Works that wait for the writer");
}
