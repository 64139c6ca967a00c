using Alliance.Measurement.Trends;

namespace AllianceApi.Trends;

/// <summary>
/// The series that were written lately, each as far as it takes to go on with one more form, so that a form need not look at all
/// before it again. What is kept holds for one state of a series only; who asks says which state the store has, in the transaction
/// that builds on it.
/// </summary>
internal sealed class SeriesMemory(int mostForms = SeriesMemory.UsualMostForms)
{
    private const int UsualMostForms = 600_000;

    private readonly Lock _lock = new();
    private Dictionary<(string Organization, SeriesKey Key), KnownSeries> _young = [];
    private Dictionary<(string Organization, SeriesKey Key), KnownSeries> _old = [];
    private int _count;

    /// <summary>
    /// Gives the series away in that state; null where it is not kept. It is kept again only once what was made of it is committed: a
    /// work that is taken back leaves nothing here.
    /// </summary>
    public KnownSeries? Take(string organization, SeriesKey key, SeriesStamp stamp)
    {
        lock (_lock)
        {
            _old.Remove((organization, key), out var old);
            if (_young.Remove((organization, key), out var young))
            {
                _count -= young.Size;
            }

            var kept = young ?? old;
            return kept?.Stamp == stamp ? kept : null;
        }
    }

    public void Keep(string organization, SeriesKey key, KnownSeries series)
    {
        lock (_lock)
        {
            // What nobody wrote while the young half filled up is forgotten with the old one.
            if ((_count += series.Size - (_young.TryGetValue((organization, key), out var before) ? before.Size : 0)) > mostForms / 2)
            {
                (_old, _young, _count) = (_young, [], series.Size);
            }

            _young[(organization, key)] = series;
        }
    }
}

/// <summary>A series as it is remembered.</summary>
/// <param name="Stamp">The state that it is in.</param>
/// <param name="LastNumber">Session of its last form, one without a score included; 0 without any.</param>
/// <param name="Progress">What it takes to go on.</param>
internal sealed record KnownSeries(SeriesStamp Stamp, long LastNumber, SeriesProgress Progress)
{
    // What a series takes whatever its length, in forms of some 100 bytes.
    private const int Least = 30;

    /// <summary>How much it takes, in forms.</summary>
    public int Size { get; } = Least + Progress.Forms;
}
