using System.Security.Cryptography;
using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>Submissions over two instances on one PostgreSQL, against one instance; the same number of connections in all.</summary>
internal static class InstancesRow
{
    public static async Task<IReadOnlyList<Measured>> Run(Bench bench)
    {
        if (bench.Options.Postgres is not { } database) throw new ArgumentException("The row instances needs --postgres with the connection string of an empty database.");
        var folder = bench.NewFolder();
        var master = Path.Combine(folder, "master.key");
        await File.WriteAllTextAsync(master, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(master, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (string, string)[] settings = [("Store__Provider", "postgres"), ("ConnectionStrings__Alliance", database), ("Security__MasterKeyFile", master)];
        await Migrate(bench, folder, settings);
        await using var one = await Clinic.Open(bench.App, folder, settings);
        await using var two = await Clinic.Serve(bench.App, folder, Clinic.NewAdminKey(), settings);
        Poster poster = await Poster.Prepare(one);
        Task<Load> Alone(TimeSpan length) => Load.Run(one.Port, Poster.Connections, length, poster.Next, 201);
        async Task<Load> Both(TimeSpan length)
        {
            const int half = Poster.Connections / 2;
            var loads = await Task.WhenAll(Load.Run(one.Port, half, length, poster.Next, 201), Load.Run(two.Port, half, length, i => poster.Next(i + half), 201));
            return new Load(loads.Sum(l => l.Rate), loads.Sum(l => l.Bad), [.. loads.SelectMany(l => l.Milliseconds).Order()]);
        }

        await Both(TimeSpan.FromSeconds(2));
        var (mine, other, spread, last) = await Measured.ByTurns(bench.Options.Rounds, () => Both(bench.Stretch), () => Alone(bench.Stretch));
        return
        [
            new(
                "`POST` over two instances on one PostgreSQL", $"{Text.Count(mine)}/s, p99 {Text.Of(last.Within(0.99), "0")} ms", $"{Text.Count(other)}/s", $"{Text.Of(mine / other, "0.00")} ({spread})",
                ">= 1.6 where the database is not the limit", mine / other >= 1.6),
        ];
    }

    private static async Task Migrate(Bench bench, string folder, IEnumerable<(string Name, string Value)> settings)
    {
        if (await Commands.Run("dotnet", [Path.Combine(bench.App, "AllianceApi.dll"), "migrate"], folder, settings) is { Code: not 0 } failed)
        {
            throw new InvalidOperationException("migrate: " + failed.Output);
        }
    }
}
