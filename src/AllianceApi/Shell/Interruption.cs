using System.Runtime.InteropServices;

namespace AllianceApi.Shell;

/// <summary>Turns Ctrl+C and a polite request to end into a token, so that a long command leaves nothing half done behind.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM]).Select(s => PosixSignalRegistration.Create(s, Stop))];

    public CancellationToken Token => _stopped.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _stopped.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true; // the command ends by itself, at the next safe place
        _ = _stopped.CancelAsync();
    }
}
