using System.ComponentModel;
using System.Diagnostics;

namespace AllianceApi.Tests.Running;

/// <summary>An identity provider that nobody here wrote (oauth2-mock-server), as a process of its own.</summary>
internal sealed class ForeignIssuer : IAsyncDisposable
{
    private static readonly string Folder = Repository.PathOf("tests", "AllianceApi.Tests", "Access", "Tokens", "Issuer");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ForeignIssuer(Process process) => _process = process;

    public Uri Url { get; private set; } = null!;

    /// <summary>Starts it; null where Node or the package is absent.</summary>
    /// <param name="claims">Claims that every token has, as JSON.</param>
    public static async Task<ForeignIssuer?> Start(string claims = "{}")
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "oauth2-mock-server")) || Node(claims) is not { } node)
        {
            return null;
        }

        var issuer = new ForeignIssuer(node);
        issuer.Url = new Uri(await issuer.Line());
        return issuer;
    }

    /// <summary>Skips a test aloud, or fails it where npm packages are required.</summary>
    public static void IsMissing()
    {
        const string Missing = "Node or oauth2-mock-server is missing: npm install --no-package-lock in tests/AllianceApi.Tests/Access/Tokens/Issuer.";
        if (Environment.GetEnvironmentVariable("REQUIRE_NPM") == "1")
        {
            Assert.Fail(Missing);
        }

        Assert.Ignore(Missing);
    }

    /// <summary>Lets it sign by one more algorithm.</summary>
    public async Task AddKey(string algorithm)
    {
        await _process.StandardInput.WriteLineAsync(algorithm);
        await Line();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process? Node(string claims)
    {
        try
        {
            var start = new ProcessStartInfo("node", ["issuer.mjs"]) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
            start.Environment["ISSUER_CLAIMS"] = claims;
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private async Task<string> Line()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("The issuer ended.");
    }
}
