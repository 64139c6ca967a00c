using System.Text;
using System.Text.Json;
using Alliance.Measurement.Instruments;
using AllianceApi.Hosting;

namespace AllianceApi.Responses;

/// <summary>A response as JSON: each submission is answered with it.</summary>
internal static class ResponseJson
{
    private static readonly byte[][] Items = [.. Enumerable.Range(0, ItemFormat.MaximumCount + 1).Select(i => Encoding.UTF8.GetBytes(ItemName.Of(i)))];

    public static void Write(ResponseResource response, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, response.Id);
        json.WriteString("episodeId"u8, response.EpisodeId);
        json.WriteStartObject("session"u8);
        json.WriteNumber("number"u8, response.Session.Number);
        json.Write("heldAt"u8, response.Session.HeldAt);
        json.WriteString("modality"u8, response.Session.Modality);
        json.WriteEndObject();
        json.WriteString("instrument"u8, response.Instrument);
        json.WriteString("version"u8, response.Version);
        json.WriteString("rater"u8, response.Rater);
        json.WriteNumber("revision"u8, response.Revision);
        json.WriteString("status"u8, response.Status);
        WriteAnswers(response.Answers, json);
        json.WriteStartArray("scores"u8);
        foreach (var score in response.Scores)
        {
            Write(score, json);
        }

        json.WriteEndArray();
        Write(response.Quality, json);
        json.WriteStartArray("alerts"u8);
        foreach (var alert in response.Alerts)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, alert.Id);
            json.WriteString("kind"u8, alert.Kind);
            json.WriteString("state"u8, alert.State);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Write("completedAt"u8, response.CompletedAt);
        json.Write("receivedAt"u8, response.ReceivedAt);
        json.Write("durationSeconds"u8, response.DurationSeconds);
        json.WriteString("setting"u8, response.Setting);
        json.WriteString("reason"u8, response.Reason);
        json.WriteEndObject();
    }

    private static void WriteAnswers(IReadOnlyDictionary<string, double> answers, Utf8JsonWriter json)
    {
        json.WriteStartObject("answers"u8);
        if (answers is ShownAnswers shown)
        {
            for (var item = 1; item <= shown.Form.ItemCount; item++)
            {
                if (shown.Form[item] is { } value)
                {
                    json.Write(Items[item], value);
                }
            }
        }
        else
        {
            foreach (var (item, value) in answers)
            {
                json.Write(Encoding.UTF8.GetBytes(item), value);
            }
        }

        json.WriteEndObject();
    }

    private static void Write(ScoreResource score, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("scale"u8, score.Scale);
        json.Write("mean"u8, score.Mean);
        json.Write("sum"u8, score.Sum);
        json.WriteNumber("answered"u8, score.Answered);
        json.WriteNumber("items"u8, score.Items);
        json.WriteBoolean("prorated"u8, score.Prorated);
        json.Write("low"u8, score.Low);
        json.Write("high"u8, score.High);
        json.WriteString("reason"u8, score.Reason);
        json.WriteEndObject();
    }

    private static void Write(QualityResource quality, Utf8JsonWriter json)
    {
        json.WriteStartObject("quality"u8);
        json.WriteStartArray("flags"u8);
        foreach (var flag in quality.Flags)
        {
            json.WriteStringValue(flag);
        }

        json.WriteEndArray();
        if (quality.Answered is { } answered)
        {
            json.WriteNumber("answered"u8, answered);
        }
        else
        {
            json.WriteNull("answered"u8);
        }

        json.Write("secondsPerItem"u8, quality.SecondsPerItem);
        json.WriteEndObject();
    }
}
