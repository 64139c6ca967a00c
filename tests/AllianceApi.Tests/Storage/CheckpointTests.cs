using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>The write-ahead log is brought into the file beside the writer, and begins anew, however long the service writes.</summary>
internal sealed class CheckpointTests
{
    private const int BytesOfPage = 4096;
    private const int PagesOfWork = 100;
    private const int WorksOfRound = 90;
    private const int PagesOfRound = PagesOfWork * WorksOfRound;
    private const int Rounds = 9;

    [Test]
    public async Task TheLogStaysShortWhileMuchIsWritten()
    {
        await using var service = await RunningService.Start();
        var database = service.Services.GetRequiredService<Database>();
        var file = Path.Combine(service.Folder, "alliance.db");
        for (var round = 1; round <= Rounds; round++)
        {
            for (var i = 0; i < WorksOfRound; i++)
            {
                var name = $"bulk-{round}-{i}";
                await database.Write(
                    session => session.Run("INSERT INTO store_secrets (name, value) VALUES (@name, zeroblob(@bytes))", new { name, bytes = PagesOfWork * BytesOfPage }), CancellationToken.None);
            }

            // All but what does not make a bunch yet, and one bunch more that somebody's read may have kept back; SQLite itself would
            // wait for more than six rounds.
            var brought = ((round * PagesOfRound) - 17_000L) * BytesOfPage;
            Assert.That(() => new FileInfo(file).Length, Is.GreaterThan(brought).After(30_000, 20), $"Bytes in the file after round {round}");
        }

        var kept = await database.Read(session => session.One<long>("SELECT SUM(length(value)) FROM store_secrets WHERE name LIKE 'bulk-%'"), CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept, Is.EqualTo((long)Rounds * PagesOfRound * BytesOfPage));
            Assert.That(new FileInfo(file + "-wal").Length / BytesOfPage, Is.LessThan((Rounds - 1) * PagesOfRound), "Pages of the log at its longest: it began anew");
        }
    }
}
