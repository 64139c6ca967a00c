using System.Diagnostics;
using System.Text.RegularExpressions;
using AllianceApi.Access;
using AllianceApi.Demo;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Readme;

/// <summary>What the README says works as it is typed.</summary>
internal sealed partial class TourTests
{
    private static readonly string Readme = Repository.Read("README.md");

    [TestCase("dotnet run --project src/AllianceApi -- --demo")]
    [TestCase("dotnet test")]
    public void ACommandStandsAloneInItsFence(string command) =>
        Assert.That(Fence().Matches(Readme).Select(m => m.Groups["text"].Value.Trim()), Has.Member(command));

    [Test]
    public void LinksLeadToFiles()
    {
        var targets = Link().Matches(Readme).Select(m => m.Groups["target"].Value).Where(t => !t.Contains("://", StringComparison.Ordinal));
        Assert.That(targets, Is.Not.Empty.And.All.Matches<string>(t => t is not null && Path.Exists(Repository.PathOf(t))));
    }

    [Test]
    public async Task TheTourRunsAndASecondTimeToo()
    {
        var script = Fence().Matches(Readme).Single(m => m.Groups["language"].Value == "bash").Groups["text"].Value;
        Assert.That(script.Split('\n').Where(l => l.Contains("curl ", StringComparison.Ordinal) && !l.StartsWith('#')), Is.Not.Empty.And.All.Contains("curl -fsS"), "each call fails aloud");
        await using var service = await RunningService.Start();
        var demo = await DemoClinic.Open(service.Services, adminIsKnown: true, CancellationToken.None);
        var key = demo.Keys.First(k => k.Role == Role.Integration).Secret;
        var first = await Bash(script, service, key);
        var second = await Bash(script, service, key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Does.Contain("\"statements\":[\"").And.Contain("\"unseenAlerts\":").And.Contain("\"kind\":\"possibleStrain\""));
            Assert.That(second, Does.Contain("\"statements\":[\""));
            Assert.That(await File.ReadAllTextAsync(Path.Combine(service.Folder, "trend.svg")), Does.Contain("<svg"));
            Assert.That(await service.Admin.All("/v1/episodes?clientId=tour-client"), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task TheQuickStartsOfIntegratorsRunAndASecondTimeToo()
    {
        var guide = Repository.Read("docs/integration.md");
        var scripts = Fence().Matches(guide).Where(m => m.Groups["language"].Value == "bash").Select(m => m.Groups["text"].Value).ToList();
        Assert.That(scripts, Has.Count.EqualTo(4));
        var targets = Link().Matches(guide).Select(m => m.Groups["target"].Value.Split('#')[0]).Where(t => t.Length > 0);
        Assert.That(targets, Is.Not.Empty.And.All.Matches<string>(t => t is not null && Path.Exists(Path.Combine(Repository.PathOf("docs"), t))));
        await using var service = await RunningService.Start();
        var demo = await DemoClinic.Open(service.Services, adminIsKnown: true, CancellationToken.None);
        var key = demo.Keys.First(k => k.Role == Role.Integration).Secret;
        var script = string.Join('\n', scripts);
        await Bash(script, service, key);
        var second = await Bash(script, service, key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second, Does.Contain("\"statements\":[\"").And.Contain("\"valueQuantity\"").And.Contain("\"transactionTime\"").And.Contain("ORU^R01^ORU_R01"));
            Assert.That(await service.Admin.All("/v1/episodes?clientId=ehr-client"), Has.Count.EqualTo(1));
        }
    }

    private static async Task<string> Bash(string script, RunningService service, string key)
    {
        var start = new ProcessStartInfo("bash", ["-c", "set -euo pipefail\n" + script])
        {
            WorkingDirectory = service.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BASE"] = service.Base.ToString().TrimEnd('/');
        start.Environment["KEY"] = key;
        start.Environment["no_proxy"] = "*";
        using var bash = Process.Start(start)!;
        bash.StandardInput.Close();
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await bash.WaitForExitAsync(patience.Token);
        Assert.That(bash.ExitCode, Is.Zero, await errors + await output);
        return await output;
    }

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
