using AllianceApi.Episodes;
using AllianceApi.Storage;
using AllianceApi.Trends;

namespace AllianceApi.Responses.Filing;

/// <summary>
/// One episode in memory while many submissions are filed in it: each is decided against what is stored and against those before
/// it, and all are saved at once afterwards.
/// </summary>
internal sealed class EpisodeFile : IKnownSessions
{
    private readonly List<SessionEntry> _sessions;
    private readonly Dictionary<SeriesKey, SeriesFile> _series = [];

    private EpisodeFile(EpisodeRow episode, List<SessionEntry> sessions) => (Episode, _sessions) = (episode, sessions);

    public EpisodeRow Episode { get; }

    /// <summary>The sessions by number, with what is to be saved of them.</summary>
    public IReadOnlyList<SessionEntry> Sessions => _sessions;

    /// <summary>The series that were asked for.</summary>
    public IReadOnlyDictionary<SeriesKey, SeriesFile> Series => _series;

    /// <summary>Whether sessions that are stored get other numbers.</summary>
    public bool OthersMoved { get; private set; }

    /// <summary>Loads an episode with the series that submissions are about.</summary>
    public static EpisodeFile Load(Session session, string organization, EpisodeRow episode, IEnumerable<SeriesKey> keys)
    {
        var sessions = SessionStore.All(session, organization, episode.EpisodeId).ConvertAll(r => new SessionEntry(r, isStored: true));
        var file = new EpisodeFile(episode, sessions);
        file.Include(session, organization, keys);
        return file;
    }

    /// <summary>Loads further series.</summary>
    public void Include(Session session, string organization, IEnumerable<SeriesKey> keys)
    {
        foreach (var key in keys)
        {
            if (!_series.ContainsKey(key))
            {
                var series = _series[key] = new SeriesFile();
                foreach (var (number, form) in ResponseStore.OfSeries(session, organization, key))
                {
                    series.Add(Stored(number), form);
                }
            }
        }
    }

    public SessionRow? Last => _sessions.Count == 0 ? null : _sessions[^1].Row;

    public SessionRow? Find(int number)
    {
        var place = Place(number);
        return place < 0 ? null : _sessions[place].Row;
    }

    public SessionRow? Before(int number)
    {
        var place = Place(number);
        var before = (place < 0 ? ~place : place) - 1;
        return before < 0 ? null : _sessions[before].Row;
    }

    public SessionRow? From(int number)
    {
        var place = Place(number);
        var from = place < 0 ? ~place : place;
        return from < _sessions.Count ? _sessions[from].Row : null;
    }

    public IReadOnlyList<SessionRow> All() => _sessions.ConvertAll(s => s.Row);

    /// <summary>The file as the rules of filing see it while a work has its turn: stored answers are read only where a submission meets them.</summary>
    public IKnownResponses Known(Session session, string organization) => new KnownInFile(this, session, organization);

    private ResponseRow? Response(Session session, string organization, SeriesKey key, long number)
    {
        var place = Place((int)number);
        return place < 0 || _series[key].Find(_sessions[place]) is not { } form
            ? null
            : form.New ?? ResponseStore.FindByKey(session, organization, key.EpisodeId, key.Instrument, key.Version, key.Rater, _sessions[place].StoredNumber!.Value);
    }

    /// <summary>Takes in what a decision does to a session.</summary>
    /// <returns>The session that the submission belongs to.</returns>
    public SessionEntry Apply(FiledSession filed)
    {
        foreach (var (from, to) in filed.Moves)
        {
            _sessions[Place(from)].MoveTo = to;
        }

        if (filed.OthersMoved)
        {
            OthersMoved = true;
            _sessions.ForEach(s => s.Move());
            _sessions.Sort((a, b) => a.Row.Number.CompareTo(b.Row.Number));
        }

        var place = Place((int)filed.Session!.Number);
        if (filed.Change == SessionChange.Insert)
        {
            var made = new SessionEntry(filed.Session, isStored: false);
            _sessions.Insert(~place, made);
            return made;
        }

        if (filed.Change == SessionChange.Complete)
        {
            _sessions[place].Complete(filed.Session);
        }

        return _sessions[place];
    }

    /// <summary>
    /// Lets go of all that the save does not need, once everything is decided: an episode is long, and what changes of it is little.
    /// </summary>
    public void KeepChanges()
    {
        _sessions.RemoveAll(s => s is { StoredNumber: not null, IsCompleted: false, Moved: null });
        _series.Clear();
    }

    private SessionEntry Stored(int number) => OthersMoved ? _sessions.Find(s => s.StoredNumber == number)! : _sessions[Place(number)];

    // Where a number stands, or the complement of where it would stand.
    private int Place(int number)
    {
        var (low, high) = (0, _sessions.Count - 1);
        if (high < 0 || _sessions[high].Row.Number < number)
        {
            return ~(high + 1);
        }

        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = _sessions[middle].Row.Number;
            if (found == number)
            {
                return middle;
            }

            (low, high) = found < number ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private sealed class KnownInFile(EpisodeFile file, Session session, string organization) : IKnownResponses
    {
        public SessionRow? Last => file.Last;

        public SessionRow? Find(int number) => file.Find(number);

        public SessionRow? Before(int number) => file.Before(number);

        public SessionRow? From(int number) => file.From(number);

        public IReadOnlyList<SessionRow> All() => file.All();

        public ResponseRow? Response(SeriesKey key, long number) => file.Response(session, organization, key, number);
    }
}
