using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Tests.Scoring;

/// <summary>Forms that the scoring tests share.</summary>
internal static class Forms
{
    /// <summary>Twelve items, 1 to 5, bond, goal, task and total, none reversed: the WAI-SR.</summary>
    public static readonly Instrument WaiSr = new(
        "wai-sr", "2006", "WAI-SR", [Rater.Client], new ItemFormat(12, 1, 5, 1, []),
        [new Scale("bond", [3, 5, 7, 9]), new Scale("goal", [4, 6, 8, 11]), new Scale("task", [1, 2, 10, 12]), new Scale("total", Enumerable.Range(1, 12))],
        0.75, Metric.Mean);

    /// <summary>Twelve items, 1 to 7, with reversed items 4 and 10: the WAI-S.</summary>
    public static readonly Instrument WaiS = new(
        "wai-s", "1989", "WAI-S", [Rater.Client], new ItemFormat(12, 1, 7, 1, [4, 10]),
        [new Scale("bond", [3, 5, 7, 9]), new Scale("goal", [4, 6, 10, 11]), new Scale("task", [1, 2, 8, 12]), new Scale("total", Enumerable.Range(1, 12))],
        0.75, Metric.Mean);

    /// <summary>Ten items in two unequal scales and a total, as in the ten-item therapist form.</summary>
    public static readonly Instrument TwoScales = new(
        "two", "1", "Two scales", [Rater.Therapist], new ItemFormat(10, 1, 5, 1, []),
        [new Scale("bond", [2, 5, 7, 9]), new Scale("goalTask", [1, 3, 4, 6, 8, 10]), new Scale("total", Enumerable.Range(1, 10))],
        0.75, Metric.Mean);

    /// <summary>Four lines, 0 to 10 in tenths, each its own scale, all needed: the shape of the SRS.</summary>
    public static readonly Instrument Lines = new(
        "lines", "1", "Four lines", [Rater.Client], new ItemFormat(4, 0, 10, 0.1, []),
        [new Scale("bond", [1]), new Scale("goal", [2]), new Scale("task", [3]), new Scale("overall", [4]), new Scale("total", [1, 2, 3, 4])],
        1, Metric.Sum);

    /// <summary>A form with a total alone.</summary>
    public static Instrument TotalOnly(int items, double minimum = 1, double maximum = 5, double step = 1, params int[] reversed) => new(
        "total-only", "1", "Total only", [Rater.Client], new ItemFormat(items, minimum, maximum, step, reversed),
        [new Scale("total", Enumerable.Range(1, items))], 0.75, Metric.Mean);

    /// <summary>Answers in item order; null for an item that was not answered.</summary>
    public static Answers Answers(this Instrument form, params double?[] values) =>
        Measurement.Scoring.Answers.Of(form.Items, values.Select(v => v ?? double.NaN).ToArray());

    /// <summary>The same answer to every item.</summary>
    public static Answers All(this Instrument form, double value) =>
        Measurement.Scoring.Answers.Of(form.Items, Enumerable.Repeat(value, form.Items.Count).ToArray());

    /// <summary>The answers with some of them replaced or (null) taken away.</summary>
    public static Answers With(this Instrument form, Answers answers, params (int Item, double? Value)[] changes)
    {
        var values = answers.Values.ToArray();
        foreach (var (item, value) in changes)
        {
            values[item - 1] = value ?? double.NaN;
        }

        return Measurement.Scoring.Answers.Of(form.Items, values);
    }

    /// <summary>The score of one scale.</summary>
    public static ScaleScore Score(this Instrument form, string scale, Answers answers) => ResponseScore.Of(form, answers, null).Of(scale)!;
}
