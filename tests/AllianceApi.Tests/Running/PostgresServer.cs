using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AllianceApi.Tests.Running;

/// <summary>
/// A PostgreSQL server on a free loopback port with a folder of its own, started as an ordinary user. One that is not durable
/// spares the disk: what it acknowledges is lost with the machine, and only then.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _programs;
    private readonly string? _user;
    private readonly string _folder;
    private readonly int _port;
    private readonly bool _durable;
    private Process? _process;

    public PostgresServer(bool durable = true)
    {
        _durable = durable;
        _programs = Programs() ?? throw new InvalidOperationException("initdb was not found.");
        _user = Environment.UserName == "root" ? OrdinaryUser() : null; // initdb refuses root
        _folder = Directory.CreateTempSubdirectory("alliance-postgres-").FullName;
        _port = FreePort();
        if (_user is not null)
        {
            Finish(Process.Start("chown", [_user, _folder]));
        }

        Finish(Start("initdb", ["-D", Data, "-U", "alliance", "-A", "trust", "-E", "UTF8"]));
        Run();
    }

    /// <summary>Connection string; <c>{db}</c> stands for the name of the database.</summary>
    public string Text => $"Host=127.0.0.1;Port={_port};Username=alliance;Database={{db}}";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Where the server's programs are; null where there are none.</summary>
    public static string? Programs()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")) : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Concat(onPath).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")));
    }

    /// <summary>Starts the server, again after <see cref="Kill"/>: as soon as the last process of the one before has gone.</summary>
    public void Run()
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            _process = Start("postgres", ["-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300", .. _durable ? (string[])[] : ["-c", "fsync=off", "-c", "full_page_writes=off"]]);
            while (!_process.HasExited)
            {
                if (Answers())
                {
                    return;
                }

                Assert.That(began.Elapsed, Is.LessThan(Patience), "PostgreSQL does not start.");
                Task.Delay(50).Wait();
            }

            Assert.That(began.Elapsed, Is.LessThan(Patience), "PostgreSQL does not start.");
        }
    }

    /// <summary>Ends the server as a crash does: SIGKILL to the first process, and the others go when they notice.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends the server without a checkpoint: all its processes leave at once, and the next start recovers from the log.</summary>
    public void StopAtOnce() => Finish(Start("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"]));

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            StopAtOnce();
        }

        Finish(Process.Start("rm", ["-rf", _folder]));
    }

    private bool Answers()
    {
        try
        {
            using var connection = new NpgsqlConnection($"{Text.Replace("{db}", "postgres", StringComparison.Ordinal)};Pooling=false;Timeout=2");
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // setpriv becomes the program that it starts, so the process is the server itself.
    private Process Start(string program, string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        var info = _user is null
            ? new ProcessStartInfo(path, arguments)
            : new ProcessStartInfo("setpriv", [$"--reuid={_user}", $"--regid={GroupOf(_user)}", "--clear-groups", path, .. arguments]);
        info.WorkingDirectory = _folder;
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        var process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Finish(Process process)
    {
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, "A command for the PostgreSQL server failed.");
    }

    private static string OrdinaryUser() => File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string GroupOf(string user) => File.ReadLines("/etc/passwd").First(l => l.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[3];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
