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
        WriteScores(response.Scores, json);
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

    private static void WriteScores(IReadOnlyList<ScoreResource> scores, Utf8JsonWriter json)
    {
        json.WriteStartArray("scores"u8);
        if (scores is ShownScores shown)
        {
            foreach (var s in shown.Form.Scales)
            {
                WriteScore(json, s.Scale.Name, s.Mean, s.Sum, s.Answered, s.Items, s.Prorated, s.Low, s.High, s.Reason);
            }
        }
        else
        {
            foreach (var s in scores)
            {
                WriteScore(json, s.Scale, s.Mean, s.Sum, s.Answered, s.Items, s.Prorated, s.Low, s.High, s.Reason);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteScore(Utf8JsonWriter json, string scale, double? mean, double? sum, int answered, int items, bool prorated, double? low, double? high, string? reason)
    {
        json.WriteStartObject();
        json.WriteString("scale"u8, scale);
        json.Write("mean"u8, mean);
        json.Write("sum"u8, sum);
        json.WriteNumber("answered"u8, answered);
        json.WriteNumber("items"u8, items);
        json.WriteBoolean("prorated"u8, prorated);
        json.Write("low"u8, low);
        json.Write("high"u8, high);
        json.WriteString("reason"u8, reason);
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
