using AllianceApi.Storage;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Shell;

/// <summary>The commands of the operator on PostgreSQL, where the schema is brought up by a command alone.</summary>
[NeedsPostgres]
[NonParallelizable]
internal sealed class PostgresCommandTests
{
    private TestStore _store = null!;

    [SetUp]
    public void Make() => _store = TestStore.OnPostgres(Postgres.Text);

    [TearDown]
    public void Remove() => _store.Dispose();

    [TestCase("serve")]
    [TestCase("serve", "--demo")]
    [TestCase("keys", "list")]
    [TestCase("keys", "add", "--role", "integration")]
    [TestCase("export")]
    [TestCase("verify")]
    public async Task Before_migrate_a_command_stops_with_one_clear_line(params string[] words)
    {
        var told = await Type(words);
        Assert.That((told.Code, told.Output), Is.EqualTo((1, "")));
        Assert.That(told.Errors.Trim(), Is.EqualTo($"The store lacks {string.Join(", ", Migration.For("postgres").Select(m => m.Name))}. Run: AllianceApi migrate"));
    }

    [Test]
    public async Task Migrate_tells_what_it_does_and_dry_run_does_nothing()
    {
        var dry = await Type("migrate", "--dry-run");
        Assert.That(await Tables(), Is.Zero);
        var wet = await Type("migrate");
        var again = await Type("migrate");
        Assert.That((dry.Code, dry.Output), Is.EqualTo((0, Steps("would be applied"))));
        Assert.That((wet.Code, wet.Output), Is.EqualTo((0, Steps("applied"))));
        Assert.That((again.Code, again.Output.Trim()), Is.EqualTo((0, "The store has the newest schema.")));
    }

    [Test]
    public async Task A_key_is_made_listed_used_and_revoked()
    {
        _store.Migrate();
        var secret = (await Type("keys", "add", "--role", "integration", "--organization", "north", "--name", "records")).Output.Trim().Split('\n')[^1].Trim();
        var listed = (await Type("keys", "list")).Output.Trim();
        Assert.That(listed, Does.Contain("north").And.Contain("records").And.Not.Contain(secret));
        await using var service = await RunningService.Start(_store);
        Assert.That((await service.Api(secret).Get("/v1/clients")).Status, Is.EqualTo(200));
        Assert.That((await Type("keys", "revoke", listed.Split("  ")[0])).Code, Is.Zero);
        await Task.Delay(1000);
        Assert.That((await service.Api(secret).Get("/v1/clients")).Status, Is.EqualTo(401), "a running service notices within a second");
    }

    private Task<(int Code, string Output, string Errors)> Type(params string[] words) => CommandLineTests.Type([.. words, .. _store.Arguments]);

    private async Task<long> Tables()
    {
        await using var connection = _store.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Steps(string become) => string.Concat(Migration.For("postgres").Select(m => $"{m.Name} {become}{Environment.NewLine}"));
}
