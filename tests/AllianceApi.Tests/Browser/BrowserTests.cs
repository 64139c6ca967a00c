using System.Diagnostics;
using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Demo;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Browser;

/// <summary>
/// The pages in a real Chromium, driven by the scripts beside this file. Where Chromium or Node is missing they are skipped
/// aloud; with REQUIRE_BROWSER=1 they fail. ALLIANCE_SHOTS names a folder for pictures of what was seen.
/// </summary>
[NonParallelizable]
internal sealed class BrowserTests
{
    private static readonly string Scripts = Repository.PathOf("tests", "AllianceApi.Tests", "Browser");
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private string _chromium = "";
    private string _node = "";

    [OneTimeSetUp]
    public async Task Find()
    {
        (_node, _chromium) = (Program("node") ?? "", Environment.GetEnvironmentVariable("CHROMIUM") ?? Browsers.Select(Program).FirstOrDefault(p => p is not null) ?? "");
        var missing = _node.Length == 0 || Program("npm") is null ? "Node with npm" : _chromium.Length == 0 ? "Chromium" : null;
        if (missing is null && !Directory.Exists(Path.Combine(Scripts, "node_modules", "axe-core")))
        {
            var (exit, said) = await Run(Program("npm")!, ["install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"], []);
            missing = exit == 0 ? null : $"what package.json names (npm said: {said})";
        }

        if (missing is null)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("REQUIRE_BROWSER") == "1")
        {
            Assert.Fail($"REQUIRE_BROWSER is set, and {missing} is not here.");
        }

        Assert.Ignore($"SKIPPED: {missing} is not here, so the pages are not tried in a browser.");
    }

    [TestCase("trip.mjs", TestName = "A client is invited and answers on a phone, and the clinician sees and settles what comes of it")]
    [TestCase("form.mjs", TestName = "The form works without script, sent twice, without connection, in any direction, and says when its link is over")]
    [TestCase("states.mjs", TestName = "Every page and state is there for every role, wide and narrow, light and dark")]
    [TestCase("policy.mjs", TestName = "No page, form or chart needs more than its content security policy allows, and what is put in is not obeyed")]
    public Task Trip(string script) => Trip(script, []);

    [Test]
    public async Task People_sign_in_where_they_sign_in_anyway()
    {
        await using var issuer = await ForeignIssuer.Start("""{"aud":"alliance-api","role":"clinician","clinicianId":"demo-clinician-1"}""");
        if (issuer is null)
        {
            ForeignIssuer.IsMissing();
            return;
        }

        await Trip("signin.mjs", new()
        {
            ["Access:Issuers:0:Issuer"] = issuer.Url.OriginalString,
            ["Access:Issuers:0:Audience"] = TestIssuer.Audience,
            ["Access:Issuers:0:AllowHttp"] = "true",
            ["Dashboard:SignIn:ClientId"] = "dashboard",
            ["Dashboard:SignIn:Name"] = "the clinic",
        });
    }

    private async Task Trip(string script, Dictionary<string, string?> settings)
    {
        await using var service = await RunningService.Start(new Dictionary<string, string?>(settings) { ["RateLimit:RequestsPerSecond"] = "100" });
        var clinic = await DemoClinic.Open(service.Services, adminIsKnown: true, CancellationToken.None);
        var keys = clinic.Keys.GroupBy(k => k.Role).ToDictionary(g => g.Key.Name(), g => g.First().Secret, StringComparer.Ordinal);
        keys["admin"] = RunningService.AdminKey;
        var (exit, said) = await Run(_node, [script], new()
        {
            ["ALLIANCE_BASE"] = service.Base.GetLeftPart(UriPartial.Authority),
            ["ALLIANCE_KEYS"] = JsonSerializer.Serialize(keys),
            ["CHROMIUM"] = _chromium,
        });
        Assert.That(exit, Is.Zero, said);
    }

    private static string? Program(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static async Task<(int Exit, string Said)> Run(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Scripts, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
