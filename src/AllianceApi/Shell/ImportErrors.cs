using System.Buffers;
using System.Globalization;
using AllianceApi.Responses.Batch;

namespace AllianceApi.Shell;

/// <summary>The refused lines of an import with their problems, as a file of NDJSON. There is none where no line was refused.</summary>
internal sealed class ImportErrors : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _traceId;
    private readonly ArrayBufferWriter<byte> _lines = new();
    private const int FirstOfAKind = 3;

    private readonly SortedDictionary<string, (long Count, List<int> First)> _kinds = new(StringComparer.Ordinal);
    private FileStream? _file;

    public ImportErrors(string path, string traceId)
    {
        (_path, _traceId) = (path, traceId);
        File.Delete(path);
    }

    /// <summary>Where they stand; null where no line was refused.</summary>
    public string? Path => _file is null ? null : _path;

    /// <summary>How many lines have which problem, and the first of them.</summary>
    public IEnumerable<string> Kinds => _kinds.OrderByDescending(k => k.Value.Count).Select(k => string.Create(
        CultureInfo.InvariantCulture,
        $"{k.Value.Count:N0} {k.Key}: line {string.Join(", ", k.Value.First)}{(k.Value.Count > FirstOfAKind ? ", ..." : "")}"));

    public async Task Add(IReadOnlyList<LineResult> results)
    {
        _lines.ResetWrittenCount();
        foreach (var result in results.Where(r => r.Refusal is not null))
        {
            BatchAnswer.Write(_lines, result, _traceId);
            Count(result.Refusal!.Type.Slug, result.Line);
        }

        if (_lines.WrittenCount > 0)
        {
            _file ??= new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.Read);
            await _file.WriteAsync(_lines.WrittenMemory);
        }
    }

    private void Count(string kind, int line)
    {
        var (count, first) = _kinds.GetValueOrDefault(kind, (0, []));
        if (first.Count < FirstOfAKind)
        {
            first.Add(line);
        }

        _kinds[kind] = (count + 1, first);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
