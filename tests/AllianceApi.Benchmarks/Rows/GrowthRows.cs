using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>One trend and one caseload in stores of different size, by turns on one connection: how long they take.</summary>
internal static class GrowthRows
{
    private const int SessionsEach = 20;
    private const int EpisodesOfOne = 200;

    public static async Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        var clinics = new List<Clinic>();
        try
        {
            foreach (var stored in bench.Options.Stored)
            {
                clinics.Add(await bench.Open());
                await Fill(bench, clinics[^1], stored);
            }

            return [.. await Rows(bench, clinics, "trend", ReadRows.Trend(ReadRows.Episodes[7])), .. await Rows(bench, clinics, "caseload", ReadRows.Caseload)];
        }
        finally
        {
            foreach (var clinic in clinics) await clinic.DisposeAsync();
        }
    }

    // The 40 clients that are looked at, and others around them until so many responses are stored.
    private static async Task Fill(Bench bench, Clinic clinic, int stored)
    {
        await ReadRows.Fill(bench, clinic);
        string[] others = [.. Enumerable.Range(0, Math.Max(1, (stored - (ReadRows.Clients * 12)) / SessionsEach)).Select(i => $"g-{Text.Of(i)}")];
        foreach (var (group, i) in others.Chunk(EpisodesOfOne).Select((g, i) => (g, i))) await clinic.AddEpisodes(group, $"th-{Text.Of(i)}");
        using var file = new BatchFile(bench.NewFolder(), others, SessionsEach);
        await file.Send(clinic);
    }

    private static async Task<IReadOnlyList<Measured>> Rows(Bench bench, List<Clinic> clinics, string what, string path)
    {
        var times = clinics.ConvertAll(_ => new List<double>());
        for (var round = 0; round <= 2 * bench.Options.Rounds; round++)
        {
            foreach (var (clinic, i) in clinics.Select((c, i) => (c, i)))
            {
                var load = await Load.Run(clinic.Port, 1, bench.Stretch / 2, ReadRows.InTurn([Requests.Get(path, clinic.Key)]), 200);
                if (load.Bad > 0) throw new InvalidOperationException($"{path} was refused.");
                if (round > 0) times[i].AddRange(load.Milliseconds); // the first round warms
            }
        }

        var loads = times.ConvertAll(t => new Load(0, 0, [.. t.Order()]));
        string Told(int i) => $"p50 {Text.Of(loads[i].Within(0.5), "0.00")}, p99 {Text.Of(loads[i].Within(0.99), "0.0")} ms";
        return
        [
            .. Enumerable.Range(1, clinics.Count - 1).Select(i =>
            {
                var ratio = loads[i].Within(0.5) / loads[0].Within(0.5);
                return new Measured(
                    $"One {what}, {Text.Count(bench.Options.Stored[i])} stored responses against {Text.Count(bench.Options.Stored[0])}", Told(i), Told(0), $"{Text.Of(ratio, "0.00")} x", "<= 1.3 x", ratio <= 1.3);
            }),
        ];
    }
}
