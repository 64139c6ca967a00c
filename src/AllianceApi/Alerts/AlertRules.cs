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

    private const string Revised = "Later data changed the picture: the drop that raised this alert is no longer below what was expected.";

    /// <summary>What is to be done after a series became <paramref name="trend"/>.</summary>
    /// <param name="trend">The series as it is now.</param>
    /// <param name="known">Its alerts, closed ones included.</param>
    /// <param name="lowLevel">The cut-off that the deployment set for this instrument, in its metric; null for none.</param>
    public static IEnumerable<AlertStep> Decide(SeriesTrend trend, IReadOnlyList<KnownAlert> known, double? lowLevel)
    {
        IEnumerable<AlertStep?> steps = [Strain(trend.Primary, Of(known, PossibleStrain)), Fall(trend.Primary, Of(known, Falling)), Low(trend.Primary, Of(known, LowLevel), lowLevel)];
        return steps.OfType<AlertStep>();
    }

    private static List<KnownAlert> Of(IReadOnlyList<KnownAlert> known, string kind) => [.. known.Where(a => a.Kind == kind)];

    private static AlertStep? Strain(ScaleTrend trend, List<KnownAlert> known)
    {
        var open = known.Find(a => !a.IsClosed);
        if (trend.Ruptures.IsEmpty)
        {
            return open is null || open.Statement == Revised ? null : new AlertStep.Revise(open, Revised);
        }

        var latest = trend.Ruptures[^1];
        var content = new AlertContent(PossibleStrain, latest.OnsetSession, Statements.StrainInFull(latest, trend), Because(latest, trend));
        if (open is not null)
        {
            return open.Statement == content.Statement && open.Session == content.Session
                ? null
                : new AlertStep.Restate(open, content, open.Session != content.Session, open.Session == content.Session ? Story(latest) : Statements.Strain(latest, trend.Model));
        }

        var isRecent = trend.Forms - latest.OnsetForm <= trend.Rule.Window;
        return isRecent && known.TrueForAll(a => a.Session != latest.OnsetSession) ? new AlertStep.Raise(content) : null;
    }

    private static AlertStep? Fall(ScaleTrend trend, List<KnownAlert> known)
    {
        if (trend.RecentChange.Label != TrendLabel.Falling || trend.LastSession is not { } session)
        {
            return null;
        }

        var change = trend.RecentChange;
        var content = new AlertContent(Falling, session, Statements.RecentChange(trend)!, new Because(
            "falling/1",
            trend.Model.Scale.Name,
            new Dictionary<string, double> { ["change"] = change.Value!.Value, ["sessions"] = change.Sessions, ["probabilityRising"] = change.ProbabilityRising!.Value },
            new Dictionary<string, double> { ["probabilityRising"] = 0.05, ["change"] = -trend.Model.SmallestChange * trend.Model.Factor },
            TrendView.MethodId,
            trend.Model.ParameterSet));
        var open = known.Find(a => !a.IsClosed);
        if (open is not null)
        {
            return open.Statement == content.Statement ? null : new AlertStep.Restate(open, content, false, content.Statement);
        }

        // The same fall fills the window of four sessions: it is told once.
        return known.TrueForAll(a => a.Session is not { } last || session - last >= change.Sessions || session < last) ? new AlertStep.Raise(content) : null;
    }

    private static AlertStep? Low(ScaleTrend trend, List<KnownAlert> known, double? cutOff)
    {
        if (cutOff is not { } limit || trend.Forms < Statements.MinimumForms || trend.Level is not { } level || level.Value >= limit || trend.LastSession is not { } session)
        {
            return null;
        }

        var statement = string.Create(CultureInfo.InvariantCulture, $"{Statements.Level(trend)} The level set by this service for a look is {limit:0.##}.");
        var content = new AlertContent(LowLevel, session, statement, new Because(
            "low-level/1",
            trend.Model.Scale.Name,
            new Dictionary<string, double> { ["level"] = level.Value, ["low"] = level.Low, ["high"] = level.High },
            new Dictionary<string, double> { ["level"] = limit },
            TrendView.MethodId,
            trend.Model.ParameterSet));
        var open = known.Find(a => !a.IsClosed);
        if (open is not null)
        {
            return open.Statement == content.Statement ? null : new AlertStep.Restate(open, content, false, content.Statement);
        }

        return known.TrueForAll(a => a.Session is not { } last || session - last >= 4) ? new AlertStep.Raise(content) : null;
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
