using System.Buffers;
using System.Text;
using AllianceApi.Responses.Batch;

namespace AllianceApi.Tests.Responses.Batch;

/// <summary>A file is cut at the same places however its bytes arrive.</summary>
internal sealed class SplitterTests
{
    private const string Ndjson = "a\nbb\r\n\n \n" + "{\"c\":\"ä\"}\nlast";
    private const string Csv = "a,b\r\n1,\"x\ny\"\n\n\"\"\"q\"\"\",2\r\n3,\"\"\nplain\"quote,4\n\"z\"";

    [Test]
    public async Task Lines_of_ndjson([Range(1, 12)] int size) =>
        Assert.That(await Cut(new NdjsonSplitter(), Ndjson, size), Is.EqualTo((string[])["1:a", "2:bb", "5:{\"c\":\"ä\"}", "6:last"]));

    [Test]
    public async Task Records_of_csv([Range(1, 12)] int size)
    {
        var splitter = new CsvSplitter();
        var (header, rest) = Header(splitter, Csv, size);
        Assert.That(header, Is.EqualTo("a,b"));
        Assert.That(await Cut(splitter, rest, size), Is.EqualTo((string[])["2:1,\"x\ny\"", "5:\"\"\"q\"\"\",2", "6:3,\"\"", "7:plain\"quote,4", "8:\"z\""]));
    }

    [Test]
    public async Task A_line_over_the_limit_is_dropped_as_it_comes_in([Values(1000, 5000, 40000)] int size)
    {
        var large = new string('x', BatchLine.Limit + 1);
        var fits = new string('y', BatchLine.Limit);
        Assert.That(await Cut(new NdjsonSplitter(), $"a\n{large}\n{fits}\r\nb", size), Is.EqualTo((string[])["1:a", "2:(too large)", $"3:{fits}", "4:b"]));
        var csv = new CsvSplitter();
        var (_, rest) = Header(csv, $"h\n\"{large}\n\"\n{fits}\nb", size);
        Assert.That(await Cut(csv, rest, size), Is.EqualTo((string[])["2:(too large)", $"4:{fits}", "5:b"]));
    }

    private static (string Header, string Left) Header(CsvSplitter splitter, string text, int size)
    {
        for (var end = size; ; end += size)
        {
            var buffer = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text[..Math.Min(end, text.Length)]));
            if (splitter.TakeHeader(ref buffer, end >= text.Length) is { } header)
            {
                return (Encoding.UTF8.GetString(header), Encoding.UTF8.GetString(buffer) + text[Math.Min(end, text.Length)..]);
            }
        }
    }

    private static async Task<List<string>> Cut(LineSplitter splitter, string text, int size)
    {
        var window = new BatchWindow(new BatchFormat(splitter, (line, bytes) => BatchLine.Refused(line, new(AllianceApi.Hosting.ProblemType.Gone, Encoding.UTF8.GetString(bytes.Span)))));
        byte[] waiting = [];
        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            var buffer = Sequence(waiting, chunk);
            splitter.Take(ref buffer, window);
            waiting = buffer.ToArray();
        }

        splitter.TakeLast(new ReadOnlySequence<byte>(waiting), window);
        return [.. (await window.Lines()).Select(l => l.Known!).Select(l => $"{l.Number}:{(l.Refusal!.Type == AllianceApi.Hosting.ProblemType.BodyTooLarge ? "(too large)" : l.Refusal.Detail)}")];
    }

    private static ReadOnlySequence<byte> Sequence(byte[] first, byte[] second)
    {
        var start = new Segment(first, 0);
        var end = new Segment(second, first.Length);
        start.Append(end);
        return new ReadOnlySequence<byte>(start, 0, end, second.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long index) => (Memory, RunningIndex) = (bytes, index);

        public void Append(Segment next) => Next = next;
    }
}
