using System.ComponentModel;
using System.Diagnostics;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>
/// An authorization server that nobody here wrote (oidc-provider), whose client signs for itself: what it gives opens what its
/// scopes say. Skipped aloud where Node or the package is absent; with REQUIRE_NPM=1 that is a failure.
/// </summary>
internal sealed class ForeignProviderTests
{
    private static readonly string Folder = Repository.PathOf("tests", "AllianceApi.Tests", "Access", "Tokens", "Issuer");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Process? _process;
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider")) || Node() is not { } node)
        {
            const string Missing = "Node or oidc-provider is missing: npm install --no-package-lock in tests/AllianceApi.Tests/Access/Tokens/Issuer.";
            if (Environment.GetEnvironmentVariable("REQUIRE_NPM") == "1")
            {
                Assert.Fail(Missing);
            }

            Assert.Ignore(Missing);
            return;
        }

        _process = node;
        _ = node.StandardError.ReadToEndAsync();
        _clinic = await Clinic.Open(new Dictionary<string, string?>
        {
            ["Access:Issuers:0:Issuer"] = await Line("http://"),
            ["Access:Issuers:0:Audience"] = TestIssuer.Audience,
            ["Access:Issuers:0:AllowHttp"] = "true",
        });
        await _clinic.Episode("mine", "th-1");
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            await _clinic.DisposeAsync();
        }
    }

    [TestCase("system/*.rs", 200, 200, 200)]
    [TestCase("system/Observation.rs", 200, 403, 403)]
    [TestCase("system/Observation.rs system/Patient.rs", 200, 200, 403)]
    public async Task ItsTokensOpenWhatTheirScopesSay(string scope, int observations, int patients, int clients)
    {
        await _process!.StandardInput.WriteLineAsync(scope);
        var api = _clinic.Service.Api(await Line("eyJ"));
        Assert.That(
            ((await api.Get("/fhir/R4/Observation?_count=1")).Status, (await api.Get("/fhir/R4/Patient")).Status, (await api.Get("/v1/clients")).Status), Is.EqualTo((observations, patients, clients)));
    }

    private static Process? Node()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", ["provider.mjs"]) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    // It talks of itself, too; what is meant begins otherwise.
    private async Task<string> Line(string beginning)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await _process!.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }

            Assert.That(line, Does.Not.StartWith("refused"));
        }

        throw new InvalidOperationException("The provider ended.");
    }
}
