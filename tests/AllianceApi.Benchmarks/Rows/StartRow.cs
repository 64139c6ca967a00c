using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>From the start of the process to the first good answer, over a store that is there, by turns with the empty app.</summary>
internal static class StartRow
{
    public static async Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        var (folder, admin) = (bench.NewFolder(), Clinic.NewAdminKey());
        await (await Clinic.Serve(bench.App, folder, admin)).DisposeAsync();
        await (await bench.Empty()).DisposeAsync();
        List<double> ours = [], theirs = [];
        for (var round = 0; round < 5; round++)
        {
            await using (var running = await Clinic.Serve(bench.App, folder, admin)) ours.Add(running.Started.TotalMilliseconds);
            await using (var running = await bench.Empty()) theirs.Add(running.Started.TotalMilliseconds);
        }

        var (mine, other) = (Measured.Median(ours), Measured.Median(theirs));
        return [new("Start to first answer, existing store", $"{Text.Of(mine, "0")} ms", $"{Text.Of(other, "0")} ms", $"{Text.Of(mine / other, "0.0")} x", "<= 2 x", mine / other <= 2)];
    }
}
