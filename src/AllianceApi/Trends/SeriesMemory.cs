namespace AllianceApi.Trends;

/// <summary>
/// The members of series that were written lately, so that one more form need not read all before it again. What is kept holds
/// for one state of a series only; who asks says which state the store has, in the transaction that builds on it.
/// </summary>
internal sealed class SeriesMemory(int mostMembers = SeriesMemory.UsualMostMembers)
{
    private const int UsualMostMembers = 150_000;

    private readonly Lock _lock = new();
    private Dictionary<(string Organization, SeriesKey Key), (SeriesStamp Stamp, SeriesMember[] Members)> _young = [];
    private Dictionary<(string Organization, SeriesKey Key), (SeriesStamp Stamp, SeriesMember[] Members)> _old = [];
    private int _count;

    /// <summary>The members in that state by session; null where they are not kept.</summary>
    public SeriesMember[]? Find(string organization, SeriesKey key, SeriesStamp stamp)
    {
        lock (_lock)
        {
            var isKept = _young.TryGetValue((organization, key), out var kept) || _old.TryGetValue((organization, key), out kept);
            return isKept && kept.Stamp == stamp ? kept.Members : null;
        }
    }

    public void Keep(string organization, SeriesKey key, SeriesStamp stamp, SeriesMember[] members)
    {
        lock (_lock)
        {
            // What nobody wrote while the young half filled up is forgotten with the old one.
            if ((_count += _young.TryGetValue((organization, key), out var before) ? members.Length - before.Members.Length : members.Length) > mostMembers / 2)
            {
                (_old, _young, _count) = (_young, [], members.Length);
            }

            _young[(organization, key)] = (stamp, members);
        }
    }
}
