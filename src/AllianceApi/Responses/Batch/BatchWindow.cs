using System.Text;
using AllianceApi.Hosting;

namespace AllianceApi.Responses.Batch;

/// <summary>
/// The lines of a batch that are in flight together. Lines whose episode can not be told at sight are read on other threads while
/// more of them come in. A window ends when it is full, or when the store is free and no further bytes are at hand. A run has two,
/// which take turns and keep their memory.
/// </summary>
internal sealed class BatchWindow(BatchFormat format)
{
    /// <summary>Lines that fill a window: the more, the more lines of one episode share the work on its series.</summary>
    public const int MostLines = 80 * 1024;

    private const int ChunkBytes = 128 * 1024;

    private readonly List<WaitingLine> _lines = [];
    private readonly List<byte[]> _chunks = [];
    private readonly HashSet<string> _episodes = new(StringComparer.Ordinal);
    private readonly List<Task<List<(int Place, BatchLine Line)>>> _reading = [];
    private List<int> _toRead = [];
    private int _chunk = -1;
    private int _used = ChunkBytes;

    public int Count => _lines.Count;

    public bool IsFull => Count >= MostLines;

    /// <summary>Takes a line; its bytes are copied.</summary>
    public void Add(int line, ReadOnlySpan<byte> bytes)
    {
        if (_used + bytes.Length > ChunkBytes)
        {
            BeginChunk();
        }

        var copy = _chunks[_chunk].AsMemory(_used, bytes.Length);
        bytes.CopyTo(copy.Span);
        _used += bytes.Length;
        var episode = Episode(bytes[format.EpisodeAtSight(bytes)]);
        if (episode is null)
        {
            _toRead.Add(_lines.Count);
        }

        _lines.Add(new WaitingLine(line, episode, null, copy));
    }

    public void AddTooLarge(int line) => _lines.Add(WaitingLine.Of(BatchLine.ThatIsTooLarge(line)));

    /// <summary>The lines in their order, when all are there that had to be read.</summary>
    public async Task<IReadOnlyList<WaitingLine>> Lines()
    {
        BeginReading();
        foreach (var reading in _reading)
        {
            foreach (var (place, line) in await reading)
            {
                _lines[place] = WaitingLine.Of(line);
            }
        }

        return _lines;
    }

    /// <summary>Makes room for other lines: none of these is read from here on.</summary>
    public void Clear()
    {
        _lines.Clear();
        _episodes.Clear();
        _reading.Clear();
        (_chunk, _used) = (-1, ChunkBytes);
    }

    // One text for all lines of an episode; null where it is no id.
    private string? Episode(ReadOnlySpan<byte> id)
    {
        if (id.IsEmpty || id.Length > ExternalId.MostCharacters)
        {
            return null;
        }

        Span<char> text = stackalloc char[ExternalId.MostCharacters];
        text = text[..Encoding.Latin1.GetChars(id, text)];
        if (_episodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return known;
        }

        var made = text.ToString();
        return ExternalId.Fits(made) && _episodes.Add(made) ? made : null;
    }

    private void BeginChunk()
    {
        BeginReading();
        if (++_chunk == _chunks.Count)
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkBytes)); // a line is shorter
        }

        _used = 0;
    }

    // What came since the last time and has to be read.
    private void BeginReading()
    {
        if (_toRead.Count > 0)
        {
            var lines = _toRead.ConvertAll(place => (Place: place, Line: _lines[place]));
            _reading.Add(Task.Run(() => lines.ConvertAll(l => (l.Place, l.Line.Read(format)))));
            _toRead = [];
        }
    }
}
