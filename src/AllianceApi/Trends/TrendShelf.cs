using AllianceApi.Hosting;

namespace AllianceApi.Trends;

/// <summary>What a rendered trend depends on; the hash of the instrument because that may be replaced before its first response.</summary>
internal readonly record struct TrendShelfKey(string Organization, SeriesKey Key, string InstrumentSha256, SeriesStamp Stamp, TrendAspect Aspect);

/// <summary>Trends ready to be sent, by the state of their series.</summary>
internal sealed class TrendShelf
{
    private readonly Shelf<TrendShelfKey> _shelf = new(48 * 1024 * 1024);

    public Rendered Get(TrendShelfKey key, Func<(Rendered Made, bool MayBeKept)> make) => _shelf.Get(key, make);
}
