using System.Globalization;
using Alliance.Measurement.Congruence;
using Alliance.Measurement.Distributions;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Congruence;

public class DyadCongruenceTests
{
    [Test]
    public void Equals_the_reference()
    {
        var caseload = Caseload();
        foreach (var expected in Open("congruence").GetProperty("expected").GetProperty("dyads").EnumerateArray())
        {
            var id = expected.GetProperty("client").GetString()!;
            var dyad = DyadCongruence.Of(caseload[id]);
            Assert.That(dyad.Pairs, Is.EqualTo((int)expected.Number("n")!), id);
            Close(dyad.MeanDiscrepancy, expected.Number("meanDiscrepancy"), 1e-10, id);
            Close(dyad.StandardDeviation, expected.Number("sdDiscrepancy"), 1e-10, id);
            Close(dyad.StandardError, expected.Number("seDiscrepancy"), 1e-10, id);
            Close(dyad.MeanAbsoluteDiscrepancy, expected.Number("meanAbsDiscrepancy"), 1e-10, id);
            Close(dyad.RootMeanSquare, expected.Number("rmsDiscrepancy"), 1e-10, id);
            Close(dyad.RawCorrelation, expected.Number("temporalCorrelation"), 1e-10, id);
            Close(dyad.TruthForce, expected.Number("truthForce"), 1e-10, id);
            Close(dyad.Concordance, expected.Number("ccc"), 1e-10, id);
            Assert.That(dyad.TemporalCorrelation?.Value, Is.EqualTo(dyad.Pairs >= 6 ? dyad.RawCorrelation : null), id);
        }
    }

    /// <summary>The sessions of each client of the caseload that both rated.</summary>
    internal static Dictionary<string, RatingPair[]> Caseload()
    {
        var rows = File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Reference", "golden", "caseload-scores.csv"))
            .Select(l => l.Replace("\"", "", StringComparison.Ordinal).Split(',')).ToArray();
        int Column(string name) => Array.IndexOf(rows[0], name);
        int client = Column("client"), session = Column("session"), total = Column("total"), therapist = Column("therapistTotal");
        double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        return rows.Skip(1).Where(r => r[total] is not ("NA" or "") && r[therapist] is not ("NA" or ""))
            .GroupBy(r => r[client], r => new RatingPair(int.Parse(r[session], CultureInfo.InvariantCulture), Number(r[total]), Number(r[therapist])))
            .ToDictionary(g => g.Key, g => g.ToArray());
    }

    private static RatingPair[] Pairs(double[] client, double[] therapist) =>
        [.. client.Zip(therapist).Select((p, i) => new RatingPair((2 * i) + 1, p.First, p.Second))];

    [Test]
    public void Nothing_comes_of_no_pair()
    {
        var dyad = DyadCongruence.Of([]);
        Assert.That((dyad.Pairs, dyad.Direction), Is.EqualTo((0, DiscrepancyDirection.None)));
        Assert.That(
            new[] { dyad.MeanDiscrepancy, dyad.StandardDeviation, dyad.StandardError, dyad.MeanLow, dyad.MeanHigh, dyad.MeanAbsoluteDiscrepancy, dyad.RootMeanSquare },
            Is.All.Null);
        Assert.That(new object?[] { dyad.RawCorrelation, dyad.TemporalCorrelation, dyad.TruthForce, dyad.Concordance }, Is.All.Null);
    }

    [Test]
    public void One_and_two_pairs_have_a_mean_only()
    {
        var one = DyadCongruence.Of([new RatingPair(4, 4.5, 4)]);
        Assert.That((one.MeanDiscrepancy, one.MeanAbsoluteDiscrepancy, one.RootMeanSquare), Is.EqualTo((-0.5, 0.5, 0.5)));
        Assert.That(new[] { one.StandardDeviation, one.StandardError, one.MeanLow }, Is.All.Null);
        var two = DyadCongruence.Of(Pairs([4, 4], [3, 4]));
        Assert.That((two.MeanDiscrepancy, two.MeanAbsoluteDiscrepancy), Is.EqualTo((-0.5, 0.5)));
        Assert.That(two.StandardDeviation, Is.EqualTo(Math.Sqrt(0.5)).Within(1e-15));
        Assert.That(two.StandardError, Is.EqualTo(0.5).Within(1e-15));
        Assert.That(two.RootMeanSquare, Is.EqualTo(Math.Sqrt(0.5)).Within(1e-15));
        Assert.That(new object?[] { two.MeanLow, two.MeanHigh, two.RawCorrelation, two.TruthForce, two.Concordance }, Is.All.Null);
        Assert.That(DyadCongruence.Of(Pairs([4, 4], [3, 3])).Direction, Is.EqualTo(DiscrepancyDirection.None), "two pairs tell no direction");
    }

