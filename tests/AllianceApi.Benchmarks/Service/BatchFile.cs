using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace AllianceApi.Benchmarks.Service;

/// <summary>Submissions as NDJSON in a file, written before the clock runs: so many sessions of so many episodes, session by session.</summary>
internal sealed class BatchFile : IDisposable
{
    private const int Seed = 3;

    private readonly string _path;
    private readonly IReadOnlyList<string> _episodes;
    private readonly int _sessions;

    public BatchFile(string folder, IReadOnlyList<string> episodes, int sessions)
    {
        (_path, _episodes, _sessions) = (Path.Combine(folder, "batch.ndjson"), episodes, sessions);
        using var file = new StreamWriter(_path, append: false, new UTF8Encoding(false), 1 << 16);
        var chance = new Random(Seed);
        for (var session = 1; session <= sessions; session++)
        {
            foreach (var episode in episodes) file.Write(Requests.Line(episode, session, chance));
        }
    }

    public int Rows => _episodes.Count * _sessions;

    /// <summary>The same rows as values for a table, without the form around them.</summary>
    public IEnumerable<(string Episode, int Session, string HeldAt, string Answers)> Values()
    {
        var chance = new Random(Seed);
        for (var session = 1; session <= _sessions; session++)
        {
            foreach (var episode in _episodes) yield return (episode, session, Requests.HeldAt(session), Requests.Answers(chance));
        }
    }

    /// <summary>Sends the file on one connection and reads what became of the lines at the same time; every line must be created.</summary>
    public async Task<TimeSpan> Send(Clinic clinic)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, clinic.Port);
        await using var stream = client.GetStream();
        await using var file = File.OpenRead(_path);
        var began = Stopwatch.GetTimestamp();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/responses/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {clinic.Key}\r\nContent-Type: application/x-ndjson\r\nContent-Length: {Text.Of(file.Length, "0")}\r\nConnection: close\r\n\r\n"));
        var answered = ReadLast(stream);
        await Task.WhenAny(file.CopyToAsync(stream, 1 << 16), answered);
        var end = await answered;
        var took = Stopwatch.GetElapsedTime(began);
        var at = end.LastIndexOf("{\"done\":true", StringComparison.Ordinal);
        if (at < 0 || JsonDocument.Parse(end[at..(end.IndexOf('}', at) + 1)]).RootElement.GetProperty("created").GetInt32() != Rows)
        {
            throw new InvalidOperationException("The batch was not taken whole: " + end);
        }

        return took;
    }

    public void Dispose() => File.Delete(_path);

    // The last few hundred bytes of the answer: the line with the counts is among them.
    private static async Task<string> ReadLast(NetworkStream stream)
    {
        const int tail = 512;
        var (buffer, kept) = (new byte[tail + (1 << 16)], 0);
        while (await stream.ReadAsync(buffer.AsMemory(kept)) is > 0 and var got)
        {
            var all = kept + got;
            kept = Math.Min(tail, all);
            buffer.AsSpan(all - kept, kept).CopyTo(buffer);
        }

        return Encoding.ASCII.GetString(buffer, 0, kept);
    }
}
