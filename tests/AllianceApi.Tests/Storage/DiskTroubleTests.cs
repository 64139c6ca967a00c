using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>The disk is full or someone else holds the file: callers are told, nothing is half kept, and it passes.</summary>
internal sealed class DiskTroubleTests
{
    private Clinic _clinic = null!;
    private Database _database = null!;

    [SetUp]
    public async Task Open()
    {
        _clinic = await Clinic.Open();
        _database = _clinic.Service.Services.GetRequiredService<Database>();
    }

    [TearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task AFileThatAnotherHoldsIs503UntilItIsFree()
    {
        var episode = await _clinic.Episode("held");
        Answer refused;
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_clinic.Service.Folder, "alliance.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync();
            refused = await _clinic.Submit(episode, Clinic.Flat(1, 4));
            Assert.That(await _database.Read(s => s.One<long>("SELECT COUNT(*) FROM episodes"), CancellationToken.None), Is.EqualTo(1), "reads go on");
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Status, refused.Problem), Is.EqualTo((503, "unavailable")), refused.Text);
            Assert.That(refused.Text, Does.Not.Contain("SQLite").And.Not.Contain("locked"), "the cause is for the log");
            Assert.That((await _clinic.Submit(episode, Clinic.Flat(1, 4))).Status, Is.EqualTo(201), "it was not kept, and is taken now");
        }
    }

    [Test]
    public async Task AFullDiskTakesBackTheWholeGroupAndPasses()
    {
        var full = _database.Write(
            session =>
            {
                var pages = session.One<long>("PRAGMA page_count");
                session.One<long>($"PRAGMA max_page_count = {pages}");
                return session.Run("INSERT INTO store_secrets (name, value) VALUES ('too-much', zeroblob(9000000))");
            },
            CancellationToken.None);
        Assert.That(async () => await full, Throws.InstanceOf<StoreUnavailableException>());
        var episode = await _clinic.Episode("after");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _clinic.Submit(episode, Clinic.Flat(1, 4))).Status, Is.EqualTo(201), "the writer has opened the file anew");
            Assert.That(await _database.Read(s => s.One<long>("SELECT COUNT(*) FROM store_secrets WHERE name = 'too-much'"), CancellationToken.None), Is.Zero);
            Assert.That((bool?)(await _clinic.Auditor.Get("/v1/audit/verify")).Json["valid"], Is.True, "the chain goes on where it was");
        }
    }
}
