using System.Buffers;
using AllianceApi.Responses.Batch;

namespace AllianceApi.Shell;

/// <summary>The refused lines of an import with their problems, as a file of NDJSON. There is none where no line was refused.</summary>
internal sealed class ImportErrors : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _traceId;
    private readonly ArrayBufferWriter<byte> _lines = new();
    private FileStream? _file;

    public ImportErrors(string path, string traceId)
    {
        (_path, _traceId) = (path, traceId);
        File.Delete(path);
    }

    /// <summary>Where they stand; null where no line was refused.</summary>
    public string? Path => _file is null ? null : _path;

    public async Task Add(IReadOnlyList<LineResult> results)
    {
        _lines.ResetWrittenCount();
        foreach (var result in results.Where(r => r.Refusal is not null))
        {
            BatchAnswer.Write(_lines, result, _traceId);
        }

        if (_lines.WrittenCount > 0)
        {
            _file ??= new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.Read);
            await _file.WriteAsync(_lines.WrittenMemory);
        }
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
