using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Scoring;

/// <summary>
/// How one form was answered, beside its scores: how completely, how fast, how evenly. It informs the reader and changes no
/// score. A form without reversed items that was answered evenly may be careless or may be a good alliance; nothing here tells which.
/// </summary>
/// <param name="Flags">What stands out.</param>
/// <param name="Answered">Number of items that were answered.</param>
/// <param name="SecondsPerItem">Duration divided by <paramref name="Answered"/>, unrounded; null without a duration or an answer.</param>
/// <param name="LongestRun">Length of the longest run of equal answers as given, items without an answer left out; 0 without an answer.</param>
/// <param name="SdAcrossItems">Standard deviation of the answers as given (divisor n - 1); null under two answers, 0 for a straight line.</param>
/// <param name="Distinct">Number of different answers as given.</param>
public sealed record ResponseQuality(
    ResponseFlags Flags, int Answered, double? SecondsPerItem, int LongestRun, double? SdAcrossItems, int Distinct)
{
    /// <summary>Below this many seconds for each answered item a form is flagged <see cref="ResponseFlags.TooFast"/>; at it, it is not.</summary>
    public const double TooFastSecondsPerItem = 2;

    /// <summary>This many answers are enough for <see cref="ResponseFlags.StraightLine"/>, <see cref="ResponseFlags.Perfect"/> and <see cref="ResponseFlags.Floor"/>.</summary>
    public const int AnswersForAPattern = 10;

    /// <summary>A form of this many items or more, and fewer than <see cref="AnswersForAPattern"/>, can have those flags when every item was answered.</summary>
    public const int ShortestFormForAPattern = 4;

    /// <summary>Judges one form.</summary>
    /// <param name="format">The items of the form.</param>
    /// <param name="answers">Answers to that form.</param>
    /// <param name="durationSeconds">How long it took, in seconds, as the client's device measured it; null if not known.</param>
    internal static ResponseQuality Of(ItemFormat format, Answers answers, double? durationSeconds)
    {
        Span<double> given = stackalloc double[ItemFormat.MaximumCount];
        given = given[..Collect(answers, given)];
        var secondsPerItem = given.IsEmpty ? null : durationSeconds / given.Length;
        var run = RunOf(given);
        var sd = SdOf(given);
        var flags = given.Length < format.Count ? ResponseFlags.Incomplete : ResponseFlags.None;
        flags |= secondsPerItem < TooFastSecondsPerItem ? ResponseFlags.TooFast : ResponseFlags.None;
        if (ShowsAPattern(format.Count, given.Length))
        {
            flags |= run == given.Length ? ResponseFlags.StraightLine : ResponseFlags.None;
            flags |= AllAt(format, answers, format.Maximum, format.Minimum) ? ResponseFlags.Perfect : ResponseFlags.None;
            flags |= AllAt(format, answers, format.Minimum, format.Maximum) ? ResponseFlags.Floor : ResponseFlags.None;
        }

        return new ResponseQuality(flags, given.Length, secondsPerItem, run, sd, DistinctOf(given));
    }

    // Ten answers, or every answer of a form of four to nine items: fewer equal answers are too common to mention.
    private static bool ShowsAPattern(int items, int answered) =>
        answered >= AnswersForAPattern || (answered == items && items >= ShortestFormForAPattern);

    private static int Collect(Answers answers, Span<double> given)
    {
        var count = 0;
        foreach (var value in answers.Values)
        {
            if (!double.IsNaN(value))
            {
                given[count++] = value;
            }
        }

        return count;
    }

    // The end of the range is looked for in the raw answers, at the other end for a reversed item: a keyed value may miss the
    // end by a rounding error where the ends are not whole numbers.
    private static bool AllAt(ItemFormat format, Answers answers, double end, double otherEnd)
    {
        var values = answers.Values;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]) && values[i] != (format.IsReversed(i + 1) ? otherEnd : end))
            {
                return false;
            }
        }

        return true;
    }

    private static int RunOf(ReadOnlySpan<double> given)
    {
        var longest = 0;
        var run = 0;
        for (var i = 0; i < given.Length; i++)
        {
            run = i > 0 && given[i] == given[i - 1] ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static double? SdOf(ReadOnlySpan<double> given)
    {
        if (given.Length < 2)
        {
            return null;
        }

        var sum = 0.0;
        foreach (var value in given)
        {
            sum += value;
        }

        var mean = sum / given.Length;
        var squares = 0.0;
        foreach (var value in given)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt(squares / (given.Length - 1));
    }

    private static int DistinctOf(Span<double> given)
    {
        given.Sort();
        var distinct = 0;
        for (var i = 0; i < given.Length; i++)
        {
            distinct += i == 0 || given[i] != given[i - 1] ? 1 : 0;
        }

        return distinct;
    }
}
