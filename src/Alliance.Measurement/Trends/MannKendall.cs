using Alliance.Measurement.Distributions;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The Mann-Kendall test of a trend: whether later scores are more often above than below earlier ones.
/// </summary>
/// <remarks>
/// S = sum of sign(y_j - y_i) over i &lt; j; varS = [n(n-1)(2n+5) - sum t(t-1)(2t+5)] / 18 over the groups of t tied scores;
/// z = (S - sign S) / sqrt(varS); tau-a = S / n0 and tau-b = S / sqrt(n0 (n0 - n1)) with n0 = n(n-1)/2, n1 = sum t(t-1)/2
/// (Mann 1945; Kendall 1975). The test supposes independent scores; a series that drifts makes it liberal. It stands beside the
/// trend model as a robust second look and is no alert.
/// </remarks>
public sealed class MannKendall
{
    /// <summary>The longest series whose p is exact; beyond it the normal approximation is close and the exact one slow.</summary>
    public const int ExactUpTo = 50;

    private MannKendall(int forms) => Forms = forms;

    private MannKendall(int forms, long s, double varS, double? tauB, double? exactP)
        : this(forms)
    {
        S = s;
        VarS = varS;
        TauA = s / (forms * (forms - 1) / 2.0);
        TauB = tauB;
        if (varS > 0)
        {
            var z = (s - Math.Sign(s)) / Math.Sqrt(varS);
            Z = z;
            PNormal = 2 * Normal.Survival(Math.Abs(z));
        }

        P = exactP ?? PNormal;
        PIsExact = exactP is not null;
    }

    /// <summary>Number of scores.</summary>
    public int Forms { get; }

    /// <summary>Rising pairs less falling pairs; null below 2 scores.</summary>
    public long? S { get; }

    /// <summary>Variance of S over all orders of these scores; 0 for a constant series, null below 2 scores.</summary>
    public double? VarS { get; }

    /// <summary>S less its sign, in standard deviations; 0 where S is 0, null where <see cref="VarS"/> is 0 or null.</summary>
    public double? Z { get; }

    /// <summary>S over the number of pairs, -1 to 1; null below 2 scores.</summary>
    public double? TauA { get; }

    /// <summary>Kendall's tau-b, -1 to 1: tau-a with the tied pairs taken out; null below 2 scores and for a constant series.</summary>
    public double? TauB { get; }

    /// <summary>
    /// Two-sided p: the share of all orders of these scores whose S is at least as far from 0. Exact, ties included, up to
    /// <see cref="ExactUpTo"/> scores, else <see cref="PNormal"/>; 1 for a constant series, null below 2 scores.
    /// </summary>
    public double? P { get; }

    /// <summary>Whether <see cref="P"/> is the exact share and not the normal approximation; false where it is null.</summary>
    public bool PIsExact { get; }

    /// <summary>Two-sided p of <see cref="Z"/> by the normal approximation; null where <see cref="Z"/> is.</summary>
    public double? PNormal { get; }

    /// <summary>Tests a series.</summary>
    /// <param name="y">Scores in the order of the sessions; shape (n), n from 0 to 10,000.</param>
    /// <param name="tieTolerance">Distance up to which two scores are equal, in the unit of the scores; 0 or more.</param>
    /// <exception cref="ArgumentException">A score is no number of size up to 1e12, or the tolerance is negative.</exception>
    public static MannKendall Of(ReadOnlySpan<double> y, double tieTolerance = 1e-12)
    {
        Require.Finite(y);
        Require.NotNegative(tieTolerance);
        var n = y.Length;
        if (n < 2) return new MannKendall(n);
        Span<double> levels = n <= Ties.OnStack ? stackalloc double[n] : new double[n];
        Span<int> sizes = n <= Ties.OnStack ? stackalloc int[n] : new int[n];
        var ties = sizes[..Ties.Level(y, tieTolerance, levels, sizes)];
        var s = Score(levels);
        double all = n * (n - 1) / 2, untied = all, eighteenVarS = Ties.VarianceTerm(n);
        foreach (var t in ties)
        {
            untied -= t * (t - 1) / 2;
            eighteenVarS -= Ties.VarianceTerm(t);
        }

        double? tauB = untied > 0 ? s / Math.Sqrt(all * untied) : null;
        var exact = n <= ExactUpTo || ties.Length == 1;
        return new MannKendall(n, s, eighteenVarS / 18, tauB, exact ? Orderings.TwoSided(ties, (int)untied, s) : null);
    }

    private static long Score(ReadOnlySpan<double> levels)
    {
        var s = 0L;
        for (var i = 0; i < levels.Length; i++)
        {
            foreach (var later in levels[(i + 1)..]) s += (later > levels[i] ? 1 : 0) - (later < levels[i] ? 1 : 0);
        }

        return s;
    }
}
