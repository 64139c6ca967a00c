using AllianceApi.Shell;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Tests.Shell;

/// <summary>A program that breaks says where, and nothing of anybody's data.</summary>
internal sealed class BreakdownTests
{
    private const string Planted = "PlantedValue";
    private static readonly double?[] Odd = [3, 1, 4, 1, 5, 2, 2, 5, 3, 5, 5, 4];

    [Test]
    public void WhatIsToldNamesKindsAndPlacesOnly()
    {
        try
        {
            throw new InvalidOperationException(Planted, new ArgumentException(Planted, Planted));
        }
        catch (InvalidOperationException e)
        {
            Assert.That(Breakdown.Told(e), Does.Contain("System.InvalidOperationException").And.Contain("System.ArgumentException").And.Contain(nameof(WhatIsToldNamesKindsAndPlacesOnly)).And.Not.Contain(Planted));
        }
    }

    // The store is spoilt in the places that commands read, with values of a client's in them.
    [Test]
    public async Task CommandsThatBreakOnASpoiltStorePrintNoData()
    {
        var folder = Directory.CreateTempSubdirectory("alliance-broken-").FullName;
        try
        {
            await Spoil(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "more.ndjson"), Clinic.Form(2, Odd).With("episodeId", "e-1").With("instrument", "spoilt").ToJsonString() + "\n");
            var broken = 0;
            foreach (var words in (string[][])[["verify"], ["export"], ["import", "more.ndjson"], ["audit", "verify"], ["keys", "list"]])
            {
                var (code, output, errors) = await ServiceProcess.Command(folder, words);
                Assert.That((output + errors).Contains(Planted, StringComparison.Ordinal) || (output + errors).Contains("314152253554", StringComparison.Ordinal), Is.False, $"{words[0]}: {output}{errors}");
                broken += code == Breakdown.Code ? 1 : 0;
            }

            Assert.That(broken, Is.Positive, "some of them met what is spoilt");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Spoil(string folder)
    {
        await using (var service = await RunningService.Start(folder: folder))
        {
            var entering = await service.Key("integration");
            Assert.That((await service.Admin.Post("/v1/instruments", Access.World.Form("spoilt"))).Status, Is.EqualTo(201));
            Assert.That((await entering.Put("/v1/episodes/e-1?create=true", Access.World.Episode("c-1", "th-1"))).Status, Is.EqualTo(201));
            Assert.That((await entering.Put("/v1/clients/c-1", new { label = Planted }, ("If-Match", "*"))).Status, Is.EqualTo(200));
            Assert.That((await entering.Post("/v1/episodes/e-1/responses", Clinic.Form(1, Odd))).Status, Is.EqualTo(201));
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "alliance.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE instruments SET definition = CAST('{{\"{Planted}\": \"{Planted}\"' AS BLOB); UPDATE responses SET answers = CAST('{Planted} 314152253554' AS BLOB)";
        await command.ExecuteNonQueryAsync();
    }
}
