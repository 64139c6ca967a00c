using System.Diagnostics;

namespace AllianceApi.Tests.Running;

/// <summary>
/// Programs from npm that nobody here wrote, in a folder with a package.json. Where Node, the packages or Chromium are missing the
/// tests are skipped aloud; with REQUIRE_NPM=1 (for Chromium REQUIRE_BROWSER=1) they fail.
/// </summary>
internal static class NodeScripts
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Where Chromium is; empty where it is not.</summary>
    public static string Chromium { get; } = Environment.GetEnvironmentVariable("CHROMIUM") ?? Browsers.Select(Program).FirstOrDefault(p => p is not null) ?? "";

    /// <summary>Skips the test where a package is not installed in a folder.</summary>
    public static void Need(string folder, params string[] packages)
    {
        if (Program("node") is null || packages.Any(p => !Directory.Exists(Path.Combine(folder, "node_modules", p))))
        {
            Skip("REQUIRE_NPM", $"Node or packages are missing: npm install --no-package-lock --ignore-scripts in {Path.GetRelativePath(Repository.PathOf("."), folder)}.");
        }
    }

    /// <summary>Skips the test where there is no Chromium.</summary>
    public static void NeedChromium()
    {
        if (Chromium.Length == 0)
        {
            Skip("REQUIRE_BROWSER", "Chromium is missing.");
        }
    }

    /// <summary>Runs a script that must say OK.</summary>
    public static async Task Run(string folder, params string[] arguments)
    {
        var (code, output) = await Run("node", folder, arguments);
        Assert.That((code, output.Split('\n').Any(l => l.StartsWith("OK ", StringComparison.Ordinal))), Is.EqualTo((0, true)), output);
        await TestContext.Out.WriteLineAsync(output);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output)> Run(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["CHROMIUM"] = Chromium;
        start.Environment["no_proxy"] = "127.0.0.1,localhost";
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
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

    private static string? Program(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static void Skip(string demand, string missing)
    {
        if (Environment.GetEnvironmentVariable(demand) == "1")
        {
            Assert.Fail($"{demand} is set. {missing}");
        }

        Assert.Ignore($"SKIPPED: {missing}");
    }
}
