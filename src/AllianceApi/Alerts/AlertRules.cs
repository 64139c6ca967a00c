using System.Globalization;
using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Trends;
using AllianceApi.Trends;

namespace AllianceApi.Alerts;

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
    /// <param name="isContinued">Whether nothing but the last form is new since these rules were carried out before.</param>
    public static IReadOnlyList<AlertStep> Decide(SeriesTrend trend, List<KnownAlert> known, double? lowLevel, bool isContinued = false)
    {
        var (strain, fall, low) = (Strain(trend.Primary, known, isContinued), Fall(trend.Primary, known), Low(trend.Primary, known, lowLevel));
        return strain is null && fall is null && low is null ? [] : [.. new[] { strain, fall, low }.OfType<AlertStep>()];
    }

    /// <summary>Whether a statement says that later data took the ground of its alert away.</summary>
    public static bool IsRevised(string statement) =>
        statement is StrainRevised or FallRevised or LowRevised or DivergenceRule.Revised || statement.StartsWith(NoFormsRule.CameIn, StringComparison.Ordinal);

    private static KnownAlert? Open(List<KnownAlert> known, string kind)
    {
        foreach (var alert in known)
        {
            if (alert.Kind == kind && !alert.IsClosed)
            {
                return alert;
            }
        }

        return null;
    }

    private static AlertStep? Strain(ScaleTrend trend, List<KnownAlert> known, bool isContinued)
    {
        var open = Open(known, PossibleStrain);
        var latest = trend.Ruptures.IsEmpty ? null : trend.Ruptures[^1];
        if (latest is null || (latest.OnsetSession != open?.Session && !IsNews(latest, trend, known)))
        {
            return open is null || (open.Session is { } told && BeganAt(trend, told)) ? null : Revise(open, StrainRevised);
        }

        if (open?.Session == latest.OnsetSession && isContinued && IsUntouched(latest, trend))
        {
            return null;
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

    // An open alert was brought up to date with the form before and does not count the forms: its text is not written again for one
    // that changes nothing about the drop. One that was closed never opens again, so that none is open that missed a change.
    private static bool IsUntouched(RuptureEpisode episode, ScaleTrend trend) =>
        trend.LastMarker is Marker.None or Marker.InRupture && trend.Forms - episode.OnsetForm > 1;

    private static bool BeganAt(ScaleTrend trend, int session)
    {
        foreach (var episode in trend.Ruptures)
        {
            if (episode.OnsetSession == session)
            {
                return true;
            }
        }

        return false;
    }

    // Neither long ago, nor something that an alert has told of before.
    private static bool IsNews(RuptureEpisode episode, ScaleTrend trend, List<KnownAlert> known)
    {
        if (trend.Forms - episode.OnsetForm > trend.Rule.Window)
        {
            return false;
        }

        foreach (var alert in known)
        {
            if (alert.Kind == PossibleStrain && alert.Session == episode.OnsetSession)
            {
                return false;
            }
        }

        return true;
    }

    private static AlertStep.Revise? Revise(KnownAlert? open, string statement) =>
        open is null || open.Statement == statement ? null : new AlertStep.Revise(open, statement);

    private static AlertStep? Fall(ScaleTrend trend, List<KnownAlert> known)
    {
        var open = Open(known, Falling);
        var change = trend.RecentChange;
        if (change.Label != TrendLabel.Falling || trend.LastSession is not { } session)
        {
            return Revise(open, FallRevised);
        }

        // A fall that is the drop of a possible strain is told as that strain alone. The same fall fills the window of four sessions: it is told once.
        if (open is null && ((trend.Ruptures is [.., var last] && last.OnsetSession >= session - change.Sessions) || IsTold(Falling, session, known, change.Sessions)))
        {
            return null;
        }

        var statement = Statements.RecentChange(trend)!;
        return open?.Statement == statement ? null : Tell(open, new AlertContent(Falling, session, statement, new Because(
            "falling/1",
            trend.Model.Scale.Name,
            new Dictionary<string, double> { ["change"] = change.Value!.Value, ["sessions"] = change.Sessions, ["probabilityRising"] = change.ProbabilityRising!.Value },
            new Dictionary<string, double> { ["probabilityRising"] = 0.05, ["change"] = -trend.Model.SmallestChange * trend.Model.Factor },
            TrendView.MethodId,
            trend.Model.ParameterSet)));
    }

    private static AlertStep? Low(ScaleTrend trend, List<KnownAlert> known, double? cutOff)
    {
        var open = Open(known, LowLevel);
        if (cutOff is not { } limit || trend.Forms < Statements.MinimumForms || trend.Level is not { } level || level.Value >= limit || trend.LastSession is not { } session)
        {
            return Revise(open, LowRevised);
        }

        if (open is null && IsTold(LowLevel, session, known, SameLowLevel))
        {
            return null;
        }

        var statement = string.Create(CultureInfo.InvariantCulture, $"{Statements.Level(trend)} The level set by this service for a look is {limit:0.##}.");
        return open?.Statement == statement ? null : Tell(open, new AlertContent(LowLevel, session, statement, new Because(
            "low-level/1",
            trend.Model.Scale.Name,
            new Dictionary<string, double> { ["level"] = level.Value, ["low"] = level.Low, ["high"] = level.High },
            new Dictionary<string, double> { ["level"] = limit },
            TrendView.MethodId,
            trend.Model.ParameterSet)));
    }

    // What was closed is told again only when sessions enough have passed for it to be another.
    private static bool IsTold(string kind, int session, List<KnownAlert> known, int same)
    {
        foreach (var alert in known)
        {
            if (alert.Kind == kind && alert.Session is { } last && Math.Abs(session - last) < same)
            {
                return true;
            }
        }

        return false;
    }

    private static AlertStep Tell(KnownAlert? open, AlertContent content) =>
        open is null ? new AlertStep.Raise(content) : new AlertStep.Restate(open, content, false, content.Statement);

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
