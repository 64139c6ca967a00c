using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Alliance.Measurement.Ruptures;

namespace Alliance.Measurement.Trends;

/// <summary>
/// Tells a trend in sentences: the primary scale in full, other scales only where they show a possible strain of their own.
/// Nothing is said from fewer than three forms. Intervals are clipped to the scale here, and only here.
/// </summary>
public static class Statements
{
    /// <summary>Forms from which on a trend is told.</summary>
    public const int MinimumForms = 3;

    /// <summary>Most places of a template that tells of a drop.</summary>
    private const int Places = 5;

    /// <summary>The sentences of a series.</summary>
    public static ImmutableArray<string> Of(SeriesTrend series, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Told(series, texts ?? series.Model.Texts);
    }

    /// <summary>The sentences of a series for who may see its course, but no single score.</summary>
    public static ImmutableArray<string> WithoutScores(SeriesTrend series, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        var t = texts ?? series.Model.Texts;
        return Told(series, t with { Strain = t.StrainUnscored, StrainWithRange = t.StrainWithRangeUnscored });
    }

    /// <summary>
    /// A text made of these sentences, for who may see the course but no single score: wherever it tells of a drop, the score is
    /// taken out.
    /// </summary>
    /// <param name="told">The text.</param>
    /// <param name="texts">The texts that it was made with; English where null.</param>
    public static string WithoutScores(string told, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(told);
        var t = texts ?? StatementTexts.English;
        return Retold(Retold(told, t.StrainWithRange, t.StrainWithRangeUnscored), t.Strain, t.StrainUnscored);
    }

    private static ImmutableArray<string> Told(SeriesTrend series, StatementTexts t)
    {
        var primary = series.Primary;
        if (primary.Forms < MinimumForms)
            return [StatementTexts.Fill(t.TooFew, primary.Forms, MinimumForms)];
        var all = ImmutableArray.CreateBuilder<string>();
        all.Add(Level(primary, t)!);
        AddGaps(all, series, t);
        if (primary.AtLimit != 0)
            all.Add(primary.AtLimit > 0 ? t.AtTop : t.AtBottom);
        AddIfAny(all, RecentChange(primary, t));
        if (primary.OverallChange.FromSession != primary.RecentChange.FromSession)
            AddIfAny(all, OverallChange(primary, t));
        foreach (var episode in primary.Ruptures)
            all.Add(Told(episode, primary, t, withNote: ReferenceEquals(episode, primary.Ruptures[^1])));
        AddOtherScales(all, series, t);
        return all.DrainToImmutable();
    }

    /// <summary>The level with range, interval and number of forms; null under three forms.</summary>
    public static string? Level(ScaleTrend trend, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(trend);
        if (trend.Forms < MinimumForms || trend.Level is not { } level)
            return null;
        var t = texts ?? StatementTexts.English;
        var show = new Display(trend.Model, t);
        var shown = level.Clipped(show.Minimum, show.Maximum);
        return StatementTexts.Fill(
            trend.Model.Factor == 1 ? t.LevelOfMeans : t.LevelOfSums,
            show.Number(shown.Value),
            t.Limit(show.Minimum),
            t.Limit(show.Maximum),
            show.Number(shown.Low),
            show.Number(shown.High),
            trend.Forms);
    }

    /// <summary>The change over the last sessions; null under three forms.</summary>
    public static string? RecentChange(ScaleTrend trend, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(trend);
        var t = texts ?? StatementTexts.English;
        return new Display(trend.Model, t).Change(trend.RecentChange) is { } what
            ? StatementTexts.Fill(t.Recent, trend.RecentChange.Sessions, what)
            : null;
    }

    /// <summary>The change since the early sessions; null under three forms, or where there is no span.</summary>
    public static string? OverallChange(ScaleTrend trend, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(trend);
        var t = texts ?? StatementTexts.English;
        return new Display(trend.Model, t).Change(trend.OverallChange) is { } what
            ? StatementTexts.Fill(t.Overall, trend.OverallChange.FromSession, what)
            : null;
    }

    /// <summary>
    /// A drop in one sentence, for an alert and for the reason in a caseload. A scale that does not stand for the whole form is
    /// named.
    /// </summary>
    /// <param name="episode">The episode.</param>
    /// <param name="model">Its scale.</param>
    /// <param name="texts">The texts; English where null.</param>
    public static string Strain(RuptureEpisode episode, ScaleModel model, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return Strain(episode.OnsetSession, episode.OnsetScore, episode.Expected, model, texts);
    }

    /// <summary>The same from what is kept of a drop.</summary>
    /// <param name="session">Session of the drop.</param>
    /// <param name="score">Its score, in the metric of the instrument.</param>
    /// <param name="expected">What the series predicted for it; told clipped to the scale.</param>
    /// <param name="model">Its scale.</param>
    /// <param name="texts">The texts; English where null.</param>
    public static string Strain(int session, double score, double expected, ScaleModel model, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.Numbers([score], nameof(score));
        Require.Numbers([expected], nameof(expected));
        var t = texts ?? StatementTexts.English;
        var show = new Display(model, t);
        var reference = Math.Clamp(expected, show.Minimum, show.Maximum);
        return Named(StatementTexts.Fill(t.Strain, session, show.Number(score), show.Number(reference)), model, t);
    }

