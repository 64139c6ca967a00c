using System.Buffers;
using System.Text;
using AllianceApi.Hosting;

namespace AllianceApi.Responses.Batch;

/// <summary>
/// The lines of a batch that are in flight together. Lines whose episode can not be told at sight are read on other threads while
/// more of them come in. A window ends when it is full, or when the store is free and no further bytes are at hand; two are in
/// memory at most.
/// </summary>
internal sealed class BatchWindow(BatchFormat format)
{
    /// <summary>Lines that fill a window: the more, the more lines of one episode share the work on its series.</summary>
    public const int MostLines = 64 * 1024;

    private const int ChunkBytes = 128 * 1024;

    private readonly List<Task<WaitingLine[]>> _read = [];
    private readonly List<byte[]> _chunks = [];
    private readonly HashSet<string> _episodes = new(StringComparer.Ordinal);
    private List<Place> _places = [];
    private byte[] _chunk = [];
    private int _used;

    public int Count { get; private set; }

    public bool IsFull => Count >= MostLines;

    /// <summary>Takes a line; its bytes are copied.</summary>
    public void Add(int line, ReadOnlySpan<byte> bytes)
    {
        if (_used + bytes.Length > _chunk.Length)
        {
            Seal();
            _chunk = ArrayPool<byte>.Shared.Rent(Math.Max(ChunkBytes, bytes.Length));
            _chunks.Add(_chunk);
        }

        bytes.CopyTo(_chunk.AsSpan(_used));
        _places.Add(new Place(line, _used, bytes.Length, Episode(bytes[format.EpisodeAtSight(bytes)])));
        _used += bytes.Length;
        Count++;
    }

    public void AddTooLarge(int line)
    {
        _places.Add(new Place(line, 0, -1, null));
        Count++;
    }

    /// <summary>The lines in their order, when all are there that had to be read.</summary>
    public async Task<IReadOnlyList<WaitingLine>> Lines()
    {
        Seal();
        var lines = new List<WaitingLine>(Count);
        foreach (var chunk in _read)
        {
            lines.AddRange(await chunk);
        }

        return lines;
    }

    /// <summary>Gives back the memory of the lines, none of which is read from here on.</summary>
    public void Release()
    {
        _chunks.ForEach(c => ArrayPool<byte>.Shared.Return(c));
        _chunks.Clear();
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

    private void Seal()
    {
        if (_places.Count > 0)
        {
            var (chunk, places) = (_chunk, _places);
            _read.Add(places.TrueForAll(p => p.EpisodeId is not null) ? Task.FromResult(Read(chunk, places)) : Task.Run(() => Read(chunk, places)));
        }

        (_chunk, _places, _used) = ([], [], 0);
    }

    private WaitingLine[] Read(byte[] chunk, List<Place> places)
    {
        var lines = new WaitingLine[places.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var place = places[i];
            lines[i] = place.EpisodeId is { } episode ? new WaitingLine(place.Line, episode, null, chunk.AsMemory(place.Start, place.Length))
                : place.Length < 0 ? Known(BatchLine.ThatIsTooLarge(place.Line))
                : Known(format.Read(place.Line, chunk.AsMemory(place.Start, place.Length)));
        }

        return lines;
    }

    private static WaitingLine Known(BatchLine line) => new(line.Number, line.EpisodeId, line, default);

    private readonly record struct Place(int Line, int Start, int Length, string? EpisodeId);
}
