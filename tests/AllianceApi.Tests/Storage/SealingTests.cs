using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Access;
using AllianceApi.Shell;
using AllianceApi.Storage.Sealing;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Storage;

/// <summary>Answers, labels and secrets are noise to who has the store; of who is erased nothing comes back, not by an older copy.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class SealingTests(Store kind)
{
    private const string Label = "PlantedLabel";
    private static readonly string[] Planted = [Label, "314152253554", "3,1,4,1,5,2,2,5", "\"7\":2"];
    private static readonly double?[] Odd = [3, 1, 4, 1, 5, 2, 2, 5, 3, 5, 5, 4];

    private TestStore _store = null!;
    private string _folder = null!;

    [SetUp]
    public void Make() => (_store, _folder) = (TestStore.Make(kind), Directory.CreateTempSubdirectory("alliance-copies-").FullName);

    [TearDown]
    public void Remove()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task TheStoreAndItsCopiesHoldNoAnswersNoLabelsAndNoSecrets()
    {
        var values = new List<byte[]>(Planted.Select(Encoding.UTF8.GetBytes));
        await using (var service = await Start())
        {
            var (entering, path) = await Enter(service);
            Assert.That((await entering.Get(path)).Text, Does.Contain("\"7\":2"));
            Assert.That((await entering.Get("/v1/clients/c-1")).Text, Does.Contain(Label));
            Assert.That((await entering.Get("/v1/caseload")).Text, Does.Contain(Label));
            Assert.That((await entering.Get("/v1/export")).Text, Does.Contain("\"7\":2"));
            Assert.That((await entering.Post("/v1/episodes/e-1/responses", Form(1), ("Idempotency-Key", "k"))).Text, Does.Contain("\"7\":2"), "replayed");
            var link = await entering.Post("/v1/episodes/e-1/invitations", Access.World.Invitation());
            values.AddRange(((string[])[RunningService.AdminKey, entering.Key!, link.Json.Text("url")!.Split('/')[^1]]).Select(Encoding.UTF8.GetBytes));
            foreach (var secret in (string[])[await Secret(service, "/v1/webhooks/told"), await Secret(service, "/v1/webhooks/told/secret")])
            {
                values.AddRange([Encoding.UTF8.GetBytes(secret), Convert.FromBase64String(secret["whsec_".Length..])]);
            }

            StoreBytes.HoldNone(await StoreBytes.Of(_store), values);
            StoreCopy.Make(_store, Copy("copy.db"));
        }

        StoreBytes.HoldNone(await StoreBytes.Of(_store), values);
        StoreBytes.HoldNone(Directory.GetFiles(_folder).ToDictionary(f => f, StoreBytes.OfFile), values);
    }

    [Test]
    public async Task WhatIsMovedToAnotherRowDoesNotOpenThere()
    {
        await using var service = await Start();
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
    public async Task WhoIsErasedIsForgottenByACopyFromBefore()
    {
        string path;
        await using (var service = await Start())
        {
            (var entering, path) = await Enter(service);
            await entering.Put("/v1/clients/c-2", new { label = "Stays" });
            StoreCopy.Make(_store, Copy("before.db"));
            Assert.That((await entering.Delete("/v1/clients/c-1", ("If-Match", "*"))).Status, Is.EqualTo(204));
            StoreCopy.Make(_store, Copy("after.db"));
        }

        File.Move(Copy("after.db.datakeys"), Copy("before.db.datakeys"), overwrite: true);
        using var restored = StoreCopy.PutBack(_store, Copy("before.db"));
        await using var again = await RunningService.Start(restored);
        var reading = await again.Key("integration");
        foreach (var gone in (string[])[path, "/v1/clients/c-1", "/v1/episodes/e-1", "/v1/episodes/e-1/trend", "/v1/episodes/e-1/responses", "/v1/clients/c-1/export"])
        {
            Assert.That((await reading.Get(gone)).Problem, Is.EqualTo("not-found"), gone);
        }

        Assert.That((await reading.Get("/v1/clients/c-2")).Text, Does.Contain("Stays"));
        Assert.That((await reading.Get("/v1/caseload")).Json["items"]!.AsArray(), Is.Empty);
        Assert.That(again.LogOf("AllianceApi.People"), Does.Contain("1 clients who were erased"));
        var audit = await (await again.Key("auditor")).All("/v1/audit?clientId=c-1");
        Assert.That(audit.Count(r => r.Text("action") == "EraseClient" && r.Text("actor.name") == "service"), Is.EqualTo(1), "it is audited");
    }

    [Test]
    public async Task WhatWasMergedIntoWhoIsErasedIsForgottenTooAndWhoComesAgainIsNew()
    {
        await using (var service = await Start())
        {
            var (entering, _) = await Enter(service);
            await entering.Put("/v1/clients/c-2", new { label = "Second" });
            await entering.Put("/v1/clients/c-3", new { label = "Third" });
            StoreCopy.Make(_store, Copy("before.db"));
            Assert.That((await entering.Post("/v1/clients/c-1/merge", new { into = "c-2" })).Status, Is.EqualTo(200));
            Assert.That((await entering.Post("/v1/clients/c-2/merge", new { into = "c-3" })).Status, Is.EqualTo(200));
            Assert.That((await entering.Delete("/v1/clients/c-3", ("If-Match", "*"))).Status, Is.EqualTo(204));
            Assert.That((await entering.Put("/v1/clients/c-3", new { label = "Again" })).Status, Is.EqualTo(201));
            StoreCopy.Make(_store, Copy("after.db"));
        }

        await using (var same = await Start())
        {
            Assert.That((await (await same.Key("integration")).Get("/v1/clients/c-3")).Text, Does.Contain("Again"), "who comes again stays");
            Assert.That(await Number("SELECT COUNT(*) FROM client_merges"), Is.Zero, "no id is left");
        }

        File.Move(Copy("after.db.datakeys"), Copy("before.db.datakeys"), overwrite: true);
        using var restored = StoreCopy.PutBack(_store, Copy("before.db"));
        await using var again = await RunningService.Start(restored);
        var reading = await again.Key("integration");
        foreach (var gone in (string[])["c-1", "c-2", "c-3"])
        {
            Assert.That((await reading.Get($"/v1/clients/{gone}")).Status, Is.EqualTo(404), gone);
        }
    }

    [Test]
    public async Task MasterKeysAreRotatedWhileTheServiceGoesOnAndOlderCopiesStillOpen()
    {
        await using (var service = await Start())
        {
            var (entering, path) = await Enter(service);
            var secret = await Secret(service, "/v1/webhooks/told");
            StoreCopy.Make(_store, Copy("before.db"));
            var old = MasterKeys.Parse(_store.KeyFile)[^1];
            await Rotate();
            var keys = MasterKeys.Parse(_store.KeyFile);
            Assert.That((keys.Count, keys[0].Id, keys[1].Id == old.Id), Is.EqualTo((2, old.Id, false)));
            Assert.That(await Number($"SELECT COUNT(*) FROM data_keys WHERE master_key_id <> '{keys[1].Id}'"), Is.Zero, "the webhook's with the clients'");
            Assert.That((await entering.Get(path)).Text, Does.Contain("\"7\":2"));
            Assert.That((await entering.Put("/v1/clients/c-3", new { label = "after" })).Status, Is.EqualTo(201));
            Assert.That(await Number($"SELECT COUNT(*) FROM data_keys WHERE master_key_id = '{keys[1].Id}'"), Is.EqualTo(3), "two clients and the organization");
            await Rotate();
            Assert.That(MasterKeys.Parse(_store.KeyFile).Exists(k => k.Id == old.Id), Is.False, "what nobody needs is dropped");
            Assert.That((await entering.Get(path)).Text, Does.Contain("\"7\":2"));
            Assert.That(await Secret(service, "/v1/webhooks/told/secret"), Is.Not.EqualTo(secret));
            StoreCopy.Make(_store, Copy("after.db"));
        }

        File.Move(Copy("after.db.datakeys"), Copy("before.db.datakeys"), overwrite: true);
        using var restored = StoreCopy.PutBack(_store, Copy("before.db"));
        await using var again = await RunningService.Start(restored);
        Assert.That((await (await again.Key("integration")).Get("/v1/clients/c-1")).Text, Does.Contain(Label));
    }

    [Test]
    public async Task AMissingWrongOrSpoiltMasterKeyStopsTheStartWithOneLine()
    {
        await using (var service = await Start())
        {
            await Enter(service);
            if (kind == Store.Sqlite)
            {
                Assert.That(service.LogOf("AllianceApi.Storage.Sealing"), Does.Contain("A master key was made in").And.Contain("mode 600"));
                Assert.That(OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(_store.KeyFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            }
        }

        var right = await File.ReadAllTextAsync(_store.KeyFile);
        File.Delete(_store.KeyFile);
        await Refuses(kind == Store.Sqlite ? "is missing" : "can not be read");
        Assert.That(File.Exists(_store.KeyFile), Is.False, "none is made in its place");
        var other = MasterKey.New();
        await File.WriteAllTextAsync(_store.KeyFile, $"{other.Id} {Convert.ToBase64String(other.Bytes)}\n");
        await Refuses("does not hold the key");
        await File.WriteAllTextAsync(_store.KeyFile, $"{other.Id} {Convert.ToBase64String(MasterKey.New().Bytes)}\n");
        await Refuses("is spoilt");
        await File.WriteAllTextAsync(_store.KeyFile, right);
        await using var again = await Start();
        Assert.That((await (await again.Key("integration")).Get("/v1/clients/c-1")).Text, Does.Contain(Label));
    }

    [Test]
    public async Task SaltsThatWereStoredInTheClearAreSealedAndTheSecretStays()
    {
        byte[] salt, former;
        string secret;
        await using (var service = await Start())
        {
            (salt, former, secret) = (new byte[32], new byte[32], await Secret(service, "/v1/webhooks/told"));
            Random.Shared.NextBytes(salt);
            Random.Shared.NextBytes(former);
        }

        await Edit($"UPDATE webhooks SET salt = {Literal(salt)}, former_salt = {Literal(former)}, former_until = 9223372036854775807");
        await using (await Start())
        {
            Assert.That(secret, Does.StartWith("whsec_"));
        }

        StoreBytes.HoldNone(await StoreBytes.Of(_store), [salt, former]);
        Assert.That(await Number("SELECT COUNT(*) FROM webhooks WHERE length(salt) > 60 AND length(former_salt) > 60"), Is.EqualTo(1));
        await using (await Start())
        {
            Assert.That(await Number("SELECT COUNT(*) FROM webhooks WHERE length(salt) > 120"), Is.Zero, "and not sealed twice");
        }
    }

    private Task<RunningService> Start() => RunningService.Start(_store);

    private string Copy(string name) => Path.Combine(_folder, name);

    private string Literal(byte[] bytes) => kind == Store.Sqlite ? $"x'{Convert.ToHexString(bytes)}'" : $"'\\x{Convert.ToHexString(bytes)}'::bytea";

    private async Task Rotate() => Assert.That(await RotateCommand.Run(new Arguments(_store.Arguments)), Is.Zero);

    private async Task Refuses(string why)
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(Start);
        Assert.That(refused!.Message, Does.Contain(why).And.Not.Contain("\n"));
    }

    private static async Task<string> Secret(RunningService service, string path)
    {
        var made = path.EndsWith("/secret", StringComparison.Ordinal) ? await service.Admin.Post(path, new { }) : await service.Admin.Put(path, new { url = "https://receiver.invalid/events" });
        Assert.That(made.Status, Is.AnyOf(200, 201), made.Text);
        return made.Json.Text("secret")!;
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

    private static JsonObject Form(int number) => Clinic.Form(number, Odd);

    private async Task<long> Number(string sql)
    {
        await using var connection = _store.Connect();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Edit(string sql)
    {
        await using var connection = _store.Connect();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements stand above
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }
}
