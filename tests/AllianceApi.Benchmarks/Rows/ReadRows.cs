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
        string[] trends = [.. looks.Select(l => l.Path)], tags = [.. looks.Select(l => l.Tag)];
        return
        [
            await Row(bench, clinic, empty, new($"`GET` trend ({Text.Count(size)} bytes)", trends, null, size, 0.40)),
            await Row(bench, clinic, empty, new("`GET` trend, unchanged: 304", trends, tags, size, 0.42)),
            await Row(bench, clinic, empty, new($"`GET` caseload, 40 clients ({Text.Count(caseload)} bytes)", [Caseload], null, caseload, 0.35)),
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

    private static async Task<Measured> Row(Bench bench, Clinic clinic, Running empty, Reading reading)
    {
        string[] constant = [$"/bytes/{Text.Of(reading.Size)}"], same = ["\"same\""];
        Task<Load> Ours(TimeSpan length) => Get(bench, clinic.Port, clinic.Key, reading.Paths, reading.Tags, length);
        Task<Load> Theirs(TimeSpan length) => Get(bench, empty.Port, clinic.Key, constant, reading.Tags is null ? null : same, length);
        await Ours(TimeSpan.FromSeconds(1));
        await Theirs(TimeSpan.FromSeconds(1));
        var (mine, other, spread, last) = await Measured.ByTurns(bench.Options.Rounds, () => Ours(bench.Stretch), () => Theirs(bench.Stretch));
        return new(
            reading.Work, $"{Text.Count(mine)}/s, p99 {Text.Of(last.Within(0.99), "0")} ms", $"{Text.Count(other)}/s", $"{Text.Of(mine / other, "0.00")} ({spread})", $">= {Text.Of(reading.Goal, "0.00")}", mine / other >= reading.Goal);
    }

    private static Task<Load> Get(Bench bench, int port, string key, string[] paths, string[]? tags, TimeSpan length) => bench.Options.ByWrk
        ? Wrk.Run(port, length, [key, "get", string.Join(',', paths), .. tags is null ? Array.Empty<string>() : [string.Join(',', tags)]])
        : Load.Run(port, Poster.Connections, length, InTurn([.. paths.Select((p, i) => Requests.Get(p, key, tags?[i]))]), tags is null ? 200 : 304);

    private sealed record Reading(string Work, string[] Paths, string[]? Tags, int Size, double Goal);
}
