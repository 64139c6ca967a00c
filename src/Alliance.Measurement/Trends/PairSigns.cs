namespace Alliance.Measurement.Trends;

/// <summary>How many pairs of the scores of a series rise and fall from the earlier to the later: what the sign of the Theil-Sen slope nearly always follows from.</summary>
internal struct PairSigns
{
    /// <summary>All pairs.</summary>
    public int Pairs { get; private set; }

    /// <summary>Those that rise by more than rounding.</summary>
    public int Rising { get; private set; }

    /// <summary>Those that fall by more than rounding.</summary>
    public int Falling { get; private set; }

    /// <summary>The sign of the slope; null where half of the pairs rise and half fall, and the middle two decide.</summary>
    public readonly int? Sign => Pairs == 0 ? 0
        : Rising == Falling && Rising + Falling == Pairs ? null
        : 2 * Rising >= Pairs ? 1
        : 2 * Falling >= Pairs ? -1
        : 0;

    /// <summary>Counts one pair by its rise.</summary>
    public void Count(double rise)
    {
        Pairs++;
        Rising += rise > Ties.Tolerance ? 1 : 0;
        Falling += rise < -Ties.Tolerance ? 1 : 0;
    }

    /// <summary>Counts the pairs of a further score with all before it.</summary>
    public void Count(ReadOnlySpan<ScoredSession> before, double score)
    {
        foreach (ref readonly var form in before)
            Count(score - form.Score);
    }
}
