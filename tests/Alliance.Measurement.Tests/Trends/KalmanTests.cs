using System.Text.Json;
using Alliance.Measurement.Trends;
using static Alliance.Measurement.Tests.ReferenceCases;

namespace Alliance.Measurement.Tests.Trends;

/// <summary>Filter, smoother and likelihood against statsmodels: five models on the session clock, two on the weeks clock.</summary>
public class KalmanTests
{
    private static IEnumerable<TestCaseData> Cases() =>
        from name in new[] { "kalman-fixed", "kalman-irregular" }
        from c in Open(name).GetProperty("cases").EnumerateArray()
        select new TestCaseData(c.GetProperty("input"), c.GetProperty("expected")).SetArgDisplayNames(c.GetProperty("id").GetString()!);

    [TestCaseSource(nameof(Cases))]
    public void Equals_the_reference(JsonElement input, JsonElement expected)
    {
        var weeks = input.TryGetProperty("deltaWeeks", out var deltas);
        var model = Model(input, weeks ? Clock.Weeks : Clock.Session);
        var series = Rows(input, weeks ? Numbers(deltas) : null);
        var steps = new KalmanStep[series.Length];
        var smoothed = new GrowthState[series.Length];
        Near(KalmanFilter.Run(model, series, steps, series[0].Position), expected.Number("logLik"));
        Assert.That(KalmanFilter.LogLikelihood(model, series, series[0].Position), Is.EqualTo(KalmanFilter.Run(model, series, steps, series[0].Position)));
        RtsSmoother.Run(steps, smoothed);

        var k = 0;
        foreach (var row in expected.GetProperty("steps").EnumerateArray())
        {
            Same(steps[k].Predicted, row, "predState", "predVar");
            Same(steps[k].Filtered, row, "filtState", "filtVar");
            Same(smoothed[k], row, "smoothState", "smoothVar");
            Near(steps[k].InnovationVariance, row.Number("F"));
            Near(steps[k].IsObserved ? steps[k].Innovation : null, row.Number("innovation"));
            Near(steps[k].IsObserved ? steps[k].Surprise : null, row.Number("z"));
            SameInterval(Estimate.Normal(steps[k].Filtered.Level, steps[k].Filtered.LevelVariance), row.GetProperty("levelCi95"));
            SameInterval(Estimate.Normal(smoothed[k].Level, smoothed[k].LevelVariance), row.GetProperty("smoothLevelCi95"));
            k++;
        }

        Assert.That(k, Is.EqualTo(steps.Length));
        var next = model.Advance(steps[^1].Filtered, 1);
        var wanted = expected.GetProperty("next");
        Same(next, wanted, "state", "var");
        Near(next.LevelVariance + BaseVariance(input), wanted.Number("F"));
    }

    [Test]
    public void A_gap_is_the_same_as_rows_without_a_score()
    {
        foreach (var clock in new[] { Clock.Session, Clock.Weeks })
        {
            var model = new LocalLinearTrend(new GrowthState(3.8, 0.02, 0.3, 0.0016, -0.003), 0.015, 0.0002, clock);
            var rows = Enumerable.Range(1, 200).Select(s => new Observation(s, s is 1 or 150 or 200 ? 3 + (s / 100.0) : double.NaN, 0.08)).ToArray();
            var forms = rows.Where(r => !double.IsNaN(r.Value)).ToArray();
            var (all, few) = (new KalmanStep[rows.Length], new KalmanStep[forms.Length]);
            Assert.That(KalmanFilter.Run(model, rows, all), Is.EqualTo(KalmanFilter.Run(model, forms, few)).Within(1e-10));
            var (smoothAll, smoothFew) = (new GrowthState[rows.Length], new GrowthState[forms.Length]);
            RtsSmoother.Run(all, smoothAll);
            RtsSmoother.Run(few, smoothFew);
            for (var i = 0; i < forms.Length; i++)
            {
                var k = (int)forms[i].Position - 1;
                Same(few[i].Filtered, all[k].Filtered, 1e-10);
                Same(smoothFew[i], smoothAll[k], 1e-10);
            }
        }
    }