    [TestCase(new[] { 0.1, 0.2, 0.3 }, DiscrepancyDirection.None, Description = "0.2 ± 4.3027 × 0.0577: from -0.048")]
    [TestCase(new[] { 0.15, 0.2, 0.25 }, DiscrepancyDirection.TherapistHigher, Description = "from 0.076")]
    [TestCase(new[] { -0.15, -0.2, -0.25 }, DiscrepancyDirection.ClientHigher)]
    [TestCase(new[] { -0.1, -0.2, -0.3 }, DiscrepancyDirection.None)]
    [TestCase(new[] { 0.5, 0.5, 0.5 }, DiscrepancyDirection.TherapistHigher)]
    [TestCase(new[] { -0.5, -0.5, -0.5 }, DiscrepancyDirection.ClientHigher)]
    [TestCase(new[] { 0.0, 0.0, 0.0 }, DiscrepancyDirection.None)]
    [TestCase(new[] { 5e-13, 5e-13, 5e-13 }, DiscrepancyDirection.None, Description = "rounding")]
    public void Direction_is_told_where_the_interval_excludes_zero(double[] discrepancies, DiscrepancyDirection direction)
    {
        double[] client = [0, 0, 0];
        Assert.That(DyadCongruence.Of(Pairs(client, discrepancies)).Direction, Is.EqualTo(direction));
    }

    [Test]
    public void The_interval_of_the_mean_is_that_of_t()
    {
        var dyad = DyadCongruence.Of(Pairs([3, 4, 5], [3.1, 4.2, 5.3]));
        var half = StudentT.Quantile(0.975, 2) * 0.1 / Math.Sqrt(3);
        Assert.That(dyad.MeanLow, Is.EqualTo(0.2 - half).Within(1e-12));
        Assert.That(dyad.MeanHigh, Is.EqualTo(0.2 + half).Within(1e-12));
    }

    [Test]
    public void The_correlation_is_shown_from_six_pairs()
    {
        double[] client = [1, 2, 3, 4, 5, 6], therapist = [2, 1, 4, 3, 6, 5];
        var five = DyadCongruence.Of(Pairs(client[..5], therapist[..5]));
        Assert.That(five.TemporalCorrelation, Is.Null);
        Assert.That(five.RawCorrelation, Is.Not.Null);
        var six = DyadCongruence.Of(Pairs(client, therapist));
        const double R = 14.5 / 17.5;
        Assert.That(six.TemporalCorrelation!.Value, Is.EqualTo(R).Within(1e-14));
        Assert.That(six.TemporalCorrelation.Low, Is.EqualTo(Math.Tanh(Math.Atanh(R) - (Normal.Z95 / Math.Sqrt(3)))).Within(1e-14));
        Assert.That(six.TemporalCorrelation.High, Is.EqualTo(Math.Tanh(Math.Atanh(R) + (Normal.Z95 / Math.Sqrt(3)))).Within(1e-14));
        Assert.That(six.TruthForce, Is.EqualTo(R).Within(1e-14));
        Assert.That(six.Concordance, Is.EqualTo(R).Within(1e-14));
    }

    [Test]
    public void A_perfect_correlation_is_its_own_interval()
    {
        double[] client = [1, 2, 3, 4, 5, 6];
        var up = DyadCongruence.Of(Pairs(client, client)).TemporalCorrelation!;
        Assert.That((up.Value, up.Low, up.High), Is.EqualTo((1.0, 1.0, 1.0)));
        var down = DyadCongruence.Of(Pairs(client, [.. client.Select(v => -v)])).TemporalCorrelation!;
        Assert.That((down.Value, down.Low, down.High), Is.EqualTo((-1.0, -1.0, -1.0)));
    }

