using System.Collections.Immutable;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Charts;

/// <summary>Looks for runs of scores on one side of a control chart.</summary>
internal readonly ref struct RunRules(ReadOnlySpan<double> scores, double centre, double sigma)
{
    private readonly ReadOnlySpan<double> _scores = scores;

    /// <summary>
    /// Positions, from 1, that end a window of <paramref name="window"/> scores of which at least <paramref name="needed"/>, the
    /// last among them, are beyond <paramref name="lines"/> sigma on one side.
    /// </summary>
    public ImmutableArray<int> Of(int window, int needed, int lines)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        for (var last = window - 1; last < _scores.Length; last++)
        {
            var side = Math.Sign(_scores[last] - centre);
            var beyond = 0;
            for (var i = last - window + 1; i <= last; i++)
            {
                if (IsBeyond(i, side, lines)) beyond++;
            }

            if (beyond >= needed && IsBeyond(last, side, lines)) found.Add(last + 1);
        }

        return found.ToImmutable();
    }

    private bool IsBeyond(int place, int side, int lines) => side * (_scores[place] - centre) > (lines * sigma) + Ties.Tolerance;
}