    /// <summary>A drop with its usual range, what it can mean, and what became of it.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="trend">The trend that it belongs to.</param>
    /// <param name="texts">The texts; English where null.</param>
    public static string StrainInFull(RuptureEpisode episode, ScaleTrend trend, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(trend);
        return Told(episode, trend, texts ?? StatementTexts.English, withNote: true);
    }

    /// <summary>
    /// The same for an alert, which is said once and stays: it tells whether scores are back, and does not count the forms until
    /// then, so that it says nothing new with every form.
    /// </summary>
    /// <param name="episode">The possible strain.</param>
    /// <param name="trend">The scale that it is on.</param>
    /// <param name="texts">Its language; English where null.</param>
    public static string StrainForAlert(RuptureEpisode episode, ScaleTrend trend, StatementTexts? texts = null)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(trend);
        var t = texts ?? StatementTexts.English;
        return Told(episode, trend, episode.State == RuptureState.Open && trend.Forms - episode.OnsetForm > 0 ? t.StrainNotBack : Outcome(episode, trend.Forms - episode.OnsetForm, t), t, withNote: true);
    }

    /// <summary>The note on what a drop can mean is the same for every episode, so that several need it once.</summary>
    private static string Told(RuptureEpisode episode, ScaleTrend trend, StatementTexts t, bool withNote) =>
        Told(episode, trend, Outcome(episode, trend.Forms - episode.OnsetForm, t), t, withNote);

    private static string Told(RuptureEpisode episode, ScaleTrend trend, string outcome, StatementTexts t, bool withNote)
    {
        string?[] sentences =
        [
            Named(new Display(trend.Model, t).Drop(episode), trend.Model, t),
            withNote ? StatementTexts.Fill(t.StrainNote, (int)Math.Round(1 / trend.Rule.FalseAlarms)) : null,
            episode.Relapsed ? t.StrainRelapsed : null,
            outcome,
            episode.State == RuptureState.Confirmed ? null : t.Ask,
        ];
        return string.Join(' ', sentences.Where(s => s is not null));
    }

    private static string Outcome(RuptureEpisode episode, int since, StatementTexts t) => episode.State switch
    {
        RuptureState.Open when since == 0 => t.StrainLast,
        RuptureState.Open when since == 1 => t.StrainOpenOne,
        RuptureState.Open => StatementTexts.Fill(t.StrainOpen, since),
        RuptureState.Repaired => StatementTexts.Fill(t.StrainReturned, episode.RepairSession),
        RuptureState.Confirmed => StatementTexts.Fill(t.StrainConfirmed, episode.RepairSession),
        _ => StatementTexts.Fill(t.StrainUnrepaired, episode.ClosedSession),
    };

    /// <summary>
    /// Another scale is told of where its last episode is not over, or not mended, and the primary scale has none at that session.
    /// </summary>
    private static void AddOtherScales(ImmutableArray<string>.Builder all, SeriesTrend series, StatementTexts t)
    {
        foreach (var scale in series.Scales)
        {
            if (ReferenceEquals(scale, series.Primary) || scale.Forms < MinimumForms || scale.Ruptures.IsEmpty)
                continue;
            var last = scale.Ruptures[^1];
            if (last.State != RuptureState.Confirmed && !series.Primary.Ruptures.Any(e => e.OnsetSession == last.OnsetSession))
                all.Add(StrainInFull(last, scale, t));
        }
    }

    private static void AddGaps(ImmutableArray<string>.Builder all, SeriesTrend series, StatementTexts t)
    {
        if (series.MissingSessions is [var only])
            all.Add(StatementTexts.Fill(t.MissingSession, only));
        else if (!series.MissingSessions.IsEmpty)
            all.Add(StatementTexts.Fill(t.MissingSessions, SessionList.Of(series.MissingSessions, t)));
        var unscored = series.Forms - series.Primary.Forms;
        if (unscored > 0)
            all.Add(unscored == 1 ? t.UnscoredForm : StatementTexts.Fill(t.UnscoredForms, unscored));
    }

    private static void AddIfAny(ImmutableArray<string>.Builder all, string? sentence)
    {
        if (sentence is not null)
            all.Add(sentence);
    }

    // The template as a pattern that finds what was put into its places.
    private static string Retold(string told, string from, string to)
    {
        var pattern = Enumerable.Range(0, Places).Aggregate(Regex.Escape(from), (p, i) => p.Replace($"\\{{{i}}}", $"(?<p{i}>[-+0-9.,]+)", StringComparison.Ordinal));
        return Regex.Replace(
            told,
            pattern,
            m => StatementTexts.Fill(to, [.. Enumerable.Range(0, Places).Select(i => (object)m.Groups[$"p{i}"].Value)]),
            RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
    }

    private static string Named(string sentence, ScaleModel model, StatementTexts t) => model.Scale.IsTotal
        ? sentence
        : StatementTexts.Fill(t.OnScale, t.ScaleNames.GetValueOrDefault(model.Scale.Name, model.Scale.Name), sentence);
}
