using System.Diagnostics;
using System.Text;
using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>Five hundred open event streams while nothing happens: what they take of memory and processor; then one event to all of them.</summary>
internal static class ListenersRow
{
    private const int Listeners = 500;
    private const double MostMegabytes = 25;
    private const double MostProcessor = 0.05;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        await using var clinic = await bench.Open();
        await clinic.AddEpisodes(["watched"], "th-watched");
        await Task.Delay(TimeSpan.FromSeconds(3));
        var (before, idle) = (clinic.Process.Megabytes("VmRSS"), await Processor(clinic));
        var streams = new List<Connection>();
        try
        {
            for (var i = 0; i < Listeners; i++)
            {
                streams.Add(await Connection.Open(clinic.Port));
                await streams[i].Begin(Stream(clinic.Key), "id: ");
            }

            var (busy, after) = (await Processor(clinic), clinic.Process.Megabytes("VmRSS"));
            var began = Stopwatch.GetTimestamp();
            var heard = Task.WhenAll(streams.Select(s => s.Await("event: ")));
            await clinic.AddEpisodes(["told"], "th-watched");
            await heard;
            var told = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            return
            [
                new($"Memory of {Listeners} idle event streams", $"{Text.Of(after, "0")} MB", $"{Text.Of(before, "0")} MB without", $"{Text.Of(after - before, "0.0")} MB", $"<= {Text.Of(MostMegabytes, "0")} MB", after - before <= MostMegabytes),
                new($"Processor of them, over {Text.Of(Watched.TotalSeconds, "0")} s", $"{Text.Of(busy * 100, "0.0")} % of a core", $"{Text.Of(idle * 100, "0.0")} % without", $"{Text.Of((busy - idle) * 100, "0.0")} %", $"<= {Text.Of(MostProcessor * 100, "0")} %", busy - idle <= MostProcessor),
                new("One event, until the last of them has it", $"{Text.Of(told, "0")} ms", "-", $"{Text.Of(told, "0")} ms", "-", null),
            ];
        }
        finally
        {
            streams.ForEach(s => s.Dispose());
        }
    }

    private static byte[] Stream(string key) => Encoding.ASCII.GetBytes($"GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nAccept: text/event-stream\r\n\r\n");

    private static async Task<double> Processor(Clinic clinic)
    {
        var (used, began) = (clinic.Process.Processor, Stopwatch.GetTimestamp());
        await Task.Delay(Watched);
        return (clinic.Process.Processor - used) / Stopwatch.GetElapsedTime(began);
    }
}
