using System.Text;

namespace AllianceApi.Responses.Batch;

/// <summary>Takes a record of CSV apart, as RFC 4180 describes it.</summary>
internal static class CsvRecord
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The fields; null where the record is not well-formed.</summary>
    public static List<string>? Fields(ReadOnlySpan<byte> record)
    {
        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            if (Field(record, ref at) is not { } field || (at < record.Length && record[at] != ','))
            {
                return null;
            }

            fields.Add(field);
            if (at == record.Length)
            {
                return fields;
            }

            at++;
        }
    }

    private static string? Field(ReadOnlySpan<byte> record, ref int at)
    {
        if (at < record.Length && record[at] == '"')
        {
            return Quoted(record, ref at);
        }

        var length = record[at..].IndexOf((byte)',');
        var bytes = length < 0 ? record[at..] : record.Slice(at, length);
        at += bytes.Length;
        return bytes.Contains((byte)'"') ? null : Text(bytes);
    }

    private static string? Quoted(ReadOnlySpan<byte> record, ref int at)
    {
        var start = ++at;
        while (at < record.Length)
        {
            if (record[at] != '"')
            {
                at++;
            }
            else if (at + 1 < record.Length && record[at + 1] == '"')
            {
                at += 2;
            }
            else
            {
                var text = Text(record[start..at]);
                at++;
                return text?.Replace("\"\"", "\"", StringComparison.Ordinal);
            }
        }

        return null; // the quotes never end
    }

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
