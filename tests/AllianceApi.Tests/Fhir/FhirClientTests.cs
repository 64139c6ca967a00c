using System.Diagnostics;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Fhir;

/// <summary>
/// Clients that nobody here wrote, against the service as a process of its own. Skipped aloud where Node or the packages are
/// absent; with REQUIRE_NPM=1 that is a failure.
/// </summary>
internal sealed class FhirClientTests
{
    private static readonly string Folder = Repository.PathOf("tests", "AllianceApi.Tests", "Fhir", "Clients");
    private Process? _service;
    private string _folder = "";
    private string _address = "";
    private string _key = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        if (!await HasNode() || !Directory.Exists(Path.Combine(Folder, "node_modules", "fhirclient")))
        {
            const string missing = "Node or the packages of the FHIR clients are missing: npm install --no-package-lock in tests/AllianceApi.Tests/Fhir/Clients.";
            if (Environment.GetEnvironmentVariable("REQUIRE_NPM") == "1")
            {
                Assert.Fail(missing);
            }

            Assert.Ignore(missing);
        }

        _folder = Directory.CreateTempSubdirectory("alliance-fhir-clients-").FullName;
        await Open();
        _key = await Key();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_service is not null)
        {
            _service.Kill(entireProcessTree: true);
            await _service.WaitForExitAsync();
            _service.Dispose();
        }

        if (_folder.Length > 0)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [TestCase("fhirclient")]
    [TestCase("fhirkit")]
    [TestCase("medplum")]
    [TestCase("validator")]
    [TestCase("backend")]
    public async Task AClientGetsAlong(string script)
    {
        var (code, output) = await Run("node", Folder, [$"{script}.mjs", _address, _key, script, RunningService.AdminKey]);
        Assert.That((code, output.Split('\n').Any(l => l.StartsWith("OK ", StringComparison.Ordinal))), Is.EqualTo((0, true)), output);
        await TestContext.Out.WriteLineAsync(output);
    }

    private static async Task<bool> HasNode()
    {
        try
        {
            return (await Run("node", Folder, ["--version"])).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Code, string Output)> Run(string program, string folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }

    // It says where it listens, on a port that it chose.
    private async Task Open()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "serve"]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__Alliance"] = $"Data Source={Path.Combine(_folder, "alliance.db")}";
        start.Environment["ALLIANCE_ADMIN_KEY"] = RunningService.AdminKey;
        start.Environment["RateLimit__RequestsPerSecond"] = "0";
        _service = Process.Start(start)!;
        _ = _service.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await _service.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            var at = line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal);
            if (at >= 0)
            {
                _address = new string([.. line[at..].TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.')]).TrimEnd('.', '/');
                _ = _service.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        Assert.Fail("The service did not say where it listens.");
    }

    private async Task<string> Key()
    {
        var made = await new Api(new Uri(_address), RunningService.AdminKey).Post("/v1/keys", new { name = "clients", role = "integration" });
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        return made.Json.Text("key")!;
    }
}
