namespace Alliance.Measurement.Trends;

/// <summary>
/// The sign of the Theil-Sen slope without its value: by counting the directions of all pairs, which needs no list of slopes
/// and no sorting.
/// </summary>
internal static class PairwiseDirection
{
    private const double Tie = 1e-12;

    /// <summary>-1, 0 or 1: the sign of the median of the slopes of all pairs; scores within 1e-12 are equal.</summary>
    public static int Of(ReadOnlySpan<ScoredSession> sessions)
    {
        var (up, down) = (0, 0);
        for (var j = 1; j < sessions.Length; j++)
        {
            var score = sessions[j].Score;
            for (var i = 0; i < j; i++)
            {
                var difference = score - sessions[i].Score;
                up += difference > Tie ? 1 : 0;
                down += difference < -Tie ? 1 : 0;
            }
        }

        var pairs = sessions.Length * (sessions.Length - 1) / 2;
        if (2 * up > pairs + 1)
            return 1;
        if (2 * down > pairs + 1)
            return -1;
        return 2 * Math.Max(up, down) < pairs ? 0 : NearTheMiddle(sessions, up, down, pairs);
    }

    /// <summary>
    /// About half of the pairs go one way, so the middle may lie between two slopes: of an even number of pairs the two in the
    /// middle are averaged, and only their values tell the sign.
    /// </summary>
    private static int NearTheMiddle(ReadOnlySpan<ScoredSession> sessions, int up, int down, int pairs)
    {
        if (pairs % 2 == 1)
            return 2 * up > pairs ? 1 : -1;
        var (leastUp, leastDown) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var j = 1; j < sessions.Length; j++)
        {
            for (var i = 0; i < j; i++)
            {
                var slope = (sessions[j].Score - sessions[i].Score) / (sessions[j].Session - sessions[i].Session);
                if (slope > 0)
                    leastUp = Math.Min(leastUp, slope);
                else if (slope < 0)
                    leastDown = Math.Min(leastDown, -slope);
            }
        }

        // With a tie between them, the other one in the middle is 0 and the sign is that of the half.
        if (up + down < pairs)
            return 2 * up == pairs ? 1 : -1;
        return Math.Abs(leastUp - leastDown) <= Tie ? 0 : Math.Sign(leastUp - leastDown);
    }
}