    [Test]
    public void Refuses_what_is_no_model_and_no_series()
    {
        var model = LocalLinearTrend.LocalLevel(3.8, 0.3, 0.015);
        Assert.That(() => new LocalLinearTrend(new GrowthState(3, 0, 0.1, 0.1, 0.2), 0.01), Throws.ArgumentException);
        Assert.That(() => new LocalLinearTrend(new GrowthState(3, 0, 0.1, 0.1, 0), -1), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new LocalLinearTrend(new GrowthState(3, 0, 0.1, 0.1, 0), 0, double.NaN), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => KalmanFilter.LogLikelihood(model, [new Observation(2, 3, 0.1), new Observation(1, 3, 0.1)]), Throws.ArgumentException);
        Assert.That(() => KalmanFilter.LogLikelihood(model, [new Observation(1, 3, 0)]), Throws.ArgumentException);
        Assert.That(() => KalmanFilter.Run(model, [new Observation(1, 3, 1)], []), Throws.ArgumentException);
        Assert.That(() => RtsSmoother.Run(new KalmanStep[2], new GrowthState[1]), Throws.ArgumentException);
        Assert.That(() => RtsSmoother.Run([], []), Throws.Nothing);
    }

    internal static void Same(in GrowthState actual, in GrowthState expected, double within)
    {
        Assert.That(actual.Level, Is.EqualTo(expected.Level).Within(within));
        Assert.That(actual.Slope, Is.EqualTo(expected.Slope).Within(within));
        Assert.That(actual.LevelVariance, Is.EqualTo(expected.LevelVariance).Within(within));
        Assert.That(actual.SlopeVariance, Is.EqualTo(expected.SlopeVariance).Within(within));
        Assert.That(actual.Covariance, Is.EqualTo(expected.Covariance).Within(within));
    }

    private static LocalLinearTrend Model(JsonElement input, Clock clock)
    {
        var (a, p, q) = (Numbers(input.GetProperty("a1")), Numbers(input.GetProperty("P1")), Numbers(input.GetProperty("q")));
        return input.GetProperty("model").GetString() == "LL"
            ? LocalLinearTrend.LocalLevel(a[0], p[0], q[0], clock)
            : new LocalLinearTrend(new GrowthState(a[0], a[1], p[0], p[1], p[2]), q[0], q[1], clock);
    }

    private static Observation[] Rows(JsonElement input, double[]? deltas)
    {
        var at = deltas is null ? 1.0 : 0.0;
        var r = input.GetProperty("R");
        return
        [
            .. input.GetProperty("y").EnumerateArray().Select((y, k) => new Observation(
                deltas is null ? at + k : at += deltas[k],
                y.ValueKind == JsonValueKind.Null ? double.NaN : y.GetDouble(),
                r.ValueKind == JsonValueKind.Array ? r[k].GetDouble() : r.GetDouble())),
        ];
    }

    private static double BaseVariance(JsonElement input)
    {
        var r = input.GetProperty("R");
        return r.ValueKind == JsonValueKind.Array ? Numbers(r).Min() : r.GetDouble();
    }

    private static void Same(in GrowthState state, JsonElement row, string mean, string variance)
    {
        var (m, v) = (Numbers(row.GetProperty(mean)), Numbers(row.GetProperty(variance)));
        Near(state.Level, m[0]);
        Near(state.LevelVariance, v[0]);
        if (m.Length == 1) return;
        Near(state.Slope, m[1]);
        Near(state.SlopeVariance, v[1]);
        Near(state.Covariance, v[2]);
    }

    private static void SameInterval(Estimate estimate, JsonElement interval)
    {
        Near(estimate.Low, interval[0].GetDouble());
        Near(estimate.High, interval[1].GetDouble());
    }

    private static void Near(double? actual, double? expected) => Close(actual, expected, 1e-9, "value", 1e-8);
}
