using System.Buffers;

namespace AllianceApi.Responses.Batch;

/// <summary>Cuts incoming bytes into the lines of a file.</summary>
internal abstract class LineSplitter
{
    /// <summary>Takes the whole lines out of <paramref name="buffer"/>, which is left with what is no whole line yet.</summary>
    public abstract void Take(ref ReadOnlySequence<byte> buffer, BatchWindow window);

    /// <summary>Takes the last line, which may have no line end.</summary>
    public abstract void TakeLast(ReadOnlySequence<byte> buffer, BatchWindow window);
}

/// <summary>Cuts newline-delimited JSON: one object a line, lines end in LF or CRLF, blank lines are counted and skipped.</summary>
internal sealed class NdjsonSplitter : LineSplitter
{
    /// <summary>What some programs put before the first byte of a text in UTF-8.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private int _line;
    private bool _isTooLarge;

    public override void Take(ref ReadOnlySequence<byte> buffer, BatchWindow window)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            Take(buffer.Slice(0, end), window);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }

        // What is beyond the limit is dropped as it comes in; the line is refused when it ends.
        if (buffer.Length > BatchLine.Limit)
        {
            _isTooLarge = true;
            buffer = buffer.Slice(buffer.End);
        }
    }

    public override void TakeLast(ReadOnlySequence<byte> buffer, BatchWindow window)
    {
        if (_isTooLarge || !buffer.IsEmpty)
        {
            Take(buffer, window);
        }
    }

    private void Take(ReadOnlySequence<byte> line, BatchWindow window)
    {
        _line++;
        var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        if (_line == 1 && bytes.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        bytes = bytes.TrimEnd((byte)'\r');
        if (_isTooLarge || bytes.Length > BatchLine.Limit)
        {
            _isTooLarge = false;
            window.AddTooLarge(_line);
        }
        else if (!bytes.Trim(" \t"u8).IsEmpty)
        {
            window.Add(_line, bytes);
        }
    }
}
