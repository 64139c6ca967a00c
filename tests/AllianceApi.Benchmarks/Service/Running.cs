using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AllianceApi.Benchmarks.Service;

/// <summary>A program under measurement: a child process that listens on a free loopback port, and is killed at the end.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly Process _process;

    private Running(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>From the start of the process to its first good answer.</summary>
    public TimeSpan Started { get; private set; }

    /// <summary>Starts a program and waits until <paramref name="ready"/> answers 200.</summary>
    public static async Task<Running> Start(string program, IEnumerable<string> arguments, string folder, Func<int, IEnumerable<(string Name, string Value)>> environment, string ready = "/health/ready")
    {
        var port = FreePort();
        var info = new ProcessStartInfo(program, arguments.Select(a => a.Replace("{port}", Text.Of(port), StringComparison.Ordinal)))
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment(port))
        {
            info.Environment[name] = value;
        }

        var began = Stopwatch.GetTimestamp();
        var running = new Running(Process.Start(info)!, port);
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        await running.Ready(ready);
        running.Started = Stopwatch.GetElapsedTime(began);
        return running;
    }

    /// <summary>Memory in MB that the kernel counts for the process: <c>VmRSS</c> is now, <c>VmHWM</c> the most so far.</summary>
    public double Megabytes(string line) => double.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(line, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Processor that it has used so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task Ready(string path)
    {
        var request = Requests.Get(path, null);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60); await Task.Delay(2))
        {
            if (_process.HasExited) throw new InvalidOperationException("The program ended at its start.");
            try
            {
                using var connection = await Connection.Open(Port);
                if ((await connection.Exchange(request)).Status == 200) return;
            }
            catch (SocketException)
            {
                continue; // it does not listen yet
            }
        }

        throw new InvalidOperationException("The program was not ready within a minute.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
