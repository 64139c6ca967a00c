using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AllianceApi.Hosting;

namespace AllianceApi.Responses.Batch;

/// <summary>
/// The columns of a CSV batch, as its header line names them, in any order: <c>episodeId</c>, <c>instrument</c>, <c>rater</c>, and
/// <c>session.number</c> or <c>session.heldAt</c> must be there; <c>session.modality</c>, <c>completedAt</c>,
/// <c>durationSeconds</c>, <c>setting</c> may; a column named by a number holds the answers to that item. An empty field is the
/// same as an absent one.
/// </summary>
internal sealed class CsvColumns
{
    private const int MostItem = 999;

    private static readonly string[] Known = ["episodeId", "session.number", "session.heldAt", "session.modality", "instrument", "rater", "completedAt", "durationSeconds", "setting"];
    private static readonly string[] Required = ["episodeId", "instrument", "rater"];
    private static readonly string[] Numbers = ["session.number", "durationSeconds"];

    private readonly IReadOnlyList<string> _names;

    private CsvColumns(IReadOnlyList<string> names) => _names = names;

    /// <summary>Reads the header line.</summary>
    public static (CsvColumns? Columns, Refusal? Refusal) Of(IReadOnlyList<string>? names)
    {
        var faults = new Faults();
        if (names is null)
        {
            faults.Add("header", "malformed-csv", "The header line is not CSV in UTF-8 as RFC 4180 describes it.");
            return (null, Refusal.Invalid(faults.All));
        }

        foreach (var name in names.Where(n => !Known.Contains(n, StringComparer.Ordinal) && !IsItem(n)))
        {
            faults.Add($"header/{Members.Escaped(name)}", "unknown-column", $"There is no such column. Known: {string.Join(", ", Known)}, and the numbers of items.");
        }

        foreach (var name in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            faults.Add($"header/{Members.Escaped(name)}", "duplicate-column", "This column stands more than once.");
        }

        foreach (var name in Required.Append(names.Contains("session.heldAt", StringComparer.Ordinal) ? "session.heldAt" : "session.number").Except(names, StringComparer.Ordinal))
        {
            faults.Add($"header/{name}", "required", "The header line must name this column.");
        }

        return faults.Any ? (null, Refusal.Invalid(faults.All)) : (new CsvColumns(names), null);
    }

    /// <summary>Reads a record as the JSON object that says the same, so that both formats are judged by the same rules.</summary>
    public BatchLine Read(int number, ReadOnlyMemory<byte> record)
    {
        if (CsvRecord.Fields(record.Span) is not { } fields)
        {
            return BatchLine.Refused(number, Refusal.Invalid("", "malformed-csv", "This is not CSV in UTF-8 as RFC 4180 describes it: a field with quotes in it is quoted as a whole, its quotes doubled."));
        }

        if (fields.Count != _names.Count)
        {
            return BatchLine.Refused(number, Refusal.Invalid("", "wrong-field-count", string.Create(CultureInfo.InvariantCulture, $"The header line names {_names.Count} columns; this line has {fields.Count} fields.")));
        }

        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            Write(writer, fields, "", n => !n.Contains('.', StringComparison.Ordinal) && !IsItem(n));
            writer.WriteStartObject("session");
            Write(writer, fields, "session.", n => n.StartsWith("session.", StringComparison.Ordinal));
            writer.WriteEndObject();
            writer.WriteStartObject("answers");
            Write(writer, fields, "", IsItem);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return BatchLine.Read(number, json.WrittenMemory);
    }

    private void Write(Utf8JsonWriter writer, List<string> fields, string prefix, Func<string, bool> isOne)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Length == 0 || !isOne(_names[i]))
            {
                continue;
            }

            writer.WritePropertyName(_names[i][prefix.Length..]);
            if ((Numbers.Contains(_names[i], StringComparer.Ordinal) || IsItem(_names[i])) && IsNumber(fields[i]))
            {
                writer.WriteRawValue(fields[i]);
            }
            else
            {
                writer.WriteStringValue(fields[i]);
            }
        }
    }

    private static bool IsItem(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var item) && item is >= 1 and <= MostItem && name[0] != '0';

    // A number as JSON writes it; anything else stays text, and is refused where a number must stand.
    private static bool IsNumber(string field)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(field));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.BytesConsumed == field.Length && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
