using AllianceApi.Episodes;
using AllianceApi.Storage;
using AllianceApi.Trends;

namespace AllianceApi.Responses.Filing;

/// <summary>
/// One episode in memory while many submissions are filed in it: each is decided against what is stored and against those before
/// it, and all are saved at once afterwards. Nearly always these name the sessions that come next, so of the sessions only those
/// from the first that is named on are loaded, and the one before; the earlier ones when somebody asks further back.
/// </summary>
internal sealed class EpisodeFile
{
    private readonly List<SessionEntry> _sessions;
    private readonly Dictionary<SeriesKey, SeriesFile> _series = [];

    // The number from which on the sessions are those of the store, with the one before; 0 where all are here.
    private int _from;

    private EpisodeFile(EpisodeRow episode, List<SessionEntry> sessions, int from) => (Episode, _sessions, _from) = (episode, sessions, from);

    public EpisodeRow Episode { get; }

    /// <summary>The sessions by number, with what is to be saved of them.</summary>
    public IReadOnlyList<SessionEntry> Sessions => _sessions;

    /// <summary>The series that were asked for.</summary>
    public IReadOnlyDictionary<SeriesKey, SeriesFile> Series => _series;

    /// <summary>Whether sessions that are stored get other numbers.</summary>
    public bool OthersMoved { get; private set; }

    // All forms of the first session that is here, and of those after it, stand with their sessions.
    private int First => _from == 0 || _sessions.Count == 0 ? 0 : (int)_sessions[0].Row.Number;

    /// <summary>Loads an episode with the series that submissions are about.</summary>
    /// <param name="session">The work.</param>
    /// <param name="organization">Whose episode it is.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="keys">The series.</param>
    /// <param name="from">The lowest session number that the submissions name; 0 to load all.</param>
    public static EpisodeFile Load(Session session, string organization, EpisodeRow episode, IEnumerable<SeriesKey> keys, int from)
    {
        var sessions = SessionStore.AllFrom(session, organization, episode.EpisodeId, from).ConvertAll(r => new SessionEntry(r, isStored: true));
        var file = new EpisodeFile(episode, sessions, from);
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
                series.Earlier = First == 0 ? [] : ResponseStore.FormsBefore(session, organization, key, First);
                AddStored(session, organization, key, First, int.MaxValue);
            }
        }
    }

    // Loads what comes before, where it is not here. Nothing of it has changed since: what is decided names later sessions only.
    private void Reach(Session session, string organization, int number)
    {
        if (number >= _from)
        {
            return;
        }

        var first = First;
        if (first > 0)
        {
            _sessions.InsertRange(0, SessionStore.AllBefore(session, organization, Episode.EpisodeId, first).Select(r => new SessionEntry(r, isStored: true)));
            foreach (var (key, series) in _series)
            {
                series.Earlier = [];
                AddStored(session, organization, key, 0, first);
            }
        }

        _from = 0;
    }

    private void AddStored(Session session, string organization, SeriesKey key, int from, int below)
    {
        foreach (var (number, form) in ResponseStore.OfSeries(session, organization, key, from, below))
        {
            _series[key].Add(Stored(number), form);
        }
    }

    private SessionRow? Find(int number)
    {
        var place = Place(number);
        return place < 0 ? null : _sessions[place].Row;
    }

    private SessionRow? Before(int number)
    {
        var place = Place(number);
        var before = (place < 0 ? ~place : place) - 1;
        return before < 0 ? null : _sessions[before].Row;
    }

    private SessionRow? From(int number)
    {
        var place = Place(number);
        var from = place < 0 ? ~place : place;
        return from < _sessions.Count ? _sessions[from].Row : null;
    }

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
        public SessionRow? Last => file._sessions.Count == 0 ? null : file._sessions[^1].Row;

        public SessionRow? Find(int number) => Reaching(number).Find(number);

        public SessionRow? Before(int number) => Reaching(number).Before(number);

        public SessionRow? From(int number) => Reaching(number).From(number);

        public IReadOnlyList<SessionRow> All() => Reaching(0)._sessions.ConvertAll(s => s.Row);

        public ResponseRow? Response(SeriesKey key, long number) => Reaching((int)number).Response(session, organization, key, number);

        private EpisodeFile Reaching(int number)
        {
            file.Reach(session, organization, number);
            return file;
        }
    }
}
