using System.Collections.Concurrent;

namespace AllianceApi.Access;

/// <summary>
/// Who sent which credential just now. It is remembered for less than a second, so that what ends a credential is heeded within
/// a second on every instance; a credential that is nobody's is never remembered.
/// </summary>
internal sealed class CallerMemory
{
    private const int Most = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(800);

    private readonly ConcurrentDictionary<CredentialHash, Remembered> _callers = new();

    /// <summary>Who it is; null where that must be looked up.</summary>
    /// <param name="key">Hash of the credential.</param>
    /// <param name="now">The time now.</param>
    public Caller? Recall(CredentialHash key, DateTimeOffset now) =>
        _callers.TryGetValue(key, out var known) && now - known.At < Fresh && now >= known.At && now < known.Ends ? known.Caller : null;

    /// <summary>Notes who it is, until it ends.</summary>
    public void Remember(CredentialHash key, Caller caller, DateTimeOffset now, DateTimeOffset ends)
    {
        if (_callers.Count >= Most)
        {
            _callers.Clear();
        }

        _callers[key] = new Remembered(caller, now, ends);
    }

    public void Forget(CredentialHash key) => _callers.TryRemove(key, out _);

    public void ForgetAll() => _callers.Clear();

    private sealed record Remembered(Caller Caller, DateTimeOffset At, DateTimeOffset Ends);
}
