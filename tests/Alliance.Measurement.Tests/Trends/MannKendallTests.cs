using System.Numerics;
using Alliance.Measurement.Trends;
using CsCheck;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

public class MannKendallTests
{
    [Test]
    public void Equals_the_reference()
    {
        foreach (var (series, expected, _) in Of("mann-kendall"))
        {
            var test = MannKendall.Of(series.Scores);
            Assert.That(test.Forms, Is.EqualTo((int)expected.Number("n")!), series.Id);
            Close(test.S, expected.Number("S"), 0, series.Id);
            Close(test.VarS, expected.Number("varS"), 1e-12, series.Id);
            Close(test.Z, expected.Number("z"), 1e-12, series.Id);
            Close(test.TauA, expected.Number("tauA"), 1e-12, series.Id);
            Close(test.TauB, expected.Number("tauB"), 1e-12, series.Id);
            Close(test.P, expected.Number("pExact"), 0, series.Id, relative: 1e-12);
            Close(test.PNormal, expected.Number("pNormal"), 0, series.Id, relative: 1e-12);
            Assert.That(test.PIsExact, Is.EqualTo(series.Scores.Length >= 2), series.Id);
        }
    }

    [Test]
    public void P_is_the_share_of_all_orders() =>
        Gen.Int[1, 4].Array[2, 7].Sample(
            scores =>
            {
                var p = MannKendall.Of([.. scores.Select(v => (double)v)]).P!.Value;
                return Math.Abs(p - Enumerated(scores)) <= 1e-15;
            },
            iter: 60);

    [Test]
    public void P_of_eight_with_ties() =>
        Assert.That(MannKendall.Of([1, 2, 2, 3, 3, 2, 4, 5]).P, Is.EqualTo(Enumerated([1, 2, 2, 3, 3, 2, 4, 5])).Within(1e-15));

    private static double Enumerated(int[] scores)
    {
        var observed = Math.Abs(Score(scores));
        long all = 0, far = 0;
        foreach (var order in Orders(scores, 0))
        {
            all++;
            if (Math.Abs(Score(order)) >= observed) far++;
        }

        return (double)far / all;
    }

    private static IEnumerable<int[]> Orders(int[] values, int from)
    {
        if (from == values.Length) yield return values;
        for (var i = from; i < values.Length; i++)
        {
            (values[from], values[i]) = (values[i], values[from]);
            foreach (var order in Orders(values, from + 1)) yield return order;
            (values[from], values[i]) = (values[i], values[from]);
        }
    }

    private static int Score(int[] v) =>
        Enumerable.Range(0, v.Length).Sum(i => Enumerable.Range(i, v.Length - i).Sum(j => Math.Sign(v[j] - v[i])));

    [Test]
    public void P_keeps_its_digits_up_to_fifty() =>
        Gen.Int[1, 30].Array[40, 50].Sample(
            scores =>
            {
                var test = MannKendall.Of([.. scores.Select(v => (double)v)]);
                var exact = ByWholeNumbers(scores, (int)Math.Abs(test.S!.Value));
                return test.PIsExact && Math.Abs(test.P!.Value - exact) <= 1e-12 * exact;
            },
            iter: 40);

    [Test]
    public void Smallest_p_of_fifty_keeps_its_digits()
    {
        var factorial = Enumerable.Range(1, 50).Aggregate(BigInteger.One, (product, k) => product * k);
        var expected = 2 / (double)factorial;
        Assert.That(MannKendall.Of([.. Enumerable.Range(1, 50).Select(i => (double)i)]).P, Is.EqualTo(expected).Within(1e-14 * expected));
    }

    /// <summary>The same share in whole numbers: coefficients of [n]! / prod [t]! by long division.</summary>
    private static double ByWholeNumbers(int[] scores, int s)
    {
        var polynomial = Factorial(scores.Length);
        foreach (var size in scores.GroupBy(v => v).Select(g => g.Count())) polynomial = Quotient(polynomial, Factorial(size));
        var untied = polynomial.Length - 1;
        var far = polynomial.Where((_, d) => Math.Abs(untied - (2 * d)) >= s).Aggregate(BigInteger.Zero, (sum, c) => sum + c);
        var all = polynomial.Aggregate(BigInteger.Zero, (sum, c) => sum + c);
        return Math.Exp(BigInteger.Log(far) - BigInteger.Log(all));
    }

    private static BigInteger[] Factorial(int n)
    {
        BigInteger[] product = [1];
        for (var k = 2; k <= n; k++)
        {
            var next = new BigInteger[product.Length + k - 1];
            for (var i = 0; i < product.Length; i++)
            {
                for (var j = 0; j < k; j++) next[i + j] += product[i];
            }

            product = next;
        }

        return product;
    }

    private static BigInteger[] Quotient(BigInteger[] top, BigInteger[] bottom)
    {
        var rest = top.ToArray();
        var quotient = new BigInteger[top.Length - bottom.Length + 1];
        for (var i = 0; i < quotient.Length; i++)
        {
            quotient[i] = rest[i];
            for (var j = 0; j < bottom.Length; j++) rest[i + j] -= quotient[i] * bottom[j];
        }

        return quotient;
    }

