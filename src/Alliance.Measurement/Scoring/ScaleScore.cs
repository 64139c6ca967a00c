using Alliance.Measurement.Distributions;
using Alliance.Measurement.Instruments;

namespace Alliance.Measurement.Scoring;

/// <summary>
/// The score of one scale from one form. A scale that cannot be scored has null for <paramref name="Mean"/>,
/// <paramref name="Sum"/> and the interval, and a <paramref name="Reason"/>; it is never reported as 0.
/// </summary>
/// <param name="Scale">The scale.</param>
/// <param name="Mean">Mean of the keyed answers, on the items' own range; of a total of bond, goal and task the mean of the three means.</param>
/// <param name="Sum">Sum of the keyed answers where all were given, else <paramref name="Mean"/> times <paramref name="Items"/>.</param>
/// <param name="Answered">Number of its items that were answered.</param>
/// <param name="Items">Number of its items.</param>
/// <param name="Prorated">Whether it was scored from fewer answers than it has items.</param>
/// <param name="Low">Lower end of the 95 % interval of the mean, <c>Mean - 1.96 SEM</c>; not clipped to the range.</param>
/// <param name="High">Upper end of the 95 % interval of the mean, <c>Mean + 1.96 SEM</c>; not clipped to the range.</param>
/// <param name="Reason">Why there is no score: <see cref="TooFewAnswers"/> or <see cref="ScaleNotScored"/>; null where there is one.</param>
public sealed record ScaleScore(
    Scale Scale, double? Mean, double? Sum, int Answered, int Items, bool Prorated, double? Low, double? High, string? Reason)
{
    /// <summary>Reason: fewer of its items were answered than the instrument's rule asks for.</summary>
    public const string TooFewAnswers = "too-few-answers";

    /// <summary>Reason, of a total: another scale of the form could not be scored.</summary>
    public const string ScaleNotScored = "scale-not-scored";

    /// <summary>Whether there is a score.</summary>
    public bool IsScored => Mean is not null;

    /// <summary>A score with its sum and interval.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="mean">Its mean.</param>
    /// <param name="plainSum">Sum of the keyed answers that were given.</param>
    /// <param name="answered">Number of its items that were answered.</param>
    /// <param name="standardError">Standard error of measurement on the item-mean metric.</param>
    internal static ScaleScore Of(Scale scale, double mean, double plainSum, int answered, double standardError)
    {
        var items = scale.Items.Length;
        var prorated = answered < items;
        var reach = Normal.Z95 * standardError;
        return new ScaleScore(
            scale, mean, prorated ? mean * items : plainSum, answered, items, prorated, mean - reach, mean + reach, null);
    }

    /// <summary>A scale without a score.</summary>
    internal static ScaleScore Missing(Scale scale, int answered, string reason) =>
        new(scale, null, null, answered, scale.Items.Length, false, null, null, reason);
}
