using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>Submissions that are all new: each connection has its own episodes and walks through their sessions.</summary>
internal sealed class Poster
{
    public const int Connections = 64;

    private const int EpisodesEach = 24;

    private readonly string _key;
    private readonly int[] _sent = new int[Connections];
    private readonly Random[] _chance = [.. Enumerable.Range(0, Connections).Select(i => new Random(i))];

    private Poster(string key) => _key = key;

    public static async Task<Poster> Prepare(Clinic clinic)
    {
        for (var clinician = 0; clinician < 20; clinician++)
        {
            var mine = clinician;
            await clinic.AddEpisodes(
                from c in Enumerable.Range(0, Connections) from e in Enumerable.Range(0, EpisodesEach) where ((c * EpisodesEach) + e) % 20 == mine select Episode(c, e), $"th-{Text.Of(clinician)}");
        }

        return new Poster(clinic.Key);
    }

    /// <summary>A stretch of load by these submissions against the service, or against what takes the same requests.</summary>
    public async Task<Load> Post(int port, TimeSpan length, bool byWrk, double rate = 0)
    {
        if (!byWrk || rate > 0) return await Load.Run(port, Connections, length, Next, 201, rate);
        var each = _sent.Max() * Connections / 2; // wrk has two threads, each with half of the episodes
        var load = await Wrk.Run(port, length, _key, "post", Text.Of(each));
        Array.Fill(_sent, _sent.Max() + (int)(load.Rate * (length.TotalSeconds + 2) / Connections * 2));
        return load;
    }

    public ReadOnlyMemory<byte> Next(int connection)
    {
        var n = _sent[connection]++;
        return Requests.Post(Episode(connection, n % EpisodesEach), (n / EpisodesEach) + 1, _key, _chance[connection]);
    }

    private static string Episode(int connection, int number) => $"p-{Text.Of(connection)}-{Text.Of(number)}";
}
