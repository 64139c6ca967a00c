using System.Globalization;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Trends;
using AllianceApi.Trends;

namespace AllianceApi.Alerts;

/// <summary>Why an alert was raised: rule, inputs, thresholds and method, so that anyone can check it.</summary>
/// <param name="Rule">Id and version of the rule.</param>
/// <param name="Scale">The scale that it looked at; null where it looks at none.</param>
/// <param name="Inputs">The values that it was applied to.</param>
/// <param name="Thresholds">The values that they were held against.</param>
/// <param name="Method">Id and version of the method that made the inputs.</param>
/// <param name="Parameters">Id of the parameter set; null where the rule uses none.</param>
internal sealed record Because(
    string Rule, string? Scale, IReadOnlyDictionary<string, double> Inputs, IReadOnlyDictionary<string, double> Thresholds, string Method, string? Parameters);

/// <summary>An alert that exists already, as the rules see it.</summary>
internal sealed record KnownAlert(string Id, string Kind, string State, int? Session, string Statement)
{
    public bool IsClosed => State is "resolved" or "dismissed";
}

/// <summary>What an alert says.</summary>
internal sealed record AlertContent(string Kind, int Session, string Statement, Because Because);

/// <summary>What is to be done with the alerts of a series.</summary>
internal abstract record AlertStep
{
    /// <summary>Opens an alert.</summary>
    internal sealed record Raise(AlertContent Content) : AlertStep;

    /// <summary>Says anew what an open alert says; where it tells of a new event, it is unseen again.</summary>
    internal sealed record Restate(KnownAlert Alert, AlertContent Content, bool Reopen, string Reason) : AlertStep;

    /// <summary>Notes on an open alert that later data took its ground away; nobody's alert vanishes.</summary>
    internal sealed record Revise(KnownAlert Alert, string Statement, string Reason = "revised") : AlertStep;
}

/// <summary>
/// The rules that turn a trend into alerts. They look at the scale that stands for the whole form, because every further scale
/// would add to the false alarms. One open alert per series and cause; what a person closed is not raised again for the same
/// event.
/// </summary>
internal static class AlertRules
{
    public const string PossibleStrain = "possibleStrain";
    public const string Falling = "falling";
    public const string LowLevel = "lowLevel";
    public const string RaterDivergence = "raterDivergence";
    public const string NoForms = "noForms";

    /// <summary>Every kind of alert.</summary>
    public static readonly string[] Kinds = [PossibleStrain, Falling, LowLevel, RaterDivergence, NoForms];

    private const string StrainRevised = "Later data changed the picture: the drop that raised this alert is no longer below what was expected.";
    private const string FallRevised = "Later data changed the picture: over the last sessions the level no longer falls.";
    private const string LowRevised = "Later data changed the picture: the level is no longer below the one set by this service for a look.";

    /// <summary>Sessions within which a low level is the same low level.</summary>
    private const int SameLowLevel = 4;

    /// <summary>What is to be done after a series became <paramref name="trend"/>.</summary>
    /// <param name="trend">The series as it is now.</param>
    /// <param name="known">Its alerts, closed ones included.</param>
    /// <param name="lowLevel">The cut-off that the deployment set for this instrument, in its metric; null for none.</param>
    public static IEnumerable<AlertStep> Decide(SeriesTrend trend, List<KnownAlert> known, double? lowLevel)
    {
        AlertStep?[] steps = [Strain(trend.Primary, Of(known, PossibleStrain)), Fall(trend.Primary, Of(known, Falling)), Low(trend.Primary, Of(known, LowLevel), lowLevel)];
        return Array.TrueForAll(steps, s => s is null) ? [] : steps.OfType<AlertStep>();
    }

    /// <summary>Whether a statement says that later data took the ground of its alert away.</summary>
    public static bool IsRevised(string statement) =>
        statement is StrainRevised or FallRevised or LowRevised or DivergenceRule.Revised || statement.StartsWith(NoFormsRule.CameIn, StringComparison.Ordinal);

    private static List<KnownAlert> Of(List<KnownAlert> known, string kind) => known.FindAll(a => a.Kind == kind);

    private static AlertStep? Strain(ScaleTrend trend, List<KnownAlert> known)
    {
        var open = known.Find(a => !a.IsClosed);
        var latest = trend.Ruptures.IsEmpty ? null : trend.Ruptures[^1];
        if (latest is null || (latest.OnsetSession != open?.Session && !IsNews(latest, trend, known)))
        {
            return open is null || open.Session is { } told && trend.Ruptures.Any(e => e.OnsetSession == told) ? null : Revise(open, StrainRevised);
        }

        var statement = Statements.StrainForAlert(latest, trend);
        if (open?.Statement == statement && open.Session == latest.OnsetSession)
        {
            return null;
        }

        var content = new AlertContent(PossibleStrain, latest.OnsetSession, statement, Because(latest, trend));
        return open is null
            ? new AlertStep.Raise(content)
            : new AlertStep.Restate(open, content, open.Session != content.Session, open.Session == content.Session ? Story(latest) : Statements.Strain(latest, trend.Model));
    }

