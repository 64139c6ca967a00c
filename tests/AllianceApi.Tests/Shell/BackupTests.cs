using AllianceApi.Tests.Durability;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;

namespace AllianceApi.Tests.Shell;

/// <summary>A backup is made while the service writes, is whole, and comes back only where nothing is overwritten.</summary>
[NonParallelizable]
internal sealed class BackupTests
{
    private string _folder = "";

    private string Backup => Path.Combine(_folder, "backup.db");

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("alliance-backup-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task ABackupUnderLoadHoldsAllThatWasAcknowledgedBeforeItAndComesBackWhole()
    {
        var promises = new Promises();
        var load = new Load(promises);
        await using var service = await ServiceProcess.Start(_folder);
        var key = (string)(await service.Admin.Post("/v1/keys", new { name = "load", role = "integration" })).Json["key"]!;
        Assert.That((await new Api(service.Base, key).Put("/v1/clinicians/th-1", new { })).Status, Is.EqualTo(201));
        using var enough = new CancellationTokenSource();
        var sending = load.Run(new Api(service.Base, key), 1, 8, enough.Token);
        await load.FirstTold;
        await Task.Delay(500);
        var before = promises.Ids;
        var made = await ServiceProcess.Command(_folder, "backup", Backup);
        var after = promises.Ids.Count;
        await enough.CancelAsync();
        await sending;
        Assert.That((made.Code, load.Refused), Is.EqualTo((0, (string[])[])), made.Errors);
        Assert.That(after, Is.GreaterThan(before.Count), "the service went on");

        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName;
        var restored = await ServiceProcess.Command(elsewhere, "restore", Backup);
        File.Copy(Path.Combine(_folder, "alliance.db.key"), Path.Combine(elsewhere, "alliance.db.key"));
        var verified = await ServiceProcess.Command(elsewhere, "verify");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((restored.Code, restored.Output), Is.EqualTo((0, restored.Output)), restored.Errors);
            Assert.That(verified.Code, Is.Zero, verified.Output + verified.Errors);
            Assert.That(before.Except(Ids(Path.Combine(elsewhere, "alliance.db"))), Is.Empty);
            Assert.That(Directory.GetFiles(_folder, "backup*").Select(Path.GetFileName), Is.EquivalentTo((string[])["backup.db", "backup.db.datakeys"]), "the store without its data keys, and these");
        }

        await using var again = await ServiceProcess.Start(elsewhere);
        Assert.That((await new Api(again.Base, key).Get($"/v1/responses/{before[0]}")).Status, Is.EqualTo(200), "keys and data are there");
    }

    [Test]
    public async Task ABackupSaysWhatItIsAndWhatToKeepBesideIt()
    {
        await Fill();
        var alone = await Type("backup", Backup);
        await File.WriteAllTextAsync(Path.Combine(_folder, "alliance.key"), "secret");
        var keyed = await Type("backup", Backup + "2");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(alone.Code, Is.Zero, alone.Errors);
            Assert.That(alone.Output, Does.Contain(Backup).And.Match("[0-9.]+ MiB").And.Contain("integrity checked").And.Contain("backup.db.datakeys").And.Contain("alliance.db.key"));
            Assert.That(keyed.Output, Does.Match("Keep with it, in a different place: .*alliance.db.key and .*alliance.key"));
            Assert.That(OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(Backup), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task NothingIsOverwritten()
    {
        await Fill();
        await File.WriteAllTextAsync(Backup, "mine");
        await Refused("is there already, and a backup overwrites nothing", "backup", Backup);
        Assert.That(await File.ReadAllTextAsync(Backup), Is.EqualTo("mine"));
        Assert.That((await Type("backup", Backup + "2")).Code, Is.Zero);
        await Refused("is there already, and a restore overwrites nothing", "restore", Backup + "2");

        Directory.Move(Path.Combine(_folder, "alliance.db"), Path.Combine(_folder, "old.db"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "alliance.db-wal"), "of the old store");
        await Refused("alliance.db-wal is there already", "restore", Backup + "2");
    }

    [Test]
    public async Task WhatIsNoWholeStoreIsNotPutInPlace()
    {
        await Fill();
        Assert.That((await Type("backup", Backup)).Code, Is.Zero);
        File.Delete(Path.Combine(_folder, "alliance.db"));
        var bytes = await File.ReadAllBytesAsync(Backup);
        await Refused("There is no file", "restore", Backup + "x");
        await Restored("is no SQLite database", "not a database"u8.ToArray());
        await Restored("is no store of AllianceApi", []);
        await Restored("is damaged", bytes[..(bytes.Length / 2)]);
        Array.Fill(bytes, (byte)0xEE, 4096, 4096);
        await Restored("is damaged and was not put in place", bytes);
        Edit("UPDATE schema_migrations SET hash = 'edited' WHERE number = 1");
        await Refused("was applied with other content", "restore", Backup);
        Edit("INSERT INTO schema_migrations (number, name, hash, applied_at) VALUES (9999, '9999_later', 'x', 0)");
        Edit("UPDATE schema_migrations SET number = number + 9000 WHERE number < 9999");
        await Refused("from a newer version", "restore", Backup);
        Assert.That(Directory.GetFiles(_folder).Select(Path.GetFileName), Is.EquivalentTo((string[])["alliance.db.key", "backup.db", "backup.db.datakeys", "odd.db"]), "nothing half done is left");
    }

    [TestCase("backup", "pg_dump")]
    [TestCase("restore", "pg_restore")]
    public async Task OnPostgresItIsTheServersOwn(string command, string program)
    {
        var told = await Running.Shell.Type(command, Backup, "--Store:Provider=postgres");
        Assert.That((told.Code, told.Errors.Trim().Split('\n')), Is.EqualTo((1, (string[])[told.Errors.Trim()])));
        Assert.That(told.Errors, Does.Contain(program).And.Contain("Security:MasterKeyFile"));
    }

    private async Task Restored(string why, byte[] file)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "odd.db"), file);
        await Refused(why, "restore", Path.Combine(_folder, "odd.db"));
    }

    private async Task Refused(string why, params string[] words)
    {
        var told = await Type(words);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Code, Is.EqualTo(1), told.Output);
            Assert.That(told.Errors.Trim().Split('\n')[^1], Does.Contain(why));
            Assert.That(told.Errors, Does.Not.Contain("   at "));
        }
    }

    private async Task Fill()
    {
        await using var service = await RunningService.Start(folder: _folder);
        var integration = await service.Key("integration");
        for (var i = 1; i <= 300; i++)
        {
            await integration.Put($"/v1/clients/c-{i}", new { label = "L" });
        }
    }

    private Task<(int Code, string Output, string Errors)> Type(params string[] words) =>
        Running.Shell.Type([.. words, $"--ConnectionStrings:Alliance=Data Source={Path.Combine(_folder, "alliance.db")}"]);

    private void Edit(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Backup};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static List<string> Ids(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT response_id FROM responses";
        using var reader = command.ExecuteReader();
        var ids = new List<string>();
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
