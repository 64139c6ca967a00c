using Alliance.Measurement.Distributions;

namespace Alliance.Measurement.Reliability;

/// <summary>
/// Cronbach's alpha, the internal consistency of a scale on one occasion, and the standard error of measurement that follows.
/// </summary>
/// <remarks>
/// alpha = k / (k - 1) (1 - sum of the item variances / variance of the sum), variances with n - 1. 95 % interval of Feldt
/// (Psychometrika 30, 1965, 357-370): 1 - (1 - alpha) F at 0.975 and 0.025, with n - 1 and (n - 1)(k - 1) degrees of freedom.
/// Take one form of each person: repeated forms of one person are not independent.
/// </remarks>
public sealed class CronbachAlpha
{
    private CronbachAlpha(int persons, int items, double? meanScore)
    {
        Persons = persons;
        Items = items;
        MeanScore = meanScore;
    }

    private CronbachAlpha(int persons, int items, double meanScore, double itemVariance, double sumVariance)
        : this(persons, items, meanScore)
    {
        var deviation = Math.Sqrt(sumVariance) / items;
        ScoreDeviation = deviation;
        // A variance of the sum at the level of rounding is none: every person has the same score.
        if (deviation <= Rounding * Math.Max(1, Math.Abs(meanScore))) return;
        var alpha = Math.Min(1, items / (items - 1.0) * (1 - (itemVariance / sumVariance)));
        var degrees = persons - 1.0;
        Alpha = alpha;
        Low = 1 - ((1 - alpha) * FisherF.Quantile(0.975, degrees, degrees * (items - 1)));
        High = 1 - ((1 - alpha) * FisherF.Quantile(0.025, degrees, degrees * (items - 1)));
        // Unchecked: scores at both ends of what is taken have a larger deviation than the largest score.
        StandardError = StandardErrorOfMeasurement.OfChecked(deviation, alpha);
    }

    private const double Rounding = 1e-12;

    /// <summary>Number of persons, one complete form each.</summary>
    public int Persons { get; }

    /// <summary>Number of items of the scale.</summary>
    public int Items { get; }

    /// <summary>Mean over persons of the item mean; null without a person.</summary>
    public double? MeanScore { get; }

    /// <summary>Standard deviation over persons of the item mean; null below 2 persons.</summary>
    public double? ScoreDeviation { get; }

    /// <summary>Alpha, at most 1, possibly below 0; null below 2 persons and where all have the same score.</summary>
    public double? Alpha { get; }

    /// <summary>Lower end of the 95 % interval of alpha; null where <see cref="Alpha"/> is.</summary>
    public double? Low { get; }

    /// <summary>Upper end of the 95 % interval of alpha; null where <see cref="Alpha"/> is.</summary>
    public double? High { get; }

    /// <summary>Standard error of measurement of the item mean, SD sqrt(1 - alpha); null where <see cref="Alpha"/> is.</summary>
    public double? StandardError { get; }

    /// <summary>Estimates alpha from complete forms, with reversed items already keyed.</summary>
    /// <param name="answers">Keyed answers, one person after the other; shape (persons × items).</param>
    /// <param name="items">Number of items, 2 to 1000.</param>
    /// <exception cref="ArgumentException">The answers are no whole number of forms, or an answer is no number of size up to 1e12.</exception>
    public static CronbachAlpha Of(ReadOnlySpan<double> answers, int items)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items, 1000);
        Require.Numbers(answers);
        var (persons, rest) = Math.DivRem(answers.Length, items);
        if (rest != 0) throw new ArgumentException($"{answers.Length} answers are no whole number of forms with {items} items.", nameof(answers));
        if (persons == 0) return new CronbachAlpha(0, items, null);
        var sums = new double[persons];
        for (var i = 0; i < answers.Length; i++) sums[i / items] += answers[i];
        var meanScore = Mean(sums) / items;
        if (persons == 1) return new CronbachAlpha(1, items, meanScore);
        var column = new double[persons];
        var itemVariance = 0.0;
        for (var item = 0; item < items; item++)
        {
            for (var person = 0; person < persons; person++) column[person] = answers[(person * items) + item];
            itemVariance += Variance(column);
        }

        return new CronbachAlpha(persons, items, meanScore, itemVariance, Variance(sums));
    }

    private static double Mean(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static double Variance(double[] values)
    {
        double mean = Mean(values), sum = 0;
        foreach (var value in values) sum += (value - mean) * (value - mean);
        return sum / (values.Length - 1);
    }
}
