using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Scoring;

/// <summary>
/// The scores of one form and the quality of its answers. It is a function of the instrument, the answers and the duration
/// alone; the order in which answers arrive plays no part.
/// </summary>
public sealed class ResponseScore
{
    private ResponseScore(ImmutableArray<ScaleScore> scales, ResponseQuality quality)
    {
        Scales = scales;
        Quality = quality;
    }

    /// <summary>A score for every scale of the instrument, in the instrument's order, also where it has no value.</summary>
    public ImmutableArray<ScaleScore> Scales { get; }

    /// <summary>How the form was answered.</summary>
    public ResponseQuality Quality { get; }

    /// <summary>Whether at least one scale has a score; a form without any is refused at intake.</summary>
    public bool CanBeScored => Scales.Any(s => s.IsScored);

    /// <summary>
    /// Scores a form. The mean of a scale is the mean of its keyed answers, if the instrument's rule has enough of them. The
    /// total of a form with bond, goal and task alone is the mean of the three means, so that a missing answer does not shift
    /// the weight of the parts; any other total is the mean of its items. A total needs enough answers of its own and every
    /// other scale scored.
    /// </summary>
    /// <param name="instrument">The form.</param>
    /// <param name="answers">Answers to that form.</param>
    /// <param name="durationSeconds">How long it took, in seconds, 0 or more; null if not known.</param>
    /// <exception cref="ArgumentException">The answers belong to a form of another length, or the duration is negative or not finite.</exception>
    public static ResponseScore Of(Instrument instrument, Answers answers, double? durationSeconds)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.ItemCount != instrument.Items.Count)
        {
            throw new ArgumentException($"Instrument {instrument.Id} has {instrument.Items.Count} items; the answers are to a form of {answers.ItemCount}.", nameof(answers));
        }

        if (durationSeconds is { } seconds && !(double.IsFinite(seconds) && seconds >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(durationSeconds), durationSeconds, "A duration is finite and not negative.");
        }

        return new ResponseScore(ScalesOf(instrument, answers), ResponseQuality.Of(instrument.Items, answers, durationSeconds));
    }

    /// <summary>The score of a scale by its name; null if the instrument has no such scale.</summary>
    /// <param name="scale">Name of the scale, such as <c>bond</c>.</param>
    public ScaleScore? Of(string scale) => Scales.FirstOrDefault(s => string.Equals(s.Scale.Name, scale, StringComparison.Ordinal));

    private static ImmutableArray<ScaleScore> ScalesOf(Instrument instrument, Answers answers)
    {
        // The total waits for the others, wherever the instrument lists it.
        var scores = new ScaleScore[instrument.Scales.Length];
        var total = -1;
        var sumOfMeans = 0.0;
        var unscored = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var scale = instrument.Scales[i];
            if (scale.IsTotal)
            {
                total = i;
                continue;
            }

            scores[i] = ScaleOf(instrument, scale, answers, null);
            sumOfMeans += scores[i].Mean ?? 0;
            unscored += scores[i].IsScored ? 0 : 1;
        }

        if (total >= 0)
        {
            double? meanOfParts = instrument.TotalIsMeanOfScales ? sumOfMeans / (scores.Length - 1) : null;
            var score = ScaleOf(instrument, instrument.Scales[total], answers, meanOfParts);
            scores[total] = unscored > 0 && score.IsScored
                ? ScaleScore.Missing(score.Scale, score.Answered, ScaleScore.ScaleNotScored)
                : score;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(scores);
    }

    private static ScaleScore ScaleOf(Instrument instrument, Scale scale, Answers answers, double? meanOfParts)
    {
        var values = answers.Values;
        var sum = 0.0;
        var answered = 0;
        foreach (var item in scale.Items)
        {
            if (!double.IsNaN(values[item - 1]))
            {
                sum += instrument.Items.Key(item, values[item - 1]);
                answered++;
            }
        }

        // Without any answer there is no mean, however small a share the instrument asks for.
        return answered == 0 || answered < instrument.AnswersNeeded(scale)
            ? ScaleScore.Missing(scale, answered, ScaleScore.TooFewAnswers)
            : ScaleScore.Of(scale, meanOfParts ?? sum / answered, sum, answered, MeasurementError.StandardErrorOf(instrument, scale));
    }
}