    // Neither long ago, nor something that an alert has told of before.
    private static bool IsNews(RuptureEpisode episode, ScaleTrend trend, List<KnownAlert> known) =>
        trend.Forms - episode.OnsetForm <= trend.Rule.Window && known.TrueForAll(a => a.Session != episode.OnsetSession);

    private static AlertStep.Revise? Revise(KnownAlert? open, string statement) =>
        open is null || open.Statement == statement ? null : new AlertStep.Revise(open, statement);

    private static AlertStep? Fall(ScaleTrend trend, List<KnownAlert> known)
    {
        var open = known.Find(a => !a.IsClosed);
        if (trend.RecentChange.Label != TrendLabel.Falling || trend.LastSession is not { } session)
        {
            return Revise(open, FallRevised);
        }

        var change = trend.RecentChange;
        var content = new AlertContent(Falling, session, Statements.RecentChange(trend)!, new Because(
            "falling/1",
            trend.Model.Scale.Name,
            new Dictionary<string, double> { ["change"] = change.Value!.Value, ["sessions"] = change.Sessions, ["probabilityRising"] = change.ProbabilityRising!.Value },
            new Dictionary<string, double> { ["probabilityRising"] = 0.05, ["change"] = -trend.Model.SmallestChange * trend.Model.Factor },
            TrendView.MethodId,
            trend.Model.ParameterSet));
        // A fall that is the drop of a possible strain is told as that strain alone.
        if (open is null && trend.Ruptures.Any(e => e.OnsetSession >= session - change.Sessions))
        {
            return null;
        }

        // The same fall fills the window of four sessions: it is told once.
        return Tell(content, open, known, change.Sessions);
    }

    private static AlertStep? Low(ScaleTrend trend, List<KnownAlert> known, double? cutOff)
    {
        var open = known.Find(a => !a.IsClosed);
        if (cutOff is not { } limit || trend.Forms < Statements.MinimumForms || trend.Level is not { } level || level.Value >= limit || trend.LastSession is not { } session)
        {
            return Revise(open, LowRevised);
        }

        var statement = string.Create(CultureInfo.InvariantCulture, $"{Statements.Level(trend)} The level set by this service for a look is {limit:0.##}.");
        var content = new AlertContent(LowLevel, session, statement, new Because(
            "low-level/1",
            trend.Model.Scale.Name,
            new Dictionary<string, double> { ["level"] = level.Value, ["low"] = level.Low, ["high"] = level.High },
            new Dictionary<string, double> { ["level"] = limit },
            TrendView.MethodId,
            trend.Model.ParameterSet));
        return Tell(content, open, known, SameLowLevel);
    }

    // What an open alert says is said anew; what was closed is told again only when sessions enough have passed for it to be another.
    private static AlertStep? Tell(AlertContent content, KnownAlert? open, List<KnownAlert> known, int same)
    {
        if (open is not null)
        {
            return open.Statement == content.Statement ? null : new AlertStep.Restate(open, content, false, content.Statement);
        }

        return known.TrueForAll(a => a.Session is not { } last || Math.Abs(content.Session - last) >= same) ? new AlertStep.Raise(content) : null;
    }

    private static Because Because(RuptureEpisode episode, ScaleTrend trend) => new(
        trend.Rule.Name,
        trend.Model.Scale.Name,
        new Dictionary<string, double>
        {
            ["score"] = episode.OnsetScore,
            ["expected"] = episode.Expected,
            ["sd"] = episode.ExpectedSd,
            ["surprise"] = episode.Surprise,
            ["drop"] = episode.OnsetDrop,
        },
        new Dictionary<string, double> { ["surprise"] = trend.Rule.Surprise, ["drop"] = trend.Rule.SmallestDrop(trend.Model) * trend.Model.Factor },
        TrendView.MethodId,
        trend.Model.ParameterSet);

    private static string Story(RuptureEpisode episode) => episode.State switch
    {
        RuptureState.Repaired => $"Scores returned to the earlier range at session {episode.RepairSession}.",
        RuptureState.Confirmed => $"Scores returned to the earlier range at session {episode.RepairSession} and were not low again on the next form.",
        RuptureState.Unrepaired => "Scores were not back in the earlier range within five forms.",
        _ => "Further forms came in.",
    };
}
