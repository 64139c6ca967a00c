using System.Diagnostics.Metrics;

namespace AllianceApi.Hosting;

/// <summary>How often each use case runs, how it ends and how long it takes.</summary>
internal sealed class UseCaseMetrics(IMeterFactory factory)
{
    private readonly Histogram<double> _seconds =
        factory.Create("AllianceApi.UseCases").CreateHistogram<double>("alliance.usecase.duration", "s", "Time from the request of a use case to its outcome");

    public void Handled(string useCase, string outcome, TimeSpan duration) =>
        _seconds.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("usecase", useCase), new KeyValuePair<string, object?>("outcome", outcome));
}
