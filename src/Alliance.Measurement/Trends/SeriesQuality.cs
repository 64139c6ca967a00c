using System.Collections.Immutable;
using Alliance.Measurement.Scoring;

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

    private SeriesQuality(SeriesForm[] forms, int perfect, int longestPerfect, int straight, QualityReason? reason, string? note)
    {
        PerfectShare = forms.Length == 0 ? null : (double)perfect / forms.Length;
        LongestPerfectRun = longestPerfect;
        StraightLineShare = forms.Length == 0 ? null : (double)straight / forms.Length;
        LastHeldAt = forms.Length == 0 ? null : forms[^1].HeldAt;
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

    internal static SeriesQuality Of(SeriesForm[] forms, StatementTexts texts)
    {
        var (perfect, longest, straight) = (0, 0, 0);
        var (perfectRun, floorRun) = (0, 0);
        foreach (var form in forms)
        {
            perfectRun = Has(form, ResponseFlags.Perfect) ? perfectRun + 1 : 0;
            floorRun = Has(form, ResponseFlags.Floor) ? floorRun + 1 : 0;
            perfect += perfectRun > 0 ? 1 : 0;
            longest = Math.Max(longest, perfectRun);
            straight += Has(form, ResponseFlags.StraightLine) ? 1 : 0;
        }

        var straightNow = straight >= StableRun && 2 * straight >= forms.Length && Has(forms[^1], ResponseFlags.StraightLine);
        (QualityReason? reason, string? note) = perfectRun >= StableRun
            ? (QualityReason.CeilingStable, StatementTexts.Fill(texts.CeilingStable, perfectRun))
            : floorRun >= StableRun
            ? (QualityReason.FloorStable, StatementTexts.Fill(texts.FloorStable, floorRun))
            : straightNow
            ? (QualityReason.StraightLining, StatementTexts.Fill(texts.StraightLining, straight, forms.Length))
            : ((QualityReason?)null, (string?)null);
        return new SeriesQuality(forms, perfect, longest, straight, reason, note);
    }

    private static bool Has(SeriesForm form, ResponseFlags flag) => (form.Flags & flag) == flag;
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
