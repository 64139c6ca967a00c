using System.Collections.Immutable;
using Alliance.Measurement.Charts;
using Alliance.Measurement.Congruence;
using Alliance.Measurement.Reliability;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Tests.Trends;
using Alliance.Measurement.Trends;

namespace Alliance.Measurement.Tests;

/// <summary>Input that is legal and says little gives the documented nulls, and numbers where there is something to say.</summary>
public class DegenerateInputTests
{
    /// <summary>Which results exist for a series; the letters of those that do, in the order of the columns below.</summary>
    private const string Columns =
        "l level, s slope, n next, r recent change, o overall change, R recent label, O overall label, b baseline, B since baseline, P since previous, T Theil-Sen, I its interval, K tau, p its p, h shape";

    [TestCase("", "")]
    [TestCase("4", "lsn")]
    [TestCase("4 4", "lsnrP")]
    [TestCase("4 4 4", "lsnrRbP")]
    [TestCase("4 4 4 4", "lsnroRObP")]
    [TestCase("4 4 4 4 4", "lsnroRObP")]
    [TestCase("4 4 4 4 4 4", "lsnroRObBPTIph", Description = "constant: no tau")]
    [TestCase("5 5 5 5 5 5 5 5", "lsnroRObBPTIph", Description = "all at the ceiling")]
    [TestCase("1 1 1 1 1 1 1 1", "lsnroRObBPTIph", Description = "all at the floor")]
    [TestCase("4 4.5 4 4.5 4 4.5", "lsnroRObBPTIKph")]
    [TestCase("- - - - - 4", "lsnr", Description = "one late form: the prior has a past, and no label comes of it")]
    [TestCase("4 - - - - 4", "lsnroP", Description = "two forms: changes without a label, no baseline")]
    [TestCase("4 - 4 - - 4", "lsnroRObBP", Description = "one session for the baseline")]
    public void Series_of(string scores, string exists)
    {
        var sessions = scores.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((s, i) => (Text: s, Session: i + 1)).Where(s => s.Text != "-")
            .Select(s => new ScoredSession(s.Session, new DateOnly(2026, 1, 5).AddDays(7 * s.Session), double.Parse(s.Text, System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        var detail = ScaleTrendDetail.Of(Wai.Total, sessions);
        var (t, robust) = (detail.Trend, detail.Robust);
        var (recent, overall) = (t.RecentChange, t.OverallChange);
        foreach (var change in new[] { recent, overall })
        {
            Assert.That(new[] { change.Low, change.High, change.Sd, change.ProbabilityRising }.Select(v => v is null), Is.All.EqualTo(change.Value is null));
            Assert.That(change.Label == TrendLabel.NotEnoughData, Is.EqualTo(change.Value is null || sessions.Length < 3));
        }

        (char Letter, bool Exists)[] found =
        [
            ('l', t.Level is not null), ('s', t.Slope is not null), ('n', t.NextSession is not null), ('r', recent.Value is not null), ('o', overall.Value is not null),
            ('R', recent.Label != TrendLabel.NotEnoughData), ('O', overall.Label != TrendLabel.NotEnoughData), ('b', t.Baseline.Value is not null),
            ('B', t.ReliableChange.SinceBaseline is not null), ('P', t.ReliableChange.SincePrevious is not null),
            ('T', robust is not null), ('I', robust?.Low is not null), ('K', robust?.KendallTau is not null), ('p', robust?.P is not null), ('h', detail.Shape.Name != Shape.Insufficient),
        ];
        Assert.That(string.Concat(found.Where(f => f.Exists).Select(f => f.Letter)), Is.EqualTo(exists), Columns);
        Assert.That((t.Forms, t.LastSession is null, t.LastScore is null, t.LastSurprise is null, t.Ruptures.Length), Is.EqualTo((sessions.Length, exists == "", exists == "", exists == "", 0)));
    }

    [TestCase(new double[0], null, null, null, null)]
    [TestCase(new double[] { 4 }, null, null, null, null)]
    [TestCase(new double[] { 4, 5 }, 1.0, null, null, 1.0)]
    [TestCase(new double[] { 4, 4, 4 }, 0.0, 0.0, null, null)]
    [TestCase(new double[] { 3, 4, 5 }, 1.0, 0.0, null, 1.0)]
    public void Least_squares_of(double[] y, double? slope, double? error, double? p, double? share)
    {
        var line = LeastSquares.Of([.. Enumerable.Range(1, y.Length).Select(i => (double)i)], y);
        Assert.That((line.Slope, line.StandardError, line.P, line.T, line.RSquared), Is.EqualTo((slope, error, p, p, share)));
        Assert.That(line.Low.HasValue, Is.EqualTo(y.Length > 2));
    }

    [Test]
    public void A_perfect_reliability_or_no_spread_leaves_no_error()
    {
        Assert.That(StandardErrorOfMeasurement.Of(0.64, 1), Is.Zero, "r = 1");
        Assert.That(StandardErrorOfMeasurement.Of(0, 0.92), Is.Zero, "SD 0");
        foreach (var (score, direction) in new[] { (3.1, 1), (3.0, 0), (2.9, -1) })
        {
            var difference = ReliableDifference.Of(3, 2, score, 0, 1, 5);
            Assert.That((difference.Index, difference.P, difference.Direction), Is.EqualTo(((double?)null, (double?)null, direction)), "classed by sign");
        }
    }

    [Test]
    public void At_the_ends_of_the_scale_there_is_no_room()
    {
        var top = ReliableDifference.Of(5, 3, 5, 0.18, 1, 5);
        Assert.That((top.IncreaseDetectable, top.DecreaseDetectable, top.Reliable, top.Index), Is.EqualTo((false, true, false, (double?)0)));
        var bottom = ReliableDifference.Of(1, 3, 1, 0.18, 1, 5);
        Assert.That((bottom.IncreaseDetectable, bottom.DecreaseDetectable), Is.EqualTo((true, false)));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(8)]
    public void Charts_of_a_constant_series(int n)
    {
        double[] y = [.. Enumerable.Repeat(4.0, n)];
        var chart = XmrChart.Of(y);
        Assert.That((chart.Centre, chart.Sigma, chart.Low, chart.High), Is.EqualTo(n < 2 ? ((double?)null, (double?)null, (double?)null, (double?)null) : (4, 0, 4, 4)));
        Assert.That(chart.Beyond3Sigma.Length + chart.TwoOfThreeBeyond2Sigma.Length + chart.EightOnOneSide.Length + chart.MovingRangesAbove.Length, Is.Zero);
        var sums = Cusum.Of(y, 4, 1);
        Assert.That(sums.Upper.Concat(sums.Lower), Is.All.Zero.And.Exactly(2 * n).Items);
    }

    [Test]
    public void A_caseload_that_says_nothing()
    {
        Assert.That(DyadCongruence.Of([]).MeanDiscrepancy, Is.Null);
        Assert.That(DyadCongruence.Of([new(1, 4, 4), new(2, 4, 4), new(3, 4, 4)]), Has.Property("RawCorrelation").Null.And.Property("MeanDiscrepancy").EqualTo(0));
        Assert.That(CronbachAlpha.Of([4, 4, 4, 4], 2).Alpha, Is.Null);
        Assert.That(ItemDecomposition.Of([], 12).ResidualVariance, Is.Null);
        Assert.That(TruthAndBias.Of([]).Bias, Is.Null);
        var series = SeriesTrend.Of(Wai.Instrument, []);
        Assert.That((series.Forms, series.LastSession, series.Quality.Informative, series.Quality.PerfectShare, series.Quality.LastHeldAt), Is.EqualTo((0, (int?)null, true, (double?)null, (DateTimeOffset?)null)));
        Assert.That(series.Statements, Is.EqualTo(new[] { "Too few forms to describe a trend (0 of at least 3)." }));
        SeriesForm unscored = new(1, default, ImmutableArray.Create<double?>(null, null, null, null), ResponseFlags.Incomplete);
        Assert.That(SeriesTrend.Of(Wai.Instrument, [unscored]).Forms, Is.Zero);
    }
}