    [TestCase(3, 1.0 / 3)]
    [TestCase(4, 1.0 / 12)]
    [TestCase(5, 1.0 / 60)]
    public void Smallest_attainable_p(int n, double p) =>
        Assert.That(MannKendall.Of([.. Enumerable.Range(0, n).Select(i => -(double)i)]).P, Is.EqualTo(p).Within(1e-15));

    [Test]
    public void Is_undefined_below_two_scores()
    {
        foreach (double[] y in new double[][] { [], [4] })
        {
            var test = MannKendall.Of(y);
            Assert.That(test.Forms, Is.EqualTo(y.Length));
            Assert.That(new double?[] { test.S, test.VarS, test.Z, test.TauA, test.TauB, test.P, test.PNormal }, Is.All.Null);
            Assert.That(test.PIsExact, Is.False);
        }
    }

    [TestCase(8)]
    [TestCase(60)]
    public void Constant_series(int n)
    {
        var test = MannKendall.Of([.. Enumerable.Repeat(3.5, n)]);
        Assert.That((test.S, test.VarS, test.TauA, test.P, test.PIsExact), Is.EqualTo(((long?)0, (double?)0, (double?)0, (double?)1, true)));
        Assert.That(new[] { test.Z, test.TauB, test.PNormal }, Is.All.Null);
    }

    [Test]
    public void Uses_the_normal_approximation_beyond_fifty()
    {
        double[] y = [.. Enumerable.Range(0, 51).Select(i => (i * 37 % 51) + (i * 0.2))];
        var longer = MannKendall.Of(y);
        Assert.That(longer.PIsExact, Is.False);
        Assert.That(longer.P, Is.EqualTo(longer.PNormal));
        var exact = MannKendall.Of(y.AsSpan(0, MannKendall.ExactUpTo));
        Assert.That(exact.PIsExact, Is.True);
        Assert.That(exact.P, Is.EqualTo(exact.PNormal).Within(0.01).And.Not.EqualTo(exact.PNormal));
    }

    [Test]
    public void Long_series_count_every_pair()
    {
        int[] scores = [.. Enumerable.Range(0, 300).Select(i => i * 53 % 97)];
        var test = MannKendall.Of([.. scores.Select(v => (double)v)]);
        Assert.That(test.S, Is.EqualTo(Score(scores)));
        Assert.That((test.PIsExact, test.Forms), Is.EqualTo((false, 300)));
    }

    [Test]
    public void Scores_within_the_tolerance_are_ties()
    {
        Assert.That(MannKendall.Of([1, 1 + 9e-13, 2]).S, Is.EqualTo(2));
        Assert.That(MannKendall.Of([1, 1 + 2e-12, 2]).S, Is.EqualTo(3));
        Assert.That(MannKendall.Of([1, 1.5, 2], tieTolerance: 0.5).S, Is.EqualTo(2));
        Assert.That(MannKendall.Of([1, 1 + 2e-16, 2], tieTolerance: 0).S, Is.EqualTo(3));
        Assert.That(MannKendall.Of([1, 1.4, 1.8], tieTolerance: 0.5).TauB, Is.EqualTo(2 / Math.Sqrt(6)).Within(1e-15));
    }

    [Test]
    public void Depends_on_the_order_of_scores_only() => Gen.Int[1, 9].Array[2, 20].Sample(scores =>
    {
        var test = MannKendall.Of([.. scores.Select(v => (double)v)]);
        var stretched = MannKendall.Of([.. scores.Select(v => 100 + Math.Exp(v))]);
        var mirrored = MannKendall.Of([.. scores.Select(v => -(double)v)]);
        var backwards = MannKendall.Of([.. scores.Reverse().Select(v => (double)v)]);
        return test.S == stretched.S && test.P == stretched.P && test.VarS == stretched.VarS
            && test.S == -mirrored.S && Math.Abs(test.P!.Value - mirrored.P!.Value) < 1e-13 && test.Z == -mirrored.Z
            && test.S == -backwards.S && test.P == backwards.P && test.TauB == -backwards.TauB;
    });

    [Test]
    public void Gives_numbers_within_their_ranges() => Gen.Double[-1e12, 1e12].Array[2, 60].Sample(y =>
    {
        var test = MannKendall.Of(y);
        return test.P is >= 0 and <= 1 && Math.Abs(test.TauB ?? 0) <= 1 + 1e-15 && double.IsFinite(test.Z ?? 0);
    });

    [Test]
    public void Refuses_what_is_no_series()
    {
        Assert.That(() => MannKendall.Of([1, double.NaN]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("y[1]"));
        Assert.That(() => MannKendall.Of([1, 2], -1e-9), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("tieTolerance"));
        Assert.That(() => MannKendall.Of([1, 2], double.NaN), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("tieTolerance"));
    }
}
