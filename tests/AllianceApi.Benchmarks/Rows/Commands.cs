using System.Diagnostics;

namespace AllianceApi.Benchmarks.Rows;

/// <summary>Programs that run to their end.</summary>
internal static class Commands
{
    public static async Task<(int Code, string Output)> Run(string program, IEnumerable<string> arguments, string folder, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var told = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(told));
    }

    /// <summary>The published service: the folder that was given, or published now from this checkout.</summary>
    public static async Task<string> Publish(string? given)
    {
        if (given is not null) return given;
        var root = Root();
        var app = Path.Combine(AppContext.BaseDirectory, "app");
        return await Run("dotnet", ["publish", Path.Combine(root, "src", "AllianceApi"), "-c", "Release", "-o", app], root) is { Code: not 0 } failed
            ? throw new InvalidOperationException("The service does not publish: " + failed.Output)
            : app;
    }

    public static async Task<string> Commit() => (await Run("git", ["describe", "--always", "--dirty", "--abbrev=10"], Root())).Output.Trim();

    /// <summary>The checkout that this was built from.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AllianceApi.sln"))) folder = folder.Parent;
        return folder?.FullName ?? Environment.CurrentDirectory;
    }
}
