using AllianceApi.Access;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>What stops the start on PostgreSQL: a schema that is not the newest, and a configuration that lacks something.</summary>
internal sealed class PostgresStartTests
{
    private const string NoServer = "Host=127.0.0.1;Port=1;Database=x;Username=x";

    [Test]
    [NeedsPostgres]
    public async Task Pending_migrations_refuse_the_start_and_stay_pending()
    {
        using var store = TestStore.OnPostgres(Postgres.Text);
        await using var app = Build(store.Settings);
        var migrator = app.Services.GetRequiredService<Migrator>();
        var refusal = Assert.Throws<MigrationException>(migrator.Prepare)!;
        Assert.That(refusal.Message, Does.Contain("0001_main").And.Contain("migrate").And.Not.Contain("\n"));
        Assert.That(migrator.Pending(), Is.EqualTo(Migration.For("postgres")));
        migrator.Migrate();
        Assert.That(migrator.Pending(), Is.Empty);
        Assert.DoesNotThrow(migrator.Prepare);
    }

    [Test]
    [NeedsPostgres]
    public async Task Two_that_migrate_at_once_take_each_step_once()
    {
        using var store = TestStore.OnPostgres(Postgres.Text);
        await using var app = Build(store.Settings);
        await using var other = Build(store.Settings);
        await Task.WhenAll(new[] { app, other, app, other }.Select(a => Task.Run(a.Services.GetRequiredService<Migrator>().Migrate)));
        Assert.That(app.Services.GetRequiredService<Migrator>().Pending(), Is.Empty);
    }

    [Test]
    [NeedsPostgres]
    public async Task A_step_that_changed_or_is_unknown_refuses_the_start()
    {
        using var store = TestStore.OnPostgres(Postgres.Text);
        await using var app = Build(store.Settings);
        var migrator = app.Services.GetRequiredService<Migrator>();
        migrator.Migrate();
        var all = Migration.For("postgres");
        Assert.That(() => migrator.Pending([new Migration(1, all[0].Name, "SELECT 2"), .. all.Skip(1)]), Throws.TypeOf<MigrationException>().With.Message.Contains("other content"));
        Assert.That(() => migrator.Pending([.. all.Take(1)]), Throws.TypeOf<MigrationException>().With.Message.Contains("newer"));
    }

    [Test]
    [NeedsPostgres]
    public async Task A_step_that_fails_leaves_nothing()
    {
        using var store = TestStore.OnPostgres(Postgres.Text);
        await using var app = Build(store.Settings);
        var migrator = app.Services.GetRequiredService<Migrator>();
        Assert.That(() => migrator.Migrate([new Migration(1, "0001_broken", "CREATE TABLE half (a BIGINT); CREATE TABLE half (a BIGINT);")]), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(migrator.Pending(), Has.Count.EqualTo(Migration.For("postgres").Count));
        Assert.DoesNotThrow(migrator.Migrate);
    }

    [Test]
    [NeedsPostgres]
    public async Task Data_of_each_earlier_schema_is_there_after_the_steps_that_followed([ValueSource(nameof(Earlier))] int steps)
    {
        using var store = TestStore.OnPostgres(Postgres.Text);
        await using (var app = Build(store.Settings))
        {
            app.Services.GetRequiredService<Migrator>().Migrate([.. Migration.For("postgres").Take(steps)]);
        }

        await using (var connection = store.Connect())
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                "INSERT INTO organizations VALUES ('default', 'Of before', 1, 1); INSERT INTO clinicians VALUES ('default', 'th-1', NULL, 1, 1); " +
                "INSERT INTO clients (organization_id, client_id, label, revision, created_at) VALUES ('default', 'c-1', 'Kept', 1, 1); " +
                "INSERT INTO episodes VALUES ('default', 'e-1', 'c-1', 'th-1', 'wai-sr', '2024-01-01', NULL, 1, 1)";
            await command.ExecuteNonQueryAsync();
        }

        await using var service = await RunningService.Start(store);
        var integration = await service.Key("integration");
        Assert.That((await integration.Read("/v1/clients/c-1")).Text("label"), Is.EqualTo("Kept"));
        Assert.That((await integration.Post("/v1/episodes/e-1/responses", Forms.Of(1, 4))).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task A_server_that_does_not_answer_is_one_clear_line()
    {
        using var store = TestStore.Make(Store.Sqlite); // for its key file
        await using var app = Build(new Dictionary<string, string?>(store.Settings) { ["Store:Provider"] = "postgres", ["ConnectionStrings:Alliance"] = NoServer, ["Security:MasterKeyFile"] = KeyIn(store.Folder) });
        var refusal = Assert.Throws<StoreUnavailableException>(app.Services.GetRequiredService<Migrator>().Prepare)!;
        Assert.That(refusal.Message, Does.StartWith("PostgreSQL at 127.0.0.1:1/x").And.Not.Contain("\n"));
    }

    [TestCase("Store:Provider", "oracle", "sqlite or postgres")]
    [TestCase("ConnectionStrings:Alliance", "Data Source=x.db", "PostgreSQL")]
    [TestCase("ConnectionStrings:Alliance", null, "not set")]
    [TestCase("Security:MasterKeyFile", null, "not set")]
    [TestCase("Security:MasterKeyFile", "/nowhere/key", "can not be read")]
    [TestCase("Security:MasterKeyFile", "{folder}/short", "32 bytes")]
    [TestCase("Security:MasterKeyFile", "{folder}/words", "base64")]
    [TestCase("Store:PoolSize", "1", "whole number")]
    [TestCase("Store:PoolSize", "many", "whole number")]
    public void Wrong_configuration_is_one_clear_line(string name, string? value, string says)
    {
        using var store = TestStore.Make(Store.Sqlite);
        File.WriteAllText(Path.Combine(store.Folder, "short"), Convert.ToBase64String(new byte[16]));
        File.WriteAllText(Path.Combine(store.Folder, "words"), "no key at all");
        var settings = new Dictionary<string, string?>(store.Settings) { ["Store:Provider"] = "postgres", ["ConnectionStrings:Alliance"] = NoServer, ["Security:MasterKeyFile"] = KeyIn(store.Folder) };
        settings[name] = value?.Replace("{folder}", store.Folder, StringComparison.Ordinal);
        var refusal = Assert.Throws<ConfigurationException>(() => Build(settings))!;
        Assert.That(refusal.Message, Does.Contain(name).And.Contain(says).And.Not.Contain("\n"));
    }

    private static string KeyIn(string folder)
    {
        var path = Path.Combine(folder, "master.key");
        File.WriteAllText(path, Convert.ToBase64String(new byte[32]));
        return path;
    }

    private static IEnumerable<int> Earlier => Enumerable.Range(1, Migration.For("postgres").Count - 1);

    private static WebApplication Build(IReadOnlyDictionary<string, string?> settings) => Program.Build([], builder => builder.Configuration.AddInMemoryCollection(settings));
}
