using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AllianceApi.Storage;

/// <summary>What the writer remembers rows of: a table, or tables that are remembered together.</summary>
internal enum Remembered
{
    /// <summary>Episodes by id.</summary>
    Episode,

    /// <summary>Policies in force by client.</summary>
    Policy,

    /// <summary>Promises whose words are kept.</summary>
    Promise,

    /// <summary>Current data keys by client.</summary>
    DataKey,

    /// <summary>Sessions, series and alerts by episode.</summary>
    Filed,
}

/// <summary>
/// What the one writer of the embedded store read, for as long as nobody writes to the table that it is from; so a form need not
/// ask again for what is the same from form to form. A statement that writes to a table makes all that is remembered of it
/// forgotten, whoever runs it, and so does whatever may take a write back. Only the filing of a form, which changes what is
/// remembered of one episode, says itself what it is then. Used by the thread of the writer alone.
/// </summary>
internal sealed class WriterMemory
{
    // An episode with its sessions, series and alerts takes some 2 kB, all others take less.
    private const int Most = 8_000;

    private readonly Dictionary<(string Organization, string Id, long Number), object?>[] _rows;
    private (string Organization, string EpisodeId)? _filing;

    public WriterMemory()
    {
        _rows = new Dictionary<(string, string, long), object?>[Enum.GetValues<Remembered>().Length];
        for (var i = 0; i < _rows.Length; i++)
        {
            _rows[i] = [];
        }
    }

    /// <summary>What is remembered; null where nothing is.</summary>
    public object? Find(Remembered of, string organization, string id, long number = 0) => _rows[(int)of].GetValueOrDefault((organization, id, number));

    /// <summary>Remembers what was read.</summary>
    public void Keep(Remembered of, string organization, string id, object row, long number = 0)
    {
        var rows = _rows[(int)of];
        if (rows.Count >= Most && !rows.ContainsKey((organization, id, number)))
        {
            rows.Clear();
        }

        rows[(organization, id, number)] = row;
    }

    /// <summary>
    /// From here to <see cref="EndFiling"/> the work writes sessions, series and alerts of one episode only. What was remembered of it
    /// is forgotten, and of the others stays.
    /// </summary>
    public void BeginFiling(string organization, string episodeId)
    {
        _filing = (organization, episodeId);
        ref var filed = ref CollectionsMarshal.GetValueRefOrNullRef(_rows[(int)Remembered.Filed], (organization, episodeId, 0));
        if (!Unsafe.IsNullRef(ref filed))
        {
            filed = null; // its place stays: it comes back with the end of the filing
        }
    }

    /// <summary>Remembers what the episode is after the writes of its filing; nothing where all was forgotten meanwhile.</summary>
    public void EndFiling(object filed)
    {
        if (_filing is var (organization, episodeId))
        {
            _filing = null;
            Keep(Remembered.Filed, organization, episodeId, filed);
        }
    }

    /// <summary>Notes that a statement writes.</summary>
    public void Note(ReadOnlySpan<char> sql)
    {
        var table = Table(sql);
        if (table.IsEmpty)
        {
            Forget();
        }
        else if (Of(table) is { } of && (of != Remembered.Filed || _filing is null))
        {
            _rows[(int)of].Clear();
        }
    }

    /// <summary>Begins a work. A filing that did not come to its end was taken back, and nothing is remembered of its episode.</summary>
    public void Begin() => _filing = null;

    /// <summary>Forgets everything: writes were taken back, or others wrote.</summary>
    public void Forget()
    {
        foreach (var rows in _rows)
        {
            rows.Clear();
        }

        _filing = null;
    }

    private static Remembered? Of(ReadOnlySpan<char> table) => table switch
    {
        "episodes" => Remembered.Episode,
        "visibility_policies" => Remembered.Policy,
        "promises" => Remembered.Promise,
        "data_keys" => Remembered.DataKey,
        "sessions" or "series" or "alerts" => Remembered.Filed,
        _ => null,
    };

    // The table that a statement writes to; empty where it is of no form that is known here.
    private static ReadOnlySpan<char> Table(ReadOnlySpan<char> sql)
    {
        var rest = After(sql, "INSERT INTO ");
        rest = rest.IsEmpty ? After(sql, "UPDATE ") : rest;
        rest = rest.IsEmpty ? After(sql, "DELETE FROM ") : rest;
        var end = rest.IndexOfAny(' ', '(', ';');
        return end < 0 ? rest : rest[..end];
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> sql, string words) => sql.StartsWith(words, StringComparison.Ordinal) ? sql[words.Length..] : [];
}
