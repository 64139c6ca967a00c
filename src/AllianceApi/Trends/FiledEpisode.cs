using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Storage;
using AllianceApi.Visibility;

namespace AllianceApi.Trends;

/// <summary>
/// What a form has to know of what is filed in its episode: the last session, the series, the alerts. The writer of the embedded
/// store remembers it from form to form; elsewhere, and where anything else was written meanwhile, the store is asked for what is
/// needed of it.
/// </summary>
internal sealed class FiledEpisode
{
    private const int MostPromises = 50;

    private readonly Session _session;
    private readonly string _organization;
    private readonly string _episodeId;
    private List<PromisedForm>? _promises;
    private PromisedForm? _added;
    private bool _knowsLast;
    private SessionRow? _last;
    private List<SeriesStore.SeriesRow>? _series;
    private List<AlertStore.EpisodeAlert>? _alerts;

    private FiledEpisode(Session session, string organization, string episodeId)
    {
        (_session, _organization, _episodeId) = (session, organization, episodeId);
        if (session.Memory?.Find(Remembered.Filed, organization, episodeId) is Parts parts)
        {
            (_knowsLast, _last, _series, _alerts, _promises) = (parts.KnowsLast, parts.Last, parts.Series, parts.Alerts, parts.Promises);
        }
    }

    /// <summary>The last session; null where there is none.</summary>
    public SessionRow? Last
    {
        get
        {
            if (!_knowsLast)
            {
                (_last, _knowsLast) = (SessionStore.Last(_session, _organization, _episodeId), true);
            }

            return _last;
        }
    }

    /// <summary>The series that have or had members.</summary>
    public List<SeriesStore.SeriesRow> Series => _series ??= SeriesStore.OfEpisode(_session, _organization, _episodeId);

    /// <summary>One of them, of the form that the key names and of this rater; null where there is none.</summary>
    public SeriesStore.SeriesRow? SeriesOf(SeriesKey key, string rater)
    {
        foreach (var row in Series)
        {
            if (row.Rater == rater && row.Instrument == key.Instrument && row.Version == key.Version)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>All alerts, oldest first, closed ones included.</summary>
    public List<AlertStore.EpisodeAlert> Alerts => _alerts ??= AlertStore.Known(_session, _organization, _episodeId);

    public static FiledEpisode Of(Session session, string organization, string episodeId) => new(session, organization, episodeId);

    /// <summary>What was promised for one form; null where there is none that counts. It stays until a series changes otherwise than by a new form.</summary>
    public Promise? PromiseOf(SeriesKey key, long number)
    {
        _promises ??= [];
        foreach (var known in _promises)
        {
            if (known.Number == number && known.Key == key)
            {
                return known.Promise;
            }
        }

        var found = _added?.Number == number && _added.Key == key ? _added.Promise : SeriesStore.PromiseOf(_session, _organization, key, number);
        if (found is not { } promise)
        {
            return null; // it may come yet
        }

        if (_promises.Count >= MostPromises)
        {
            _promises.Clear();
        }

        _promises.Add(new PromisedForm(key, number, promise));
        return promise;
    }

    /// <summary>
    /// Begins the filing of one form that moves no session. Until <see cref="EndFiling"/> the work writes to no other episode, and says
    /// here what it wrote to this one.
    /// </summary>
    public void BeginFiling() => _session.Memory?.BeginFiling(_organization, _episodeId);

    /// <summary>Notes the new form of a series, with its session and what was promised for it.</summary>
    public void Filed(SeriesKey key, SessionRow row, Promise promise)
    {
        _added = new PromisedForm(key, row.Number, promise);
        if (_knowsLast && (_last is null || row.Number >= _last.Number))
        {
            _last = row;
        }
    }

    /// <summary>Notes a series as it is stored now.</summary>
    public void Updated(SeriesStore.SeriesRow row)
    {
        for (var i = 0; i < Series.Count; i++)
        {
            if (Series[i].IsSame(row))
            {
                Series[i] = row;
                return;
            }
        }

        Series.Add(row);
    }

    /// <summary>Notes an alert as it is stored now.</summary>
    public void Told(AlertStore.EpisodeAlert alert)
    {
        var place = Alerts.FindIndex(a => string.CompareOrdinal(a.Alert.Id, alert.Alert.Id) >= 0);
        if (place >= 0 && Alerts[place].Alert.Id == alert.Alert.Id)
        {
            Alerts[place] = alert;
        }
        else
        {
            Alerts.Insert(place < 0 ? Alerts.Count : place, alert);
        }
    }

    /// <summary>Ends the filing; the next form finds what is known now.</summary>
    public void EndFiling() => _session.Memory?.EndFiling(new Parts(_knowsLast, _last, _series, _alerts, _promises));

    private sealed record Parts(
        bool KnowsLast,
        SessionRow? Last,
        List<SeriesStore.SeriesRow>? Series,
        List<AlertStore.EpisodeAlert>? Alerts,
        List<PromisedForm>? Promises);
}
