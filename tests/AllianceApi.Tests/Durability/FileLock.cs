using System.ComponentModel;
using System.Diagnostics;

namespace AllianceApi.Tests.Durability;

/// <summary>Another process that holds the write lock of a store.</summary>
internal sealed class FileLock : IAsyncDisposable
{
    private const string Script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()";

    private readonly Process _process;

    private FileLock(Process process) => _process = process;

    public static async Task<FileLock> Hold(string file)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo("python3", ["-c", Script, file]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
            Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo("held"));
            return new FileLock(process);
        }
        catch (Win32Exception)
        {
            Assert.Ignore("SKIPPED: there is no python3 to hold the file from another process.");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
