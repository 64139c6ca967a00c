using System.Text.Json.Nodes;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Tests.Storage;

/// <summary>Whoever comes from an earlier version keeps everything.</summary>
[NonParallelizable]
internal sealed class UpgradeTests
{
    private static readonly bool IsUpdate = Environment.GetEnvironmentVariable("UPDATE_UPGRADES") == "1";

    private string _folder = "";

    private string Store => $"--ConnectionStrings:Alliance=Data Source={Path.Combine(_folder, "alliance.db")}";

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("alliance-upgrades-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task TheNewestMigrationHasAStoreToStartFrom()
    {
        if (IsUpdate)
        {
            await EarlierStores.Make();
        }

        Assert.That(EarlierStores.Names, Has.Member(Migration.For("sqlite")[^1].Name),
            "a migration landed without data of its time; run UPDATE_UPGRADES=1 dotnet test tests/AllianceApi.Tests --filter UpgradeTests and commit what it makes");
    }

    [TestCaseSource(typeof(EarlierStores), nameof(EarlierStores.Names))]
    public async Task AnEarlierStoreIsBroughtUpAndAnswersAsBefore(string name)
    {
        EarlierStores.Unpack(name, _folder);
        var before = EarlierStores.AnswersOf(name);
        var newest = Migration.For("sqlite");
        var pending = newest.Where(m => m.Number > int.Parse(name[..4])).Select(m => m.Name).ToList();
        var listed = await Running.Shell.Type("migrate", "--dry-run", Store);
        await using (var service = await EarlierStores.Start(_folder))
        {
            var now = await EarlierStores.Ask(service);
            Assert.That(before.SelectMany(answer => Differences(answer.Key, answer.Value, now[answer.Key])), Is.Empty);
        }

        var verified = await Running.Shell.Type("verify", Store, $"--Security:MasterKeyFile={Path.Combine(_folder, "master.key")}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pending, Is.SubsetOf(listed.Output.Split('\n').Select(l => l.Split(' ')[0])), "what is to come is listed");
            Assert.That((await Running.Shell.Type("migrate", Store)).Output.Trim(), Is.EqualTo("The store has the newest schema."));
            Assert.That(verified.Code, Is.Zero, verified.Output + verified.Errors);
        }
    }

    [Test]
    public async Task TwoStartersOnOneNewFileDoNotRace()
    {
        var starters = await Task.WhenAll(ServiceProcess.Start(_folder), ServiceProcess.Start(_folder), ServiceProcess.Start(_folder));
        try
        {
            Assert.That(Rows("SELECT name FROM schema_migrations ORDER BY number"), Is.EqualTo(Migration.For("sqlite").Select(m => m.Name)), "each step once");
            Assert.That(Rows("SELECT key_id FROM access_keys"), Has.Count.EqualTo(1), "one first key");
            foreach (var starter in starters)
            {
                Assert.That((await starter.Admin.Get("/v1/keys")).Status, Is.EqualTo(200));
            }
        }
        finally
        {
            foreach (var starter in starters)
            {
                await starter.DisposeAsync();
            }
        }
    }

    [TestCase("UPDATE schema_migrations SET hash = 'of other content' WHERE number = 1", "0001_main was applied with other content")]
    [TestCase("INSERT INTO schema_migrations (number, name, hash, applied_at) VALUES (9999, '9999_later', 'x', 0)", "9999_later")]
    public async Task AStoreThatDoesNotFitStopsEveryCommandInOneLine(string edit, string named)
    {
        await Running.Shell.Type("migrate", Store);
        Rows(edit);
        foreach (var command in (string[][])[["serve"], ["migrate"], ["migrate", "--dry-run"], ["keys", "list"]])
        {
            var told = await Running.Shell.Type([.. command, Store]);
            Assert.That((told.Code, told.Errors.Trim().Split('\n')), Is.EqualTo((1, (string[])[told.Errors.Trim()])), told.Output);
            Assert.That(told.Errors, Does.Contain(named));
        }
    }

    // Whatever an answer held is still in it; later versions may add to it.
    private static IEnumerable<string> Differences(string path, JsonNode? before, JsonNode? now)
    {
        switch (before)
        {
            case JsonObject was when now is JsonObject has:
                return was.SelectMany(m => has.ContainsKey(m.Key) ? Differences($"{path} {m.Key}", m.Value, has[m.Key]) : [$"{path} {m.Key} is gone"]);
            case JsonArray was when now is JsonArray has && was.Count == has.Count:
                return was.SelectMany((m, i) => Differences($"{path} {i}", m, has[i]));
            default:
                return JsonNode.DeepEquals(before, now) ? [] : [$"{path}: {before?.ToJsonString()} became {now?.ToJsonString()}"];
        }
    }

    private List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "alliance.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
