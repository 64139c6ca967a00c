using System.Collections.Immutable;

namespace Alliance.Measurement.Trends;

/// <summary>Why a series can tell little.</summary>
public enum QualityReason
{
    /// <summary>The last three forms or more have the best answer on every item: no room to show improvement.</summary>
    CeilingStable,

    /// <summary>The last three forms or more have the lowest answer on every item: no room to show a further fall.</summary>
    FloorStable,

    /// <summary>The last form and at least half of all, three or more, have one answer on every item.</summary>
    StraightLining,
}

/// <summary>
/// How much the forms of a series can tell. Information for the reader: it drops no form and lowers no weight. A high or a flat
/// series is not called insincere, and a drop out of it is informative: then the series is informative again.
/// </summary>
public sealed class SeriesQuality
{
    /// <summary>Forms in a row, at the end of a series, from which on a limit counts as stable.</summary>
    public const int StableRun = 3;

    private SeriesQuality(in QualityCount count, QualityReason? reason, string? note)
    {
        PerfectShare = count.Forms == 0 ? null : (double)count.Perfect / count.Forms;
        LongestPerfectRun = count.LongestPerfectRun;
        StraightLineShare = count.Forms == 0 ? null : (double)count.Straight / count.Forms;
        LastHeldAt = count.LastHeldAt;
        Reasons = reason is { } why ? [why] : [];
        Notes = note is null ? [] : [note];
    }

    /// <summary>Whether the series can tell more than that it stands at a limit or on a line.</summary>
    public bool Informative => Reasons.IsEmpty;

    /// <summary>Why not.</summary>
    public ImmutableArray<QualityReason> Reasons { get; }

    /// <summary>Share of the forms with the best answer on every item, 0 to 1; null without forms.</summary>
    public double? PerfectShare { get; }

    /// <summary>Most such forms in a row.</summary>
    public int LongestPerfectRun { get; }

    /// <summary>Share of the forms with one answer on every item, as given, 0 to 1; null without forms.</summary>
    public double? StraightLineShare { get; }

    /// <summary>When the last session with a form was held; null without forms.</summary>
    public DateTimeOffset? LastHeldAt { get; }

    /// <summary>The reasons in sentences.</summary>
    public ImmutableArray<string> Notes { get; }

    internal static SeriesQuality Of(in QualityCount count, StatementTexts texts)
    {
        (QualityReason? reason, string? note) = count.PerfectRun >= StableRun
            ? (QualityReason.CeilingStable, StatementTexts.Fill(texts.CeilingStable, count.PerfectRun))
            : count.FloorRun >= StableRun
            ? (QualityReason.FloorStable, StatementTexts.Fill(texts.FloorStable, count.FloorRun))
            : count.IsStraightNow
            ? (QualityReason.StraightLining, StatementTexts.Fill(texts.StraightLining, count.Straight, count.Forms))
            : ((QualityReason?)null, (string?)null);
        return new SeriesQuality(count, reason, note);
    }
}

/// <summary>The words of quality reasons in data that leave the library.</summary>
public static class QualityReasonNames
{
    /// <summary>The reason in camel case, such as <c>ceilingStable</c>.</summary>
    public static string Text(this QualityReason reason) => reason switch
    {
        QualityReason.CeilingStable => "ceilingStable",
        QualityReason.FloorStable => "floorStable",
        QualityReason.StraightLining => "straightLining",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };
}
