namespace AllianceApi.Storage.Postgres;

/// <summary>How often and how long a work is tried before its caller is told.</summary>
internal sealed class Patience(TimeProvider clock)
{
    private const int MostRaces = 12;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    /// <summary>Whether to try again; waits a while before it says so.</summary>
    /// <param name="fault">Why the last try failed.</param>
    /// <param name="attempt">How many tries there were.</param>
    /// <param name="asked">Timestamp at which the caller asked.</param>
    /// <param name="stopping">Whether the service stops, which ends all waiting.</param>
    public bool Again(PostgresFault fault, int attempt, long asked, CancellationToken stopping)
    {
        if (fault == PostgresFault.OfTheWork || clock.GetElapsedTime(asked) > Longest || (fault == PostgresFault.Race && attempt >= MostRaces))
        {
            return false;
        }

        // The first loser of a race goes on at once: who won has committed by now.
        var step = fault == PostgresFault.Race ? TimeSpan.FromMilliseconds(4 * (attempt - 1)) : TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(attempt - 1, 4)));
        var pause = step < LongestPause ? step : LongestPause;
        return pause == TimeSpan.Zero || !stopping.WaitHandle.WaitOne(pause * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
