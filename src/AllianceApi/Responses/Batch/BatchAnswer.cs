using System.Buffers;
using System.Text.Json;
using AllianceApi.Hosting;

namespace AllianceApi.Responses.Batch;

/// <summary>Writes what became of the lines as NDJSON: one object a line, and the totals as the last.</summary>
internal static class BatchAnswer
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = ApiJson.Options.Encoder, SkipValidation = true };

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <summary>Writes one result to <paramref name="output"/>.</summary>
    public static void Write(IBufferWriter<byte> output, LineResult result, string traceId)
    {
        using (var json = new Utf8JsonWriter(output, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("line"u8, result.Line);
            json.WriteNumber("status"u8, result.Status);
            if (result.Id is { } id)
            {
                json.WriteString("id"u8, id);
            }

            if (result.Refusal is { } refusal)
            {
                json.WritePropertyName("problem"u8);
                JsonSerializer.Serialize(json, Reply.ProblemOf(refusal, OpenBatch.Path, traceId), StoredJson.Default.Problem);
            }

            json.WriteEndObject();
        }

        output.Write(LineEnd);
    }

    /// <summary>Writes the last line, which says that there is no more to come.</summary>
    public static void Write(IBufferWriter<byte> output, BatchTotals totals)
    {
        using (var json = new Utf8JsonWriter(output, Plain))
        {
            json.WriteStartObject();
            json.WriteBoolean("done"u8, true);
            json.WriteNumber("created"u8, totals.Created);
            json.WriteNumber("unchanged"u8, totals.Unchanged);
            json.WriteNumber("refused"u8, totals.Refused);
            json.WriteEndObject();
        }

        output.Write(LineEnd);
    }
}
