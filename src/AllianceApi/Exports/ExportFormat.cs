using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using AllianceApi.Responses;
using AllianceApi.Responses.Batch;

namespace AllianceApi.Exports;

/// <summary>How an export is written.</summary>
internal abstract class ExportFormat
{
    public static readonly string[] Names = ["ndjson", "csv"];

    private const int FlushBytes = 32 * 1024;

    public abstract string ContentType { get; }

    /// <summary>The format with a name; <paramref name="export"/> says which columns there are.</summary>
    public static ExportFormat Of(string? name, OpenedExport export) => name == "csv" ? new CsvExport(export.Used, export.IsIdentified) : new NdjsonExport();

    /// <summary>Writes all rows, no faster than they are taken.</summary>
    public async Task Write(PipeWriter output, OpenedExport export, CancellationToken cancellationToken)
    {
        Begin(output);
        await foreach (var row in export.Rows(cancellationToken))
        {
            Write(output, row);
            if (output.UnflushedBytes > FlushBytes)
            {
                await output.FlushAsync(cancellationToken);
            }
        }

        await output.FlushAsync(cancellationToken);
    }

    protected abstract void Begin(IBufferWriter<byte> output);

    protected abstract void Write(IBufferWriter<byte> output, ExportedResponse row);
}

/// <summary>One JSON object a line.</summary>
internal sealed class NdjsonExport : ExportFormat
{
    public override string ContentType => BatchFormats.Ndjson;

    protected override void Begin(IBufferWriter<byte> output)
    {
    }

    protected override void Write(IBufferWriter<byte> output, ExportedResponse row)
    {
        output.Write(ApiJson.Bytes(row));
        output.Write("\n"u8);
    }
}

/// <summary>
/// RFC 4180 with a header line: one column for each item and, for each scale, its mean and its sum, of all instruments that have
/// responses. A text that a spreadsheet would take for a formula begins with an apostrophe.
/// </summary>
internal sealed class CsvExport(IReadOnlyList<InstrumentDocument> used, bool isIdentified) : ExportFormat
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");
    private static readonly string[] Ids = ["episodeId", "clientId", "clinicianId", "responseId"];

    private readonly int _items = used.Select(d => d.Instrument.Items.Count).DefaultIfEmpty(0).Max();
    private readonly string[] _scales = [.. used.SelectMany(d => d.Instrument.Scales).Select(s => s.Name).Distinct(StringComparer.Ordinal)];

    public override string ContentType => BatchFormats.Csv + "; charset=utf-8; header=present";

    protected override void Begin(IBufferWriter<byte> output) => Line(output,
    [
        "episode",
        .. isIdentified ? Ids : [],
        "session", "heldAt", "instrument", "version", "rater",
        .. Enumerable.Range(1, _items).Select(Number),
        .. _scales.SelectMany(s => (string[])[Text($"{s}.mean"), Text($"{s}.sum")]),
        "flags",
    ]);

    protected override void Write(IBufferWriter<byte> output, ExportedResponse row) => Line(output,
    [
        row.Episode,
        .. isIdentified ? (string[])[Text(row.EpisodeId!), Text(row.ClientId!), Text(row.ClinicianId!), row.ResponseId!] : [],
        Number(row.Session),
        row.HeldAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Text(row.Instrument),
        Text(row.Version),
        row.Rater,
        .. Enumerable.Range(1, _items).Select(i => row.Answers.TryGetValue(Number(i), out var value) ? Number(value) : ""),
        .. _scales.SelectMany(s => Score(row.Scores.FirstOrDefault(score => score.Scale == s))),
        string.Join(' ', row.Flags),
    ]);

    private static string[] Score(ScoreResource? score) => [score?.Mean is { } mean ? Number(mean) : "", score?.Sum is { } sum ? Number(sum) : ""];

    // What others chose, unlike numbers and words of our own.
    private static string Text(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Line(IBufferWriter<byte> output, IReadOnlyList<string> fields)
    {
        Encoding.UTF8.GetBytes(string.Join(',', fields.Select(Quoted)), output);
        output.Write("\r\n"u8);
    }

    private static string Quoted(string field) => field.AsSpan().ContainsAny(Special) ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
