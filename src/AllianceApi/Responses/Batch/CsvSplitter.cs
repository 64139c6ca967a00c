using System.Buffers;

namespace AllianceApi.Responses.Batch;

/// <summary>Cuts CSV into records: they end in LF or CRLF outside of quotes. The number of a record is that of the line on which it begins.</summary>
internal sealed class CsvSplitter : LineSplitter
{
    private int _line = 1;
    private int _linesWithin;
    private long _scanned;
    private bool _isTooLarge;
    private State _state = State.FieldStart;

    private enum State
    {
        FieldStart,
        Plain,
        Quoted,
        QuoteInQuoted,
    }

    public override void Take(ref ReadOnlySequence<byte> buffer, BatchWindow window)
    {
        while (EndOfRecord(buffer) is { } end)
        {
            Add(buffer.Slice(0, end), window);
            buffer = buffer.Slice(end + 1);
        }

        if (buffer.Length > BatchLine.Limit)
        {
            (_isTooLarge, _scanned) = (true, 0);
            buffer = buffer.Slice(buffer.End);
        }
    }

    public override void TakeLast(ReadOnlySequence<byte> buffer, BatchWindow window)
    {
        if (_isTooLarge || !buffer.IsEmpty)
        {
            Add(buffer, window);
        }
    }

    /// <summary>The header record, where it is whole; its bytes are taken out of <paramref name="buffer"/>.</summary>
    public byte[]? TakeHeader(ref ReadOnlySequence<byte> buffer, bool isLast)
    {
        var end = EndOfRecord(buffer);
        if (end is null && !isLast)
        {
            return null;
        }

        var header = buffer.Slice(0, end ?? buffer.Length).ToArray();
        buffer = end is null ? buffer.Slice(buffer.End) : buffer.Slice(end.Value + 1);
        Begin();
        var bytes = header.AsSpan();
        return (bytes.StartsWith(NdjsonSplitter.ByteOrderMark) ? bytes[NdjsonSplitter.ByteOrderMark.Length..] : bytes).TrimEnd((byte)'\r').ToArray();
    }

    private void Add(ReadOnlySequence<byte> record, BatchWindow window)
    {
        var bytes = (record.IsSingleSegment ? record.FirstSpan : record.ToArray()).TrimEnd((byte)'\r');
        if (_isTooLarge || bytes.Length > BatchLine.Limit)
        {
            window.AddTooLarge(_line);
        }
        else if (!bytes.Trim(" \t"u8).IsEmpty)
        {
            window.Add(_line, bytes);
        }

        Begin();
    }

    private void Begin()
    {
        _line += _linesWithin + 1;
        (_linesWithin, _scanned, _isTooLarge, _state) = (0, 0, false, State.FieldStart);
    }

    // Goes on where it stopped before, so that no byte is looked at twice.
    private long? EndOfRecord(ReadOnlySequence<byte> buffer)
    {
        foreach (var segment in buffer.Slice(_scanned))
        {
            var bytes = segment.Span;
            for (var i = 0; i < bytes.Length; i++)
            {
                if (bytes[i] == '\n' && _state != State.Quoted)
                {
                    return _scanned + i;
                }

                _linesWithin += bytes[i] == '\n' ? 1 : 0;
                _state = Next(bytes[i]);
            }

            _scanned += bytes.Length;
        }

        return null;
    }

    private State Next(byte b) => (_state, b) switch
    {
        (State.FieldStart, (byte)'"') => State.Quoted,
        (State.Quoted, (byte)'"') => State.QuoteInQuoted,
        (State.Quoted, _) => State.Quoted,
        (State.QuoteInQuoted, (byte)'"') => State.Quoted,
        (_, (byte)',') => State.FieldStart,
        _ => State.Plain,
    };
}