    [Test]
    public void Constant_series_do_not_correlate()
    {
        double[] flat = [4.1, 4.1, 4.1 + 1e-15], moving = [3, 4, 5];
        var therapist = DyadCongruence.Of(Pairs(moving, flat));
        Assert.That((therapist.RawCorrelation, therapist.TruthForce!.Value), Is.EqualTo(((double?)null, 0.0)).Within(1e-12));
        Assert.That(therapist.Concordance, Is.EqualTo(0).Within(1e-12));
        var client = DyadCongruence.Of(Pairs(flat, moving));
        Assert.That((client.RawCorrelation, client.TruthForce), Is.EqualTo(((double?)null, (double?)null)));
        Assert.That(client.Concordance, Is.EqualTo(0).Within(1e-12));
        var both = DyadCongruence.Of(Pairs(flat, flat));
        Assert.That(new object?[] { both.RawCorrelation, both.TemporalCorrelation, both.TruthForce, both.Concordance }, Is.All.Null);
    }

    [Test]
    public void Follows_shift_and_exchange() =>
        Gen.Select(Gen.Double[1, 5], Gen.Double[1, 5]).Array[3, 20].Sample(ratings =>
        {
            double[] client = [.. ratings.Select(r => r.Item1)], therapist = [.. ratings.Select(r => r.Item2)];
            var dyad = DyadCongruence.Of(Pairs(client, therapist));
            var exchanged = DyadCongruence.Of(Pairs(therapist, client));
            var shifted = DyadCongruence.Of(Pairs([.. client.Select(v => v + 2)], [.. therapist.Select(v => v + 2)]));
            return Near(dyad.MeanDiscrepancy, -exchanged.MeanDiscrepancy) && Near(dyad.MeanDiscrepancy, shifted.MeanDiscrepancy)
                && Near(dyad.RawCorrelation, exchanged.RawCorrelation) && Near(dyad.RawCorrelation, shifted.RawCorrelation)
                && Near(dyad.Concordance, exchanged.Concordance) && Near(dyad.TruthForce, shifted.TruthForce)
                && (dyad.Direction == DiscrepancyDirection.TherapistHigher) == (exchanged.Direction == DiscrepancyDirection.ClientHigher)
                && Math.Abs(dyad.RawCorrelation ?? 0) <= 1 && Math.Abs(dyad.Concordance ?? 0) <= Math.Abs(dyad.RawCorrelation ?? 1) + 1e-9;
        });

    [Test]
    public void Gives_numbers_or_nothing() =>
        Gen.Select(Gen.Double[-1e12, 1e12], Gen.Double[-1e-9, 1e-9]).Array[0, 9].Sample(ratings =>
        {
            var dyad = DyadCongruence.Of([.. ratings.Select((r, i) => new RatingPair(i, r.Item1, r.Item2))]);
            return new[]
            {
                dyad.MeanDiscrepancy, dyad.StandardDeviation, dyad.StandardError, dyad.MeanLow, dyad.MeanHigh, dyad.RootMeanSquare, dyad.RawCorrelation,
                dyad.TruthForce, dyad.Concordance, dyad.TemporalCorrelation?.Low, dyad.TemporalCorrelation?.High,
            }.All(v => double.IsFinite(v ?? 0));
        });

    [Test]
    public void Refuses_what_are_no_pairs()
    {
        Assert.That(
            () => DyadCongruence.Of([new RatingPair(2, 1, 1), new RatingPair(2, 1, 1)]),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Session 2 follows session 2"));
        Assert.That(() => DyadCongruence.Of([new RatingPair(2, 1, 1), new RatingPair(1, 1, 1)]), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => DyadCongruence.Of([new RatingPair(2, double.NaN, 1)]), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("pairs"));
        Assert.That(() => DyadCongruence.Of([new RatingPair(2, 1, 1e13)]), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("pairs"));
    }
}
