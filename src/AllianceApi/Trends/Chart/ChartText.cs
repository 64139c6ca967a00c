using System.Collections.Immutable;
using System.Globalization;
using Alliance.Measurement.Trends;

namespace AllianceApi.Trends.Chart;

/// <summary>The words in the chart. Few and plain, as the client may see it too; a translation is a copy with other words.</summary>
internal sealed record ChartText
{
    /// <summary>The English words.</summary>
    public static ChartText English { get; } = new();

    /// <summary>Language tag of these words.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Title: 0 the instrument.</summary>
    public string Title { get; init; } = "Therapeutic alliance by session: {0}";

    /// <summary>Under the heading: 0 scale, 1 and 2 its range.</summary>
    public string Scale { get; init; } = "{0}, {1} to {2}";

    /// <summary>After that: 0 forms, 1 sessions.</summary>
    public string Coverage { get; init; } = " · {0} in {1}";

    /// <summary>One form.</summary>
    public string Form { get; init; } = "1 form";

    /// <summary>0 how many.</summary>
    public string Forms { get; init; } = "{0} forms";

    /// <summary>One session.</summary>
    public string Session { get; init; } = "1 session";

    /// <summary>0 how many.</summary>
    public string Sessions { get; init; } = "{0} sessions";

    /// <summary>Without any form.</summary>
    public string NoForms { get; init; } = "No forms yet";

    /// <summary>With forms that may not be shown.</summary>
    public string Withheld { get; init; } = "The forms are not shown here";

    /// <summary>Below that.</summary>
    public string Begins { get; init; } = "The course begins here with the first form.";

    /// <summary>Where a scale has too few forms of its own.</summary>
    public string TooFew { get; init; } = "too few forms";

    /// <summary>Name of the axis of sessions.</summary>
    public string SessionAxis { get; init; } = "session";

    /// <summary>Above the number of the current level.</summary>
    public string CurrentLevel { get; init; } = "level";

    /// <summary>Legend: points with whiskers.</summary>
    public string Score { get; init; } = "score with error";

    /// <summary>Legend: the line with its band.</summary>
    public string LevelBand { get; init; } = "level, 95% band";

    /// <summary>Legend: the dashed line.</summary>
    public string Baseline { get; init; } = "early average";

    /// <summary>At the dashed line: 0 the sessions that it rests on.</summary>
    public string BaselineOf { get; init; } = "sessions {0}";

    /// <summary>At an onset.</summary>
    public string Strain { get; init; } = "possible strain";

    /// <summary>At a return.</summary>
    public string Return { get; init; } = "back in range";

    /// <summary>Forms after an onset before a return, and the end of the window without one.</summary>
    public string NotBack { get; init; } = "not back in range";

    /// <summary>Legend: a session without a form.</summary>
    public string Missing { get; init; } = "no form";

    /// <summary>Legend: a form without this score.</summary>
    public string Unscored { get; init; } = "too few answers";

    /// <summary>Notice at the top of the scale.</summary>
    public string AtTop { get; init; } = "At the top of the scale: no room to show improvement.";

    /// <summary>Notice at the bottom of the scale.</summary>
    public string AtBottom { get; init; } = "At the bottom of the scale: no room to show a further fall.";

    /// <summary>Notice about equal answers.</summary>
    public string StraightLining { get; init; } = "Many forms have the same answer on every item.";

    /// <summary>A number as the statements write it.</summary>
    public string Number(double value, ScaleModel model)
    {
        // As in the statements: a scale of less than two points needs the second decimal.
        var decimals = model.Unit * model.Factor >= 0.5 ? 1 : 2;
        return (Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0)
            .ToString(decimals == 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>Both ends of an interval.</summary>
    public string Interval(Estimate level, ScaleModel model) =>
        Number(level.Low, model) + Dash(model) + Number(level.High, model);

    /// <summary>Both ends of a scale.</summary>
    public static string Range(ScaleModel model) =>
        Limit(model.Minimum * model.Factor) + Dash(model) + Limit(model.Maximum * model.Factor);

    /// <summary>The end of a scale.</summary>
    public static string Limit(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    // Where a scale goes below zero, a dash would be taken for a sign.
    private static string Dash(ScaleModel model) => model.Minimum < 0 ? " to " : "–";

    /// <summary>How many of something.</summary>
    public static string Count(int count, string one, string many) => count == 1 ? one : Fill(many, count);

    /// <summary>The name of a scale for people.</summary>
    public static string ScaleName(ScaleModel model, StatementTexts texts) =>
        texts.ScaleNames.GetValueOrDefault(model.Scale.Name, model.Scale.Name);

    /// <summary>Rising session numbers in short: 1, 4–6, 9.</summary>
    public static string SessionList(ImmutableArray<int> sessions) => string.Join(", ", SessionRun.Of(sessions).Select(r => r.Length switch
    {
        1 => Fill("{0}", r.First),
        2 => Fill("{0}, {1}", r.First, r.Last),
        _ => Fill("{0}–{1}", r.First, r.Last),
    }));

    /// <summary>Puts values into the places of a template.</summary>
    public static string Fill(string template, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, template, values);
}

/// <summary>Sessions without a step between them.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
internal readonly record struct SessionRun(int First, int Last)
{
    /// <summary>How many.</summary>
    public int Length => Last - First + 1;

    /// <summary>The runs of rising session numbers.</summary>
    public static IEnumerable<SessionRun> Of(ImmutableArray<int> sessions)
    {
        for (var i = 0; i < sessions.Length; i++)
        {
            var first = i;
            while (i + 1 < sessions.Length && sessions[i + 1] == sessions[i] + 1)
                i++;
            yield return new SessionRun(sessions[first], sessions[i]);
        }
    }
}
