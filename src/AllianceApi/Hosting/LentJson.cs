using System.Buffers;
using System.Text.Json;

namespace AllianceApi.Hosting;

/// <summary>
/// The JSON of a resource in a buffer that is lent until <see cref="Dispose"/>, so that an answer is sent without a copy of its
/// own. A thread has one to lend; who asks while that is away is given a new one.
/// </summary>
internal sealed class LentJson : IDisposable
{
    private const int UsualBytes = 4096;
    private const int MostBytesKept = 64 * 1024;

    [ThreadStatic]
    private static LentJson? _spare;

    private readonly ArrayBufferWriter<byte> _buffer = new(UsualBytes);
    private readonly Utf8JsonWriter _json;

    private LentJson() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder, SkipValidation = true });

    /// <summary>What was written, until it is given back.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.WrittenMemory;

    /// <summary>Writes a resource.</summary>
    public static LentJson Of(IQuickJson resource)
    {
        var lent = _spare ?? new LentJson();
        _spare = null;
        resource.Write(lent._json);
        lent._json.Flush();
        return lent;
    }

    /// <summary>Gives the buffer back, to the thread on which that happens.</summary>
    public void Dispose()
    {
        if (_buffer.Capacity <= MostBytesKept)
        {
            _buffer.ResetWrittenCount();
            _json.Reset(_buffer);
            _spare = this;
        }
    }
}
