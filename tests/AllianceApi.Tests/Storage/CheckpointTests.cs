using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>The write-ahead log is brought into the file beside the writer, and begins anew, however long the service writes.</summary>
internal sealed class CheckpointTests
{
    private const int PagesOfWork = 100;
    private const int Works = 700;
    private const int BytesOfPage = 4096;

    [Test]
    public async Task TheLogStaysShortWhileMuchIsWritten()
    {
        await using var service = await RunningService.Start();
        var database = service.Services.GetRequiredService<Database>();
        var longest = 0L;
        for (var i = 0; i < Works; i++)
        {
            var name = $"bulk-{i}";
            await database.Write(
                session => session.Run("INSERT INTO store_secrets (name, value) VALUES (@name, zeroblob(@bytes))", new { name, bytes = PagesOfWork * BytesOfPage }), CancellationToken.None);
            longest = Math.Max(longest, new FileInfo(Path.Combine(service.Folder, "alliance.db-wal")).Length);
        }

        var kept = await database.Read(session => session.One<long>("SELECT SUM(length(value)) FROM store_secrets WHERE name LIKE 'bulk-%'"), CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept, Is.EqualTo((long)Works * PagesOfWork * BytesOfPage));
            Assert.That(longest / BytesOfPage, Is.LessThan(Works * PagesOfWork / 2), "Pages that the log had room for at its longest");
        }
    }
}
