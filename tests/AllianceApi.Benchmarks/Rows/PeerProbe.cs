using AllianceApi.Benchmarks.Service;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>The same probe, probe.mjs, against a FHIR peer that is started from a folder, and against <c>/v1</c>.</summary>
internal static class PeerProbe
{
    public static async Task<int> Run(string folder, TableOptions options, TextWriter told)
    {
        using var bench = new Bench(options, await Commands.Publish(options.App));
        await using var clinic = await bench.Open();
        await using var peer = await Running.Start(
            "node", ["--experimental-websocket", "server.mjs"], Path.GetFullPath(folder), port => [("PORT", Text.Of(port))], "/fhir/R4/QuestionnaireResponse?_count=1");
        told.WriteLine($"Commit {await Commands.Commit()}");
        for (var round = 0; round < options.Rounds; round++)
        {
            told.WriteLine("peer  " + await Probe("fhir", peer.Port, ""));
            told.WriteLine("ours  " + await Probe("v1", clinic.Port, clinic.Key));
            await told.FlushAsync();
        }

        return 0;
    }

    private static async Task<string> Probe(string kind, int port, string key)
    {
        var (code, output) = await Commands.Run("node", ["probe.mjs", kind, Text.Of(port)], AppContext.BaseDirectory, [("TOKEN", key)]);
        return code == 0 ? output.Trim() : throw new InvalidOperationException("probe: " + output);
    }
}
