using AllianceApi.Access;
using AllianceApi.Shell;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Shell;

/// <summary>The commands of the operator, as they are typed.</summary>
[NonParallelizable]
internal sealed class CommandLineTests
{
    private string _folder = "";

    private string Store => $"--ConnectionStrings:Alliance=Data Source={Path.Combine(_folder, "alliance.db")}";

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("alliance-shell-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestCase("help")]
    [TestCase("--help")]
    public async Task HelpNamesTheCommands(params string[] words)
    {
        var told = await Type(words);
        Assert.That((told.Code, told.Errors), Is.EqualTo((0, "")));
        Assert.That(told.Output, Does.Contain("serve [--demo]").And.Contain("migrate").And.Contain("keys add").And.Contain("ConnectionStrings__Alliance"));
    }

    [Test]
    public async Task EveryCommandExplainsItself()
    {
        var general = (await Type("help")).Output;
        foreach (var command in CommandHelp.Commands)
        {
            var asked = await Type(command, "--help");
            var topic = await Type("help", command);
            using (Assert.EnterMultipleScope())
            {
                Assert.That((asked.Code, asked.Errors, asked.Output), Is.EqualTo((0, "", topic.Output)));
                Assert.That(asked.Output, Does.StartWith($"Usage: AllianceApi {(command == "serve" ? "[serve]" : command)}").And.Contain("Exit code: 0"));
                Assert.That(general, Does.Contain($"\n  {command}"));
            }
        }
    }

    [TestCase("dance")]
    [TestCase("help", "dance")]
    [TestCase("backup")]
    [TestCase("restore")]
    [TestCase("backup", "a", "b")]
    [TestCase("import", "a", "--format", "xlsx")]
    [TestCase("serve", "--dance")]
    [TestCase("keys")]
    [TestCase("keys", "dance")]
    [TestCase("keys", "add")]
    [TestCase("keys", "add", "--role", "king")]
    [TestCase("keys", "add", "--role", "clinician")]
    [TestCase("keys", "add", "--role")]
    [TestCase("keys", "add", "--role", "integration", "--organization", "no spaces")]
    [TestCase("keys", "add", "--role", "integration", "--expires", "2027-01-01")]
    [TestCase("keys", "revoke")]
    [TestCase("migrate", "twice")]
    public async Task WhatIsNotUnderstoodIsOneLineAndTwo(params string[] words)
    {
        var told = await Type([.. words, Store]);
        Assert.That(told.Code, Is.EqualTo(2));
        Assert.That(told.Errors.Trim(), Does.EndWith("See: AllianceApi help").And.Not.Contain("\n"));
    }

    [TestCase("--Store:Provider=paper", "Store:Provider")]
    [TestCase("--ConnectionStrings:Alliance=nonsense", "ConnectionStrings:Alliance")]
    [TestCase("--ConnectionStrings:Alliance=Data Source=/dev/null/alliance.db", "store")]
    [TestCase("--ALLIANCE_ADMIN_KEY=aak_short", "ALLIANCE_ADMIN_KEY")]
    [TestCase("--RateLimit:RequestsPerSecond=-1", "RateLimit:RequestsPerSecond")]
    [TestCase("--RateLimit:RequestsPerSecond=many", "RateLimit:RequestsPerSecond")]
    [TestCase("--Alerts:LowLevel:wai-sr=low", "Alerts:LowLevel:wai-sr")]
    [TestCase("--Access:Issuers:0:Audience=api", "Access:Issuers:0:Issuer")]
    [TestCase("--Access:Issuers=https://id.example", "Access:Issuers")]
    [TestCase("--URLS=nonsense", "address")]
    [TestCase("--URLS=http://127.0.0.1:99999", "address")]
    public async Task AWrongConfigurationIsOneClearLineAndOne(string setting, string named)
    {
        var told = await Type("serve", Store, setting);
        Assert.That(told.Code, Is.EqualTo(1), told.Output + told.Errors);
        Assert.That(told.Errors.Trim(), Does.Contain(named).And.Not.Contain("\n"));
        Assert.That(told.Errors, Does.Not.Contain("   at ").And.Not.Contain("Exception"));
    }

    [Test]
    public async Task AnAddressInUseIsOneClearLine()
    {
        await using var service = await RunningService.Start();
        var told = await Type("serve", Store, $"--URLS={service.Base.ToString().TrimEnd('/')}");
        Assert.That((told.Code, told.Errors.Trim()), Is.EqualTo((1, "The address is in use. Stop the other program, or choose another address with ASPNETCORE_URLS.")));
    }

    [Test]
    public async Task MigrateTellsWhatItDoesAndDryRunDoesNothing()
    {
        var dry = await Type("migrate", "--dry-run", Store);
        Assert.That(File.Exists(Path.Combine(_folder, "alliance.db")), Is.False);
        var wet = await Type("migrate", Store);
        var again = await Type("migrate", Store);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((dry.Code, dry.Output), Is.EqualTo((0, Steps("would be applied"))));
            Assert.That((wet.Code, wet.Output), Is.EqualTo((0, Steps("applied"))));
            Assert.That((again.Code, again.Output.Trim()), Is.EqualTo((0, "The store has the newest schema.")));
        }
    }

    [Test]
    public async Task AKeyIsMadeListedUsedAndRevoked()
    {
        var made = await Type("keys", "add", "--role", "integration", "--organization", "north", "--name", "records", Store);
        var secret = made.Output.Trim().Split('\n')[^1].Trim();
        Assert.That(secret, Does.StartWith(KeySecret.Prefix), "alone on the last line");
        var listed = (await Type("keys", "list", Store)).Output.Trim();
        Assert.That(listed, Does.Contain("north").And.Contain("integration").And.Contain("records").And.Not.Contain(secret));
        await using (var service = await RunningService.Start(folder: _folder))
        {
            Assert.That((await service.Api(secret).Get("/v1/clients")).Status, Is.EqualTo(200));
            var revoked = await Type("keys", "revoke", listed.Split("  ")[0], Store);
            Assert.That(revoked.Code, Is.Zero);
            await Task.Delay(1000);
            Assert.That((await service.Api(secret).Get("/v1/clients")).Status, Is.EqualTo(401), "a running service notices within a second");
        }

        Assert.That((await Type("keys", "revoke", listed.Split("  ")[0], Store)).Code, Is.EqualTo(2), "it is not valid any more");
    }

    [Test]
    public async Task AClinicianIsEnteredBeforeItsKey()
    {
        var told = await Type("keys", "add", "--role", "clinician", "--clinician", "th-9", Store);
        Assert.That(told.Code, Is.EqualTo(2));
        Assert.That(told.Errors, Does.Contain("PUT /v1/clinicians/th-9"));
    }

    private static string Steps(string become) => string.Concat(Migration.For("sqlite").Select(m => $"{m.Name} {become}{Environment.NewLine}"));

    internal static async Task<(int Code, string Output, string Errors)> Type(params string[] words)
    {
        var (console, errors) = (Console.Out, Console.Error);
        using var output = new StringWriter();
        using var mistakes = new StringWriter();
        Console.SetOut(output);
        Console.SetError(mistakes);
        try
        {
            var code = await CommandLine.Run(words).WaitAsync(TimeSpan.FromMinutes(1));
            return (code, output.ToString(), mistakes.ToString());
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(errors);
        }
    }
}
