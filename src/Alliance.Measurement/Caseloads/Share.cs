namespace Alliance.Measurement.Caseloads;

/// <summary>
/// A share of a clinician's clients, told as an interval and only from twenty clients on: below, it says more about chance than
/// about the caseload, and a single figure would invite a ranking of people.
/// </summary>
/// <param name="Low">Lower end of the 95 % interval, from 0.</param>
/// <param name="High">Upper end, to 1.</param>
public readonly record struct Share(double Low, double High)
{
    /// <summary>Clients from which on a share is told.</summary>
    public const int MinimumClients = 20;

    // The 0.975 quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The interval of a share by the score method: with p = count / of and z = 1.96 its middle is
    /// (p + z²/2n) / (1 + z²/n) and its half width z √(p(1-p)/n + z²/4n²) / (1 + z²/n). It never leaves 0 to 1, and is sound where
    /// the count is 0 or all. Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    /// </summary>
    /// <param name="count">How many of the clients.</param>
    /// <param name="of">All of them.</param>
    /// <returns>Null under <see cref="MinimumClients"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or more than all.</exception>
    public static Share? Of(int count, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, of);
        if (of < MinimumClients)
        {
            return null;
        }

        var (p, n, z2) = ((double)count / of, (double)of, Z * Z);
        var middle = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n))) / (1 + (z2 / n));
        return new Share(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
