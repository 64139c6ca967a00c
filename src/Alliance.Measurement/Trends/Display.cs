using System.Collections.Immutable;
using Alliance.Measurement.Ruptures;

namespace Alliance.Measurement.Trends;

/// <summary>How the numbers of one scale are shown: decimals that fit its range, and no value outside it.</summary>
internal readonly struct Display(ScaleModel model, StatementTexts texts)
{
    private readonly int _decimals = model.Unit * model.Factor >= 0.5 ? 1 : 2;

    /// <summary>Least score in the metric of the instrument.</summary>
    public double Minimum => model.Minimum * model.Factor;

    /// <summary>Greatest score in the metric of the instrument.</summary>
    public double Maximum => model.Maximum * model.Factor;

    public string Number(double value) => texts.Number(value, _decimals);

    /// <summary>
    /// The drop with its usual range, in as many more decimals (one at most) as show the score outside it; in short where none do,
    /// because a score that reads as usual would contradict its own sentence.
    /// </summary>
    public string Drop(RuptureEpisode episode)
    {
        var usual = Estimate.Of(episode.Expected, episode.ExpectedSd * episode.ExpectedSd).Clipped(Minimum, Maximum);
        for (var decimals = _decimals; decimals <= _decimals + 1; decimals++)
        {
            var (score, low) = (texts.Number(episode.OnsetScore, decimals), texts.Number(usual.Low, decimals));
            if (score != low)
            {
                return StatementTexts.Fill(
                    texts.StrainWithRange, episode.OnsetSession, score, texts.Number(episode.Reference, decimals), low, texts.Number(usual.High, decimals));
            }
        }

        return StatementTexts.Fill(texts.Strain, episode.OnsetSession, Number(episode.OnsetScore), Number(episode.Reference));
    }

    /// <summary>What changed, with its interval; null where there is nothing to say.</summary>
    public string? Change(in Change change)
    {
        if (change.Label == TrendLabel.NotEnoughData || change.Estimate is not { } estimate)
            return null;
        var range = Maximum - Minimum;
        var shown = estimate.Clipped(-range, range);
        var template = change.ContradictedByPairs ? texts.Contradicted
            : change.Label == TrendLabel.NoClearChange ? texts.NotChanged
            : texts.Changed;
        return StatementTexts.Fill(template, Amount(shown.Value), Interval(shown));
    }

    private string Amount(double value)
    {
        var number = Number(Math.Abs(value));
        return IsZero(value) ? number : StatementTexts.Fill(value < 0 ? texts.Down : texts.Up, number);
    }

    /// <summary>An interval on one side of zero is told in the direction of the value; one across zero names both directions.</summary>
    private string Interval(in Estimate shown)
    {
        var (near, far) = shown.Value < 0 ? (-shown.High, -shown.Low) : (shown.Low, shown.High);
        if (!IsZero(shown.Value) && (near >= 0 || IsZero(near)))
            return StatementTexts.Fill(texts.Between, Number(Math.Max(0, near)), Number(far));
        return StatementTexts.Fill(texts.Between, Amount(shown.Low), Amount(shown.High));
    }

    private bool IsZero(double value) => Math.Round(Math.Abs(value), _decimals, MidpointRounding.AwayFromZero) == 0;
}

/// <summary>Lists of sessions in words.</summary>
internal static class SessionList
{
    /// <summary>Rising numbers with runs of three or more drawn together: 1, 4 to 6 and 9.</summary>
    public static string Of(ImmutableArray<int> sessions, StatementTexts texts)
    {
        var parts = new List<string>();
        for (var i = 0; i < sessions.Length;)
        {
            var end = i;
            while (end + 1 < sessions.Length && sessions[end + 1] == sessions[end] + 1)
                end++;
            if (end - i < 2)
                end = i;
            parts.Add(end == i ? StatementTexts.Fill("{0}", sessions[i]) : StatementTexts.Fill(texts.Run, sessions[i], sessions[end]));
            i = end + 1;
        }

        return parts.Count == 1 ? parts[0] : string.Join(", ", parts.SkipLast(1)) + texts.And + parts[^1];
    }
}
