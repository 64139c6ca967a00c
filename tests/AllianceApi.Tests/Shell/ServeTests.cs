using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Shell;

/// <summary>The program as a process of its own: started, asked, and told to stop.</summary>
internal sealed partial class ServeTests
{
    private string _folder = "";

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("alliance-serve-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task TheDemoPrintsItsAddressAndKeysAndStopsWhenAsked()
    {
        var first = await StartAndStop();
        var second = await StartAndStop();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Secret().Matches(first).Select(m => m.Value).Distinct().Count(), Is.EqualTo(6), "the operator's key and one for each of five");
            Assert.That(Secret().Matches(second).Select(m => m.Value).Distinct().Count(), Is.EqualTo(6), "an administrator's key again, because the first can not be shown");
            Assert.That(second, Does.Contain("It was here before"));
        }
    }

    [Test]
    public async Task AKeyThatWasGivenIsNotPrinted()
    {
        var output = await StartAndStop(("ALLIANCE_ADMIN_KEY", RunningService.AdminKey));
        Assert.That(output, Does.Not.Contain(RunningService.AdminKey).And.Not.Contain("admin "));
        Assert.That(Secret().Matches(output).Select(m => m.Value).Distinct().Count(), Is.EqualTo(5));
    }

    // What it printed, after a call with the printed integration key and a polite end.
    private async Task<string> StartAndStop(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AllianceApi.dll"), "serve", "--demo"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment.Remove("ALLIANCE_ADMIN_KEY");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("Stop with", StringComparison.Ordinal))
            {
                break;
            }
        }

        var text = string.Join('\n', lines);
        await Ask(text, patience.Token);
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(patience.Token);
        }

        await process.WaitForExitAsync(patience.Token);
        Assert.That(process.ExitCode, Is.Zero, text);
        return text;
    }

    private static async Task Ask(string text, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Value(text, "BASE") + "/v1/caseload");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Value(text, "KEY"));
        using var response = await client.SendAsync(request, cancellationToken);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    private static string Value(string text, string name) => text.Split('\n').Select(l => l.Trim()).First(l => l.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    [GeneratedRegex("aak_[A-Za-z0-9_-]{32,}", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
