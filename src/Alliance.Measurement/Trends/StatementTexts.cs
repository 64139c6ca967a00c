using System.Collections.Immutable;
using System.Globalization;

namespace Alliance.Measurement.Trends;

/// <summary>
/// The sentences in which a trend is told: templates with numbered places. A translation is a copy with other texts. Written to
/// be read by the client too: nothing here names a cause, an outcome or a fault, and a strain is only ever possible.
/// </summary>
public sealed record StatementTexts
{
    /// <summary>The English texts.</summary>
    public static StatementTexts English { get; } = new();

    /// <summary>Language tag.</summary>
    public string Language { get; init; } = "en";

    /// <summary>What stands between whole and fraction of a number.</summary>
    public string DecimalSeparator { get; init; } = ".";

    /// <summary>0 forms, 1 forms needed.</summary>
    public string TooFew { get; init; } = "Too few forms to describe a trend ({0} of at least {1}).";

    /// <summary>Level where means are reported: 0 level, 1 and 2 range of the scale, 3 and 4 interval, 5 forms.</summary>
    public string LevelOfMeans { get; init; } = "Average {0} on a scale of {1} to {2} (likely between {3} and {4}), from {5} forms.";

    /// <summary>Level where sums are reported; places as in <see cref="LevelOfMeans"/>.</summary>
    public string LevelOfSums { get; init; } = "Score about {0} on a scale of {1} to {2} (likely between {3} and {4}), from {5} forms.";

    /// <summary>0 the one session.</summary>
    public string MissingSession { get; init; } = "No form for session {0}.";

    /// <summary>0 a list of sessions.</summary>
    public string MissingSessions { get; init; } = "No forms for sessions {0}.";

    /// <summary>A run of sessions in a list: 0 first, 1 last.</summary>
    public string Run { get; init; } = "{0} to {1}";

    /// <summary>Between the last two of a list.</summary>
    public string And { get; init; } = " and ";

    /// <summary>One form without this score.</summary>
    public string UnscoredForm { get; init; } = "One form has too few answers for this score.";

    /// <summary>0 forms without this score.</summary>
    public string UnscoredForms { get; init; } = "{0} forms have too few answers for this score.";

    /// <summary>The last three scores stand at the top.</summary>
    public string AtTop { get; init; } = "The last three scores are the highest the form allows: no room to show improvement.";

    /// <summary>The last three scores stand at the bottom.</summary>
    public string AtBottom { get; init; } = "The last three scores are the lowest the form allows: no room to show a further fall.";

    /// <summary>Recent change: 0 sessions, 1 what changed.</summary>
    public string Recent { get; init; } = "Over the last {0} sessions: {1}.";

    /// <summary>Overall change: 0 first session, 1 what changed.</summary>
    public string Overall { get; init; } = "Since session {0}: {1}.";

    /// <summary>A labelled change: 0 amount, 1 interval.</summary>
    public string Changed { get; init; } = "{0} (95% interval {1})";

    /// <summary>A change without label: 0 amount, 1 interval.</summary>
    public string NotChanged { get; init; } = "no clear change ({0}; 95% interval {1})";

    /// <summary>A change whose label was withdrawn: 0 amount, 1 interval.</summary>
    public string Contradicted { get; init; } =
        "no clear change ({0}; 95% interval {1}), as the scores compared two by two mostly point the other way";

    /// <summary>0 an amount.</summary>
    public string Up { get; init; } = "up {0}";

    /// <summary>0 an amount.</summary>
    public string Down { get; init; } = "down {0}";

    /// <summary>Both ends of an interval.</summary>
    public string Between { get; init; } = "{0} to {1}";

    /// <summary>A drop in short: 0 session, 1 score, 2 expectation.</summary>
    public string Strain { get; init; } = "Session {0} was lower than expected ({1}; expected about {2}).";

    /// <summary>A drop with its usual range: 0 session, 1 score, 2 expectation, 3 and 4 range.</summary>
    public string StrainWithRange { get; init; } = "Session {0} was lower than expected ({1}; expected about {2}, usual range {3}-{4}).";

