using System.IO.Pipelines;
using AllianceApi.Hosting;
using Microsoft.Net.Http.Headers;

namespace AllianceApi.Responses.Batch;

/// <summary>How a batch comes in.</summary>
/// <param name="Splitter">Cuts its bytes into lines.</param>
/// <param name="Read">Reads a line with a number.</param>
internal sealed record BatchFormat(LineSplitter Splitter, Func<int, ReadOnlyMemory<byte>, BatchLine> Read)
{
    /// <summary>Finds the id of the episode among the bytes of a line at sight; an empty place where only reading the line tells.</summary>
    public Func<ReadOnlySpan<byte>, Range> EpisodeAtSight { get; init; } = _ => default;
}

/// <summary>The formats of a batch.</summary>
internal static class BatchFormats
{
    public const string Ndjson = "application/x-ndjson";
    public const string Csv = "text/csv";

    /// <summary>The format that a media type names; CSV takes its header line out of <paramref name="input"/>.</summary>
    public static async ValueTask<(BatchFormat? Format, Refusal? Refusal)> Of(string? contentType, PipeReader input, CancellationToken cancellationToken)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type) && IsUtf8(type))
        {
            if (type.MediaType.Equals(Ndjson, StringComparison.OrdinalIgnoreCase))
            {
                return (new BatchFormat(new NdjsonSplitter(), BatchLine.Read) { EpisodeAtSight = BatchLine.EpisodeAtSight }, null);
            }

            if (type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase))
            {
                return await OfCsv(input, cancellationToken);
            }
        }

        return (null, new Refusal(ProblemType.UnsupportedMediaType, $"Send a batch as {Ndjson} or {Csv} in UTF-8."));
    }

    private static async ValueTask<(BatchFormat? Format, Refusal? Refusal)> OfCsv(PipeReader input, CancellationToken cancellationToken)
    {
        var splitter = new CsvSplitter();
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (splitter.TakeHeader(ref buffer, read.IsCompleted) is { } header)
            {
                input.AdvanceTo(buffer.Start);
                var (columns, refusal) = CsvColumns.Of(CsvRecord.Fields(header));
                return columns is null ? (null, refusal) : (new BatchFormat(splitter, columns.Read), null);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (buffer.Length > BatchLine.Limit)
            {
                return (null, Refusal.Invalid("header", "out-of-range", $"The header line has more than {BatchLine.Limit} bytes."));
            }
        }
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
}
