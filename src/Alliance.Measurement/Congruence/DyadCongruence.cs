using Alliance.Measurement.Distributions;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Congruence;

/// <summary>
/// How the two ratings of an alliance go together: how far apart they lie, and whether they move together. A discrepancy is not
/// an error of either person.
/// </summary>
/// <remarks>
/// d = therapist - client per session. Moments of d have n - 1, Lin's concordance has n in the denominator (Lin, Biometrics 45,
/// 1989, 255-268). A series whose scores lie within 1e-12 of one another is constant.
/// </remarks>
public sealed class DyadCongruence
{
    /// <summary>The least number of pairs for a direction, a correlation, the truth force and the concordance.</summary>
    public const int MinimumPairs = 3;

    /// <summary>The least number of pairs from which a correlation may be shown to people.</summary>
    public const int MinimumShown = 6;

    private DyadCongruence(int pairs) => Pairs = pairs;

    private DyadCongruence(ReadOnlySpan<double> client, ReadOnlySpan<double> therapist)
        : this(client.Length)
    {
        var difference = new double[Pairs];
        double size = 0, squares = 0;
        for (var i = 0; i < Pairs; i++)
        {
            difference[i] = therapist[i] - client[i];
            size += Math.Abs(difference[i]);
            squares += difference[i] * difference[i];
        }

        var mean = Mean(difference);
        (MeanDiscrepancy, MeanAbsoluteDiscrepancy, RootMeanSquare) = (mean, size / Pairs, Math.Sqrt(squares / Pairs));
        if (Pairs < 2) return;
        var deviation = Math.Sqrt(Product(difference, difference) / (Pairs - 1));
        var error = deviation / Math.Sqrt(Pairs);
        (StandardDeviation, StandardError) = (deviation, error);
        if (Pairs < MinimumPairs) return;
        var half = StudentT.Quantile(0.975, Pairs - 1) * error;
        (MeanLow, MeanHigh, Direction) = (mean - half, mean + half, DirectionOf(mean, half));
        bool clientMoves = Moves(client), therapistMoves = Moves(therapist);
        double ofClient = Product(client, client), ofTherapist = Product(therapist, therapist), both = Product(client, therapist);
        if (clientMoves) TruthForce = both / ofClient;
        if (clientMoves || therapistMoves) Concordance = 2 * both / (ofClient + ofTherapist + (Pairs * mean * mean));
        if (!clientMoves || !therapistMoves) return;
        RawCorrelation = Math.Clamp(both / Math.Sqrt(ofClient) / Math.Sqrt(ofTherapist), -1, 1);
        if (Pairs >= MinimumShown) TemporalCorrelation = new Correlation(RawCorrelation.Value, Pairs);
    }

    /// <summary>Number of sessions that both rated.</summary>
    public int Pairs { get; }

    /// <summary>Mean of therapist minus client, in score points; null without a pair.</summary>
    public double? MeanDiscrepancy { get; }

    /// <summary>Standard deviation of therapist minus client; null below 2 pairs.</summary>
    public double? StandardDeviation { get; }

    /// <summary>Standard error of <see cref="MeanDiscrepancy"/>; null below 2 pairs.</summary>
    public double? StandardError { get; }

    /// <summary>Lower end of the 95 % t-interval (n - 1 degrees of freedom) of the mean discrepancy; null below 3 pairs.</summary>
    public double? MeanLow { get; }

    /// <summary>Upper end of the 95 % t-interval of the mean discrepancy; null below 3 pairs.</summary>
    public double? MeanHigh { get; }

    /// <summary>Mean size of the discrepancy, 0 or more; null without a pair.</summary>
    public double? MeanAbsoluteDiscrepancy { get; }

    /// <summary>Root of the mean squared discrepancy, 0 or more; null without a pair.</summary>
    public double? RootMeanSquare { get; }

    /// <summary>
    /// The sign of the mean discrepancy where its 95 % t-interval excludes 0 (by more than 1e-12); none where it does not, and
    /// below 3 pairs.
    /// </summary>
    public DiscrepancyDirection Direction { get; }

    /// <summary>Pearson's r of the two series, -1 to 1; null below 3 pairs and where either is constant.</summary>
    public double? RawCorrelation { get; }

    /// <summary><see cref="RawCorrelation"/> with its interval, fit to be shown; null below 6 pairs and where either is constant.</summary>
    public Correlation? TemporalCorrelation { get; }

    /// <summary>
    /// Truth force: slope of the therapist's score on the client's deviation from their own mean, in points per point; null below
    /// 3 pairs and where the client's series is constant.
    /// </summary>
    public double? TruthForce { get; }

    /// <summary>Lin's concordance correlation, -1 to 1: agreement in value; null below 3 pairs and where both series are constant.</summary>
    public double? Concordance { get; }

    /// <summary>Compares the ratings of a dyad.</summary>
    /// <param name="pairs">Sessions that both rated, by rising session number; shape (n), n from 0 to 10,000.</param>
    /// <exception cref="ArgumentException">Session numbers do not rise, or a score is no number of size up to 1e12.</exception>
    public static DyadCongruence Of(ReadOnlySpan<RatingPair> pairs)
    {
        if (pairs.IsEmpty) return new DyadCongruence(0);
        double[] client = new double[pairs.Length], therapist = new double[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            (client[i], therapist[i]) = (pairs[i].Client, pairs[i].Therapist);
            if (i > 0 && pairs[i].Session <= pairs[i - 1].Session)
            {
                throw new ArgumentException($"Session {pairs[i].Session} follows session {pairs[i - 1].Session}; numbers must rise.", nameof(pairs));
            }
        }

        Require.Finite(client, nameof(pairs));
        Require.Finite(therapist, nameof(pairs));
        return new DyadCongruence(client, therapist);
    }

    private static DiscrepancyDirection DirectionOf(double mean, double half)
    {
        if (Math.Abs(mean) - half <= Ties.Tolerance) return DiscrepancyDirection.None;
        return mean > 0 ? DiscrepancyDirection.TherapistHigher : DiscrepancyDirection.ClientHigher;
    }

    private static bool Moves(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (Math.Abs(value - values[0]) > Ties.Tolerance) return true;
        }

        return false;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>Sum of the products of the deviations of two series from their means.</summary>
    private static double Product(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double firstMean = Mean(first), secondMean = Mean(second), sum = 0;
        for (var i = 0; i < first.Length; i++) sum += (first[i] - firstMean) * (second[i] - secondMean);
        return sum;
    }
}
