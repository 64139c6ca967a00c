using System.Buffers;

namespace AllianceApi.Responses.Batch;

/// <summary>
/// The lines of a batch that are in flight together. Lines are read on other threads while more of them come in. A window ends
/// when it is full, or when the store is free and no further bytes are at hand; two are in memory at most.
/// </summary>
internal sealed class BatchWindow(Func<int, ReadOnlyMemory<byte>, BatchLine> read)
{
    /// <summary>Lines that fill a window: the more, the more lines of one episode share the work on its series.</summary>
    public const int MostLines = 32 * 1024;

    private const int ChunkBytes = 128 * 1024;

    private readonly List<Task<BatchLine[]>> _read = [];
    private List<(int Line, int Start, int Length)> _places = [];
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
        }

        bytes.CopyTo(_chunk.AsSpan(_used));
        _places.Add((line, _used, bytes.Length));
        _used += bytes.Length;
        Count++;
    }

    public void AddTooLarge(int line)
    {
        _places.Add((line, 0, -1));
        Count++;
    }

    /// <summary>The lines in their order, when all are read.</summary>
    public async Task<IReadOnlyList<BatchLine>> Lines()
    {
        Seal();
        var lines = new List<BatchLine>(Count);
        foreach (var chunk in _read)
        {
            lines.AddRange(await chunk);
        }

        return lines;
    }

    private void Seal()
    {
        if (_places.Count > 0)
        {
            var (chunk, places) = (_chunk, _places);
            _read.Add(Task.Run(() => Read(chunk, places)));
        }

        (_chunk, _places, _used) = ([], [], 0);
    }

    private BatchLine[] Read(byte[] chunk, List<(int Line, int Start, int Length)> places)
    {
        var lines = new BatchLine[places.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var (line, start, length) = places[i];
            lines[i] = length < 0 ? BatchLine.ThatIsTooLarge(line) : read(line, chunk.AsMemory(start, length));
        }

        if (chunk.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return lines;
    }
}
