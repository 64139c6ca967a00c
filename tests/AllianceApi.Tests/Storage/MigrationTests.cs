using System.Text.RegularExpressions;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace AllianceApi.Tests.Storage;

/// <summary>The steps of the schema, and what the migrator makes of them.</summary>
internal sealed partial class MigrationTests
{
    private string _folder = "";

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("alliance-migrations-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void NumbersRiseAndNamesAreTheSameForEveryStore()
    {
        var folders = Directory.GetDirectories(Repository.PathOf("migrations"));
        var names = folders.Select(f => Directory.GetFiles(f).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList()).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(folders.Select(Path.GetFileName), Has.Member("sqlite"));
            Assert.That(names[0], Is.Not.Empty.And.All.Matches<string>(n => n is not null && FileName().IsMatch(n)));
            // Numbers are given out ahead to those who work beside each other, so one may be missing for a while.
            Assert.That(names[0].Select(n => int.Parse(n![..4])), Is.Ordered.And.Unique);
            Assert.That(names, Is.All.EqualTo(names[0]), "every store takes the same steps");
        }
    }

    [Test]
    public void TheProgramHoldsTheFilesAsTheyAre()
    {
        foreach (var folder in Directory.GetDirectories(Repository.PathOf("migrations")))
        {
            var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(f => (Path.GetFileNameWithoutExtension(f), File.ReadAllText(f)));
            Assert.That(Migration.For(Path.GetFileName(folder)).Select(m => (m.Name, m.Sql)), Is.EqualTo(files));
        }
    }

    [Test]
    public void MigratingTwiceChangesNothing()
    {
        Migrator().Migrate();
        var pending = Migrator().Pending();
        Migrator().Migrate();
        Assert.That(pending, Is.Empty);
        Assert.That(Applied(), Is.EqualTo(Migration.For("sqlite").Select(m => m.Name)));
    }

    [Test]
    public void AnAppliedStepThatChangedStopsTheStart()
    {
        Migrator().Migrate([new Migration(1, "0001_a", "CREATE TABLE a (x INTEGER) STRICT")]);
        var fault = Assert.Throws<MigrationException>(() => Migrator().Migrate([new Migration(1, "0001_a", "CREATE TABLE a (x TEXT) STRICT")]));
        Assert.That(fault!.Message, Does.Contain("0001_a").And.Contain("never changes"));
    }

    [Test]
    public void OtherLineEndingsAreNoChange()
    {
        Migrator().Migrate([new Migration(1, "0001_a", "CREATE TABLE a\n(x INTEGER) STRICT")]);
        Assert.DoesNotThrow(() => Migrator().Migrate([new Migration(1, "0001_a", "CREATE TABLE a\r\n(x INTEGER) STRICT")]));
    }

    [Test]
    public void AStoreOfANewerProgramStopsTheStart()
    {
        Migrator().Migrate([new Migration(1, "0001_a", "CREATE TABLE a (x INTEGER) STRICT"), new Migration(2, "0002_b", "CREATE TABLE b (x INTEGER) STRICT")]);
        var fault = Assert.Throws<MigrationException>(() => Migrator().Migrate([new Migration(1, "0001_a", "CREATE TABLE a (x INTEGER) STRICT")]));
        Assert.That(fault!.Message, Does.Contain("0002_b").And.Contain("newer"));
    }

    [Test]
    public void AStepThatFailsLeavesNothingAndMayBeTakenAgain()
    {
        Assert.Catch(() => Migrator().Migrate([new Migration(1, "0001_a", "CREATE TABLE a (x INTEGER) STRICT; CREATE TABLE a (x INTEGER) STRICT")]));
        Migrator().Migrate([new Migration(1, "0001_a", "CREATE TABLE a (x INTEGER) STRICT")]);
        Assert.That(Applied(), Is.EqualTo((string[])["0001_a"]));
    }

    [Test]
    public async Task StartersAtTheSameTimeTakeEachStepOnce([Range(1, 10)] int _)
    {
        using var together = new Barrier(6);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                Migrator().Migrate();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.That(Applied(), Is.EqualTo(Migration.For("sqlite").Select(m => m.Name)));
    }

    private SqliteFile Store() => new($"Data Source={Path.Combine(_folder, "alliance.db")}");

    private SqliteMigrator Migrator() => new(Store(), TimeProvider.System, NullLogger<SqliteMigrator>.Instance);

    private List<string> Applied()
    {
        using var connection = Store().OpenReader();
        return new Session(connection, TimeProvider.System.GetUtcNow()).All<string>("SELECT name FROM schema_migrations ORDER BY number");
    }

    [GeneratedRegex("^[0-9]{4}_[a-z0-9_]+\\.sql$", RegexOptions.None, 1000)]
    private static partial Regex FileName();
}
