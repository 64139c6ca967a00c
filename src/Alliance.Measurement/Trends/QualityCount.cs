using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Trends;

/// <summary>What is counted about the forms of a series, one after the other.</summary>
internal readonly record struct QualityCount
{
    /// <summary>Forms so far.</summary>
    public int Forms { get; private init; }

    /// <summary>Those with the highest answer everywhere.</summary>
    public int Perfect { get; private init; }

    /// <summary>How many of them the longest run had.</summary>
    public int LongestPerfectRun { get; private init; }

    /// <summary>How many of them come last, without another one in between.</summary>
    public int PerfectRun { get; private init; }

    /// <summary>How many forms with the lowest answer everywhere come last.</summary>
    public int FloorRun { get; private init; }

    /// <summary>Those answered in a straight line.</summary>
    public int Straight { get; private init; }

    /// <summary>When the last form's session was held.</summary>
    public DateTimeOffset? LastHeldAt { get; private init; }

    /// <summary>Whether straight lines are so many, and the last form is one.</summary>
    public bool IsStraightNow => IsLastStraight && Straight >= SeriesQuality.StableRun && 2 * Straight >= Forms;

    private bool IsLastStraight { get; init; }

    /// <summary>Counts all forms of a series in the order of their sessions.</summary>
    public static QualityCount Of(ReadOnlySpan<SeriesForm> forms)
    {
        var count = default(QualityCount);
        foreach (var form in forms)
            count = count.With(form);
        return count;
    }

    /// <summary>Counts the next form.</summary>
    public QualityCount With(SeriesForm form)
    {
        var perfectRun = Has(form, ResponseFlags.Perfect) ? PerfectRun + 1 : 0;
        var isStraight = Has(form, ResponseFlags.StraightLine);
        return new QualityCount
        {
            Forms = Forms + 1,
            Perfect = Perfect + (perfectRun > 0 ? 1 : 0),
            LongestPerfectRun = Math.Max(LongestPerfectRun, perfectRun),
            PerfectRun = perfectRun,
            FloorRun = Has(form, ResponseFlags.Floor) ? FloorRun + 1 : 0,
            Straight = Straight + (isStraight ? 1 : 0),
            IsLastStraight = isStraight,
            LastHeldAt = form.HeldAt,
        };
    }

    private static bool Has(SeriesForm form, ResponseFlags flag) => (form.Flags & flag) == flag;
}
