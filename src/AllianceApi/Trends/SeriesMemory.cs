using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private Dictionary<(string Organization, SeriesKey Key), Place> _young = [];
    private Dictionary<(string Organization, SeriesKey Key), Place> _old = [];
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
            ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(_young, (organization, key));
            if (Unsafe.IsNullRef(ref place))
            {
                return old.Series?.Stamp == stamp ? old.Series : null;
            }

            var kept = place.Series;
            place.Series = null; // its place stays: it mostly comes back
            return kept?.Stamp == stamp ? kept : null;
        }
    }

    public void Keep(string organization, SeriesKey key, KnownSeries series)
    {
        lock (_lock)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_young, (organization, key), out _);
            _count += series.Size - place.Size;
            place = new Place(series);

            // What nobody wrote while the young half filled up is forgotten with the old one.
            if (_count > mostForms / 2)
            {
                (_old, _young, _count) = (_young, [], 0);
            }
        }
    }

    // Where a series is kept, or was before it was given away.
    private struct Place(KnownSeries series)
    {
        public KnownSeries? Series = series;
        public int Size = series.Size;
    }
}

/// <summary>A series as it is remembered.</summary>
/// <param name="Stamp">The state that it is in.</param>
/// <param name="LastNumber">Session of its last form, one without a score included; 0 without any.</param>
/// <param name="Progress">What it takes to go on.</param>
internal readonly record struct KnownSeries(SeriesStamp Stamp, long LastNumber, SeriesProgress Progress)
{
    // What a series takes whatever its length, in forms of some 100 bytes.
    private const int Least = 30;

    /// <summary>How much it takes, in forms.</summary>
    public int Size => Least + Progress.Forms;
}
