using System.Buffers;
using System.Text.Json;
using Alliance.Measurement.Trends;
using AllianceApi.Hosting;

namespace AllianceApi.Trends;

/// <summary>Where a series stands, kept ready with it for caseloads.</summary>
/// <param name="Scales">Each scale of the instrument.</param>
/// <param name="Quality">How much the forms can tell.</param>
internal sealed record SeriesHeadline(IReadOnlyList<ScaleHeadline> Scales, HeadlineQuality Quality)
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    public static SeriesHeadline Of(SeriesTrend trend)
    {
        var scales = new ScaleHeadline[trend.Scales.Length];
        for (var i = 0; i < scales.Length; i++)
        {
            var scale = trend.Scales[i];
            scales[i] = new ScaleHeadline(
                scale.Model.Scale.Name,
                scale.LastScore,
                scale.Level is { } level ? EstimateResource.Of(level) : null,
                scale.RecentChange.Label.Text(),
                scale.OverallChange.Label.Text());
        }

        return new SeriesHeadline(scales, new HeadlineQuality(trend.Quality.Informative, trend.Quality.Notes));
    }

    /// <summary>
    /// As it is stored: what the serializer of the API writes, which `verify` compares to the byte, at a third of the price. It is
    /// written with every form.
    /// </summary>
    public byte[] ToJson()
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(2048);
        var json = _json ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder, SkipValidation = true });
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteStartArray("scales"u8);
        foreach (var scale in Scales)
        {
            scale.Write(json);
        }

        json.WriteEndArray();
        json.WriteStartObject("quality"u8);
        json.WriteBoolean("informative"u8, Quality.Informative);
        json.WriteStartArray("notes"u8);
        foreach (var note in Quality.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>Where one scale stands.</summary>
internal sealed record ScaleHeadline(string Scale, double? Last, EstimateResource? Level, string RecentLabel, string OverallLabel)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("scale"u8, Scale);
        if (Last is { } last)
        {
            json.WriteNumber("last"u8, last);
        }
        else
        {
            json.WriteNull("last"u8);
        }

        if (Level is { } level)
        {
            json.WriteStartObject("level"u8);
            json.WriteNumber("value"u8, level.Value);
            json.WriteNumber("low"u8, level.Low);
            json.WriteNumber("high"u8, level.High);
            json.WriteNumber("sd"u8, level.Sd);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("level"u8);
        }

        json.WriteString("recentLabel"u8, RecentLabel);
        json.WriteString("overallLabel"u8, OverallLabel);
        json.WriteEndObject();
    }
}

/// <summary>How much the forms can tell.</summary>
/// <param name="Informative">False where the series stands at a limit or on a line.</param>
/// <param name="Notes">Why, in sentences.</param>
internal sealed record HeadlineQuality(bool Informative, IReadOnlyList<string> Notes);