    /// <summary><see cref="Strain"/> for who may not see single scores; the same places, of which 1 is left out.</summary>
    public string StrainUnscored { get; init; } = "Session {0} was lower than expected (expected about {2}).";

    /// <summary><see cref="StrainWithRange"/> for who may not see single scores; the same places, of which 1 is left out.</summary>
    public string StrainWithRangeUnscored { get; init; } = "Session {0} was lower than expected (expected about {2}, usual range {3}-{4}).";

    /// <summary>A sentence about one scale of several: 0 name of the scale, 1 the sentence.</summary>
    public string OnScale { get; init; } = "On the scale \"{0}\": {1}";

    /// <summary>What a drop can mean and how often it means nothing: 0 clients in whom one shows it.</summary>
    public string StrainNote { get; init; } =
        "Such a drop can mean a strain in the alliance; in simulations about 1 in {0} clients without any strain shows one within 12 sessions.";

    /// <summary>What to do about it.</summary>
    public string Ask { get; init; } = "Worth asking about.";

    /// <summary>Possible strain, no later form.</summary>
    public string StrainLast { get; init; } = "Possible strain: no form has come since.";

    /// <summary>Possible strain, one later form.</summary>
    public string StrainOpenOne { get; init; } = "Possible strain: the form since then is not back in the earlier range.";

    /// <summary>Possible strain: 0 later forms.</summary>
    public string StrainOpen { get; init; } = "Possible strain: after {0} further forms, scores are not back in the earlier range.";

    /// <summary>Possible strain, some later forms, however many.</summary>
    public string StrainNotBack { get; init; } = "Possible strain: scores are not back in the earlier range.";

    /// <summary>A return that was withdrawn.</summary>
    public string StrainRelapsed { get; init; } = "Scores returned to the earlier range once and were low again on the next form.";

    /// <summary>A return: 0 session.</summary>
    public string StrainReturned { get; init; } =
        "Scores returned to the earlier range at session {0}; the next form will show whether they stay there.";

    /// <summary>A confirmed return: 0 session.</summary>
    public string StrainConfirmed { get; init; } = "Scores returned to the earlier range at session {0} and were not low again on the next form.";

    /// <summary>No return within the window: 0 session.</summary>
    public string StrainUnrepaired { get; init; } = "Possible strain: by session {0}, scores were not back in the earlier range.";

    /// <summary>0 forms in a row.</summary>
    public string CeilingStable { get; init; } =
        "The last {0} forms have the highest answer on every item: no room to show improvement. A drop from here would tell something.";

    /// <summary>0 forms in a row.</summary>
    public string FloorStable { get; init; } =
        "The last {0} forms have the lowest answer on every item: no room to show a further fall. A rise from here would tell something.";

    /// <summary>0 forms with one answer throughout, 1 all forms.</summary>
    public string StraightLining { get; init; } =
        "{0} of {1} forms have the same answer on every item. That may be just how it was; small changes do not show in such answers.";

    /// <summary>Names of scales for people; a scale without an entry is shown under its own name.</summary>
    public ImmutableDictionary<string, string> ScaleNames { get; init; } =
        ImmutableDictionary<string, string>.Empty.Add("goalTask", "goals and tasks").Add("goal", "goals").Add("task", "tasks");

    /// <summary>Puts values into the places of a template.</summary>
    internal static string Fill(string template, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, template, values);

    /// <summary>A number with a fixed count of decimals, and without the sign of a zero.</summary>
    internal string Number(double value, int decimals)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0;
        var text = rounded.ToString(decimals == 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
        return DecimalSeparator == "." ? text : text.Replace(".", DecimalSeparator, StringComparison.Ordinal);
    }

    /// <summary>An end of a scale: whole where it is whole.</summary>
    internal string Limit(double value)
    {
        var text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return DecimalSeparator == "." ? text : text.Replace(".", DecimalSeparator, StringComparison.Ordinal);
    }
}
