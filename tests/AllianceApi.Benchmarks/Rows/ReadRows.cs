using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>Trend, unchanged trend and caseload of 40 clients with 12 sessions each, against constant bytes of the same size.</summary>
internal static class ReadRows
{
    public const int Clients = 40;

    public const string Caseload = "/v1/caseload?clinicianId=th-read&sort=attention";

    private const int Sessions = 12;

    public static string[] Episodes { get; } = [.. Enumerable.Range(0, Clients).Select(i => $"read-{Text.Of(i)}")];

    public static async Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        await using var clinic = await bench.Open();
        await using var empty = await bench.Empty();
        await Fill(bench, clinic);
        var looks = new List<(string Path, int Size, string Tag)>();
        foreach (var path in Episodes.Select(Trend))
        {
            var (bytes, tag) = await clinic.Look(path);
            looks.Add((path, bytes, tag));
        }

        var (size, caseload) = ((int)looks.Average(l => l.Size), (await clinic.Look(Caseload)).Size);
        return
        [
            await Row(bench, clinic, empty, $"`GET` trend ({Text.Count(size)} bytes)", [.. looks.Select(l => Requests.Get(l.Path, clinic.Key))], Requests.Get($"/bytes/{Text.Of(size)}", clinic.Key), 200, 0.40),
            await Row(bench, clinic, empty, "`GET` trend, unchanged: 304", [.. looks.Select(l => Requests.Get(l.Path, clinic.Key, l.Tag))], Requests.Get($"/bytes/{Text.Of(size)}", clinic.Key, "\"same\""), 304, 0.42),
            await Row(bench, clinic, empty, $"`GET` caseload, 40 clients ({Text.Count(caseload)} bytes)", [Requests.Get(Caseload, clinic.Key)], Requests.Get($"/bytes/{Text.Of(caseload)}", clinic.Key), 200, 0.35),
        ];
    }

    public static string Trend(string episode) => $"/v1/episodes/{episode}/trend";

    public static async Task Fill(Bench bench, Clinic clinic)
    {
        await clinic.AddEpisodes(Episodes, "th-read");
        using var file = new BatchFile(bench.NewFolder(), Episodes, Sessions);
        await file.Send(clinic);
    }

    /// <summary>The requests one after the other, each connection from its own place.</summary>
    public static Func<int, ReadOnlyMemory<byte>> InTurn(byte[][] requests)
    {
        var at = Enumerable.Range(0, Poster.Connections).ToArray();
        return connection => requests[at[connection]++ % requests.Length];
    }

    private static async Task<Measured> Row(Bench bench, Clinic clinic, Running empty, string work, byte[][] ours, byte[] theirs, int good, double goal)
    {
        Task<Load> One(int port, byte[][] requests, TimeSpan length) => Load.Run(port, Poster.Connections, length, InTurn(requests), good);
        await One(clinic.Port, ours, TimeSpan.FromSeconds(1));
        await One(empty.Port, [theirs], TimeSpan.FromSeconds(1));
        var (mine, other, spread, last) = await Measured.ByTurns(bench.Options.Rounds, () => One(clinic.Port, ours, bench.Stretch), () => One(empty.Port, [theirs], bench.Stretch));
        return new(work, $"{Text.Count(mine)}/s, p99 {Text.Of(last.Within(0.99), "0")} ms", $"{Text.Count(other)}/s", $"{Text.Of(mine / other, "0.00")} ({spread})", $">= {Text.Of(goal, "0.00")}", mine / other >= goal);
    }
}
