using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Alliance.Measurement.Charts;
using Alliance.Measurement.Congruence;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Reliability;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Tests.Trends;
using Alliance.Measurement.Trends;
using CsCheck;

namespace Alliance.Measurement.Tests;

/// <summary>No NaN and no infinity leaves the library: every public number that can be reached from a result is looked at.</summary>
public class NumbersOnlyTests
{
    /// <summary>Values that test a formula: ties, runs, ends of the scale, and anything between.</summary>
    private static readonly Gen<double[]> Scores = Gen.OneOf(
        Gen.Double[1, 5].Array[0, 60], Gen.Int[1, 5].Select(v => (double)v).Array[0, 60], Gen.Const(5.0).Array[0, 20], Gen.Const(1.0).Array[0, 20], Gen.Int[12, 60].Select(v => v / 12.0).Array[0, 12]);

    /// <summary>Numbers of every size that the statistics take.</summary>
    private static readonly Gen<double[]> Sizes = Gen.OneOf(
        Gen.Double[-1e12, 1e12].Array[0, 40], Gen.Double[-1e-12, 1e-12].Array[0, 40], OneOf(-1e12, 1e12, 0, 1e-12, 1e-300, 5e-324, 1).Array[0, 20], Scores);

    [Test]
    public void Of_a_trend() => Gen.Select(Scores, Gen.Int[1, 3], OneOf((1.0, 5.0), (0, 10), (-3, 3), (0, 1e-6), (-1e6, 1e6)), OneOf(Metric.Mean, Metric.Sum)).Sample((scores, gap, range, metric) =>
    {
        var (minimum, maximum) = range;
        var form = new Instrument("form", "1", "A form", [Rater.Client], new ItemFormat(4, minimum, maximum, (maximum - minimum) / 4, []), [new Scale("bond", [1, 2]), new Scale(Scale.TotalName, [1, 2, 3, 4])], 0.75, metric);
        SeriesForm[] forms =
        [
            .. scores.Select((v, i) => new SeriesForm(1 + (i * gap), new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero).AddDays(7 * i), [i % 3 == 0 ? null : At(v, minimum, maximum), At(v, minimum, maximum)], ResponseFlags.None)),
        ];
        HasNumbersOnly(SeriesTrendDetail.Of(form, forms));
    });

    [Test]
    public void Of_the_statistics() => Sizes.Sample(y =>
    {
        double[] x = [.. y.Select((_, i) => (double)(i / 2))];
        foreach (var result in new object?[] { LeastSquares.Of(x, y), TheilSen.Of(x, y), MannKendall.Of(y), Shape.Of(x, y, 0.25), XmrChart.Of(y), XmrChart.Of(y, 6, SigmaSource.MedianMovingRange), Cusum.Of(y, 3, 1) })
            HasNumbersOnly(result);
        if (y.Length > 1) HasNumbersOnly(CronbachAlpha.Of(y.AsSpan(0, y.Length / 2 * 2), 2));
        HasNumbersOnly(DyadCongruence.Of([.. y.Select((v, i) => new RatingPair(i + 1, v, y[^(i + 1)]))]));
    });

    [Test]
    public void Of_the_models_of_a_caseload() => Scores.Sample(y =>
    {
        HasNumbersOnly(ItemDecomposition.Of(y.Chunk(2).Where(c => c.Length == 2).Select((c, i) => new ItemForm($"c{i / 3}", [.. c])), 2));
        HasNumbersOnly(TruthAndBias.Of([.. y.Chunk(4).Select(c => c.Select((v, i) => new RatingPair(i + 1, v, c[^(i + 1)])).ToImmutableArray())]));
        Observation[] series = [.. y.Select((v, i) => new Observation(i + 1, v, 0.075))];
        HasNumbersOnly(ProcessVariance.MaximumLikelihood(Wai.Total.Growth, series));
        HasNumbersOnly(ProcessVariance.MaximumAPosteriori(Wai.Total.Growth, series, 0.015));
    }, iter: 30);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static double At(double score, double minimum, double maximum) => Math.Clamp(minimum + ((score - 1) / 4 * (maximum - minimum)), minimum, maximum);

    private static void HasNumbersOnly(object? result)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(object Value, string Path)>();
        if (result is not null) open.Push((result, result.GetType().Name));
        while (open.TryPop(out var next))
        {
            if (next.Value is double number) Assert.That(double.IsFinite(number), Is.True, $"{next.Path} is {number}");
            if (next.Value is string or ValueType and (IFormattable or bool) || (next.Value.GetType() is { IsValueType: false } && !seen.Add(next.Value))) continue;
            foreach (var inner in Inner(next.Value, next.Path)) open.Push(inner);
        }
    }

    private static IEnumerable<(object Value, string Path)> Inner(object value, string path)
    {
        if (value is IEnumerable many)
        {
            var i = 0;
            foreach (var element in many)
            {
                if (element is not null) yield return (element, $"{path}[{i}]");
                i++;
            }

            yield break;
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            if (property.GetValue(value) is { } inner) yield return (inner, $"{path}.{property.Name}");
        }
    }
}
