using System.Globalization;
using System.Text;

namespace AllianceApi.Benchmarks.Service;

/// <summary>Requests as the bytes that are sent, and the submissions that they carry.</summary>
internal static class Requests
{
    private static readonly DateTimeOffset First = new(2020, 1, 1, 10, 0, 0, TimeSpan.Zero);

    public static byte[] Get(string path, string? key, string? tag = null) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{Credential(key)}{(tag is null ? "" : $"If-None-Match: {tag}\r\n")}\r\n");

    public static byte[] Post(string episode, int session, string key, Random chance)
    {
        var body = Submission(session, chance);
        return Encoding.ASCII.GetBytes(
            $"POST /v1/episodes/{episode}/responses HTTP/1.1\r\nHost: 127.0.0.1\r\n{Credential(key)}Content-Type: application/json\r\nContent-Length: {Text.Of(body.Length)}\r\n\r\n{body}");
    }

    /// <summary>A line of a batch.</summary>
    public static string Line(string episode, int session, Random chance) => $"{{\"episodeId\":\"{episode}\",{Submission(session, chance)[1..]}\n";

    public static string HeldAt(int session) => First.AddDays(session).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Answers(Random chance) => $"{{{string.Join(',', Enumerable.Range(1, 12).Select(i => $"\"{Text.Of(i)}\":{Text.Of(chance.Next(1, 6))}"))}}}";

    private static string Submission(int session, Random chance)
    {
        var at = HeldAt(session);
        return $"{{\"session\":{{\"number\":{Text.Of(session)},\"heldAt\":\"{at}\",\"modality\":\"inPerson\"}},\"instrument\":\"wai-sr\",\"rater\":\"client\"," +
            $"\"answers\":{Answers(chance)},\"completedAt\":\"{at}\",\"durationSeconds\":95,\"setting\":\"aloneOnPhone\"}}";
    }

    private static string Credential(string? key) => key is null ? "" : $"Authorization: Bearer {key}\r\n";
}
