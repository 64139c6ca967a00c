using System.Diagnostics;

namespace AllianceApi.Tests.Running;

/// <summary>The built program as a process of its own, on a SQLite file and a free port: what can be killed, and started again.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private Task<string> _output = Task.FromResult("");

    private ServiceProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Where it listens.</summary>
    public Uri Base { get; private set; } = null!;

    /// <summary>The operator's calls.</summary>
    public Api Admin => new(Base, RunningService.AdminKey);

    public bool HasEnded => _process.HasExited;

    public static string Program => Path.Combine(AppContext.BaseDirectory, "AllianceApi.dll");

    /// <summary>Starts the service on the store <c>alliance.db</c> of a folder and waits until it listens.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="before">Words before the program: a program that starts it in some other way.</param>
    public static async Task<ServiceProcess> Start(string folder, params string[] before)
    {
        var service = new ServiceProcess(Run(folder, before, "serve"));
        using var patience = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        while (await service._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("AllianceApi listens on ", StringComparison.Ordinal))
            {
                service.Base = new Uri(line["AllianceApi listens on ".Length..]);
                service._output = service._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return service;
            }
        }

        await service.DisposeAsync();
        throw new InvalidOperationException($"The service did not start: {string.Join('\n', lines)} {await service._errors}");
    }

    /// <summary>Begins a command, to be killed.</summary>
    public static ServiceProcess Begin(string folder, params string[] words) => new(Run(folder, [], words));

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> Command(string folder, params string[] words) => await Command(folder, [], words);

    /// <summary>Runs a command to its end by another program.</summary>
    public static async Task<(int Code, string Output, string Errors)> Command(string folder, string[] before, params string[] words)
    {
        await using var command = new ServiceProcess(Run(folder, before, words));
        using var patience = new CancellationTokenSource(Patience);
        var output = await command._process.StandardOutput.ReadToEndAsync(patience.Token);
        await command._process.WaitForExitAsync(patience.Token);
        return (command._process.ExitCode, output, await command._errors);
    }

    /// <summary>Ends it as a power cut would: nothing of it runs any more.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end.</summary>
    /// <returns>Its exit code, and what it said from its start on.</returns>
    public async Task<(int Code, string Said)> Terminate()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _output + await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private static Process Run(string folder, string[] before, params string[] words)
    {
        string[] all = [.. before, "dotnet", Program, .. words];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ALLIANCE_ADMIN_KEY"] = RunningService.AdminKey;
        start.Environment["ConnectionStrings__Alliance"] = $"Data Source={Path.Combine(folder, "alliance.db")}";
        start.Environment["RateLimit__RequestsPerSecond"] = "0";
        return Process.Start(start)!;
    }
}
