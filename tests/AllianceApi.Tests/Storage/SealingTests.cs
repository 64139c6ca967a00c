using System.Text;
using AllianceApi.Access;
using AllianceApi.Shell;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>Answers and labels are noise to who has the file; to who erased a client they are noise in every copy.</summary>
internal sealed class SealingTests
{
    private const string Label = "PlantedLabel";
    private static readonly string[] Planted = [Label, "314152253554", "3,1,4,1,5,2,2,5", "\"7\":2"];
    private static readonly double?[] Odd = [3, 1, 4, 1, 5, 2, 2, 5, 3, 5, 5, 4];

    private string _folder = null!;

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("alliance-test-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task TheFilesHoldNoAnswersAndNoLabels()
    {
        await using (var service = await Start(_folder))
        {
            var (entering, path) = await Enter(service);
            Assert.That((await entering.Get(path)).Text, Does.Contain("\"7\":2"));
            Assert.That((await entering.Get("/v1/clients/c-1")).Text, Does.Contain(Label));
            Assert.That((await entering.Get("/v1/caseload")).Text, Does.Contain(Label));
            Assert.That((await entering.Get("/v1/export")).Text, Does.Contain("\"7\":2"));
            Assert.That((await entering.Post("/v1/episodes/e-1/responses", Form(1), ("Idempotency-Key", "k"))).Text, Does.Contain("\"7\":2"), "replayed");
            Holds(_folder, Planted, isTrue: false);
        }

        Holds(_folder, Planted, isTrue: false);
    }

    [Test]
    public async Task WhatIsMovedToAnotherRowDoesNotOpenThere()
    {
        await using var service = await Start(_folder);
        var (entering, path) = await Enter(service);
        Assert.That((await entering.Put("/v1/clients/c-2", new { label = "other" })).Status, Is.EqualTo(201));
        var second = (await entering.Post("/v1/episodes/e-1/responses", Clinic.Flat(2, 4))).Headers["Location"];
        await Edit("UPDATE responses SET answers = (SELECT answers FROM responses WHERE number = 1) WHERE number = 2");
        await Edit("UPDATE clients SET label = (SELECT label FROM clients WHERE client_id = 'c-1') WHERE client_id = 'c-2'");
        Assert.That((await entering.Get(path)).Status, Is.EqualTo(200));
        Assert.That((await entering.Get(second)).Problem, Is.EqualTo("unexpected"));
        Assert.That((await entering.Get("/v1/clients/c-2")).Problem, Is.EqualTo("unexpected"));
    }

    [Test]
    public async Task WhoIsErasedIsForgottenByABackupFromBefore()
    {
        var (before, after) = (Path.Combine(_folder, "before.db"), Path.Combine(_folder, "after.db"));
        var store = Path.Combine(_folder, "store");
        var path = "";
        await using (var service = await Start(store))
        {
            (var entering, path) = await Enter(service);
            await entering.Put("/v1/clients/c-2", new { label = "Stays" });
            Backup(service, before);
            Assert.That((await entering.Delete("/v1/clients/c-1", ("If-Match", "*"))).Status, Is.EqualTo(204));
            Backup(service, after);
        }

        Holds(before, Planted, isTrue: false);
        File.Move(after + ".datakeys", before + ".datakeys", overwrite: true);
        var restored = Path.Combine(_folder, "restored");
        new SqliteBackup(new SqliteFile($"Data Source={Path.Combine(restored, "alliance.db")}"), TimeProvider.System).PutBack(before, (_, _) => { }, CancellationToken.None);
        File.Copy(Path.Combine(store, "own.key"), Path.Combine(restored, "own.key"));
        await using var again = await Start(restored);
        var reading = await again.Key("integration");
        Assert.That((await reading.Get(path)).Problem, Is.EqualTo("gone"));
        Assert.That((await reading.Get("/v1/clients/c-1")).Problem, Is.EqualTo("gone"));
        Assert.That((await reading.Get("/v1/clients/c-2")).Text, Does.Contain("Stays"));
    }

    [Test]
    public async Task MasterKeysAreRotatedWhileTheServiceGoesOn()
    {
        await using var service = await Start(_folder);
        var (entering, path) = await Enter(service);
        var old = (await File.ReadAllLinesAsync(Path.Combine(_folder, "own.key")))[^1];
        Assert.That(await RotateCommand.Run(new Arguments([$"--ConnectionStrings:Alliance=Data Source={Path.Combine(_folder, "alliance.db")}", $"--Security:MasterKeyFile={Path.Combine(_folder, "own.key")}"])), Is.Zero);
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder, "own.key"));
        Assert.That((lines[^2], lines[^1]), Is.EqualTo((old, lines[^1])).And.Not.EqualTo((old, old)));
        Assert.That(await Number($"SELECT COUNT(*) FROM data_keys WHERE master_key_id <> '{lines[^1].Split(' ')[0]}'"), Is.Zero);
        Assert.That((await entering.Get(path)).Text, Does.Contain("\"7\":2"));
        Assert.That((await entering.Put("/v1/clients/c-3", new { label = "after" })).Status, Is.EqualTo(201));
        Assert.That(await Number($"SELECT COUNT(*) FROM data_keys WHERE master_key_id = '{lines[^1].Split(' ')[0]}'"), Is.EqualTo(2));
    }

    [Test]
    public async Task AMissingWrongOrSpoiltMasterKeyStopsTheStartWithOneLine()
    {
        var file = Path.Combine(_folder, "own.key");
        await using (var service = await Start(_folder))
        {
            await Enter(service);
            Assert.That(service.LogOf("AllianceApi.Storage.Sealing"), Does.Contain("A master key was made in").And.Contain("mode 600"));
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        var right = await File.ReadAllTextAsync(file);
        File.Delete(file);
        await Refuses("is missing");
        Assert.That(File.Exists(file), Is.False, "none is made in its place");
        var other = AllianceApi.Storage.Sealing.MasterKey.New();
        await File.WriteAllTextAsync(file, $"{other.Id} {Convert.ToBase64String(other.Bytes)}\n");
        await Refuses("does not hold the key");
        await File.WriteAllTextAsync(file, right.Replace(right[^6], right[^6] == 'A' ? 'B' : 'A'));
        await Refuses("is spoilt");
        await File.WriteAllTextAsync(file, right);
        await using var again = await Start(_folder);
        Assert.That((await (await again.Key("integration")).Get("/v1/clients/c-1")).Text, Does.Contain(Label));
    }

    private static Task<RunningService> Start(string folder)
    {
        Directory.CreateDirectory(folder);
        return RunningService.Start(new Dictionary<string, string?> { ["Security:MasterKeyFile"] = Path.Combine(folder, "own.key") }, folder);
    }

    private async Task Refuses(string why)
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => Start(_folder));
        Assert.That(refused!.Message, Does.Contain(why).And.Not.Contain("\n"));
    }

    private static async Task<(Api Entering, string Path)> Enter(RunningService service)
    {
        var entering = await service.Key("integration");
        await entering.Put("/v1/clients/c-1", new { label = Label });
        Assert.That((await entering.Put("/v1/episodes/e-1?create=true", Access.World.Episode("c-1", "th-1"))).Status, Is.EqualTo(201));
        var made = await entering.Post("/v1/episodes/e-1/responses", Form(1), ("Idempotency-Key", "k"));
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        return (entering, made.Headers["Location"]);
    }

    private static System.Text.Json.Nodes.JsonObject Form(int number) => Clinic.Form(number, Odd);

    private static void Backup(RunningService service, string target) =>
        new SqliteBackup(service.Services.GetRequiredService<SqliteFile>(), TimeProvider.System).Make(target, (_, _) => { }, CancellationToken.None);

    private static void Holds(string path, IReadOnlyList<string> values, bool isTrue)
    {
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path) : [path])
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var all = new MemoryStream();
            stream.CopyTo(all);
            foreach (var value in values)
            {
                Assert.That(all.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(value)) >= 0, Is.EqualTo(isTrue), $"{value} in {Path.GetFileName(file)}");
            }
        }
    }

    private async Task<long> Number(string sql)
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Edit(string sql)
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }

    private async Task<SqliteConnection> Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "alliance.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
