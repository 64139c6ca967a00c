using System.Collections.Immutable;

namespace Alliance.Measurement.Charts;

/// <summary>A tabular cumulative-sum chart: it adds up small deviations that last, which no single score shows.</summary>
/// <remarks>
/// With z = (y - centre) / sigma: upper = max(0, upper + z - k), lower = max(0, lower - z - k), from 0; a signal is a sum above
/// h. With k = 0.5 and h = 4 the one-sided average run length without a change is 335 scores. Meant for long series.
/// </remarks>
public sealed class Cusum
{
    private Cusum(ImmutableArray<double> upper, ImmutableArray<double> lower, double interval)
    {
        Upper = upper;
        Lower = lower;
        UpperSignals = Above(upper, interval);
        LowerSignals = Above(lower, interval);
    }

    /// <summary>Upper sums in units of sigma, 0 or more; shape (n).</summary>
    public ImmutableArray<double> Upper { get; }

    /// <summary>Lower sums in units of sigma, 0 or more; shape (n).</summary>
    public ImmutableArray<double> Lower { get; }

    /// <summary>Positions, from 1, at which the upper sum is above h.</summary>
    public ImmutableArray<int> UpperSignals { get; }

    /// <summary>Positions, from 1, at which the lower sum is above h.</summary>
    public ImmutableArray<int> LowerSignals { get; }

    /// <summary>Adds up a series.</summary>
    /// <param name="y">Scores in the order of the sessions; shape (n), n from 0 to 10,000.</param>
    /// <param name="centre">The level to hold the scores against, in score points.</param>
    /// <param name="sigma">Standard deviation of a score about the level; 1e-12 to 1e12.</param>
    /// <param name="k">Slack in sigmas: half the shift that should be found; 0 or more.</param>
    /// <param name="h">Decision interval in sigmas; 0 or more.</param>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public static Cusum Of(ReadOnlySpan<double> y, double centre, double sigma, double k = 0.5, double h = 4)
    {
        Require.Finite(y);
        Require.Numbers([centre], nameof(centre));
        Require.Positive(sigma);
        Require.NotNegative(k);
        Require.NotNegative(h);
        var upper = ImmutableArray.CreateBuilder<double>(y.Length);
        var lower = ImmutableArray.CreateBuilder<double>(y.Length);
        double up = 0, down = 0;
        foreach (var score in y)
        {
            var z = (score - centre) / sigma;
            up = Math.Max(0, up + z - k);
            down = Math.Max(0, down - z - k);
            upper.Add(up);
            lower.Add(down);
        }

        return new Cusum(upper.MoveToImmutable(), lower.MoveToImmutable(), h);
    }

    private static ImmutableArray<int> Above(ImmutableArray<double> sums, double interval) =>
        [.. Enumerable.Range(1, sums.Length).Where(p => sums[p - 1] > interval)];
}
