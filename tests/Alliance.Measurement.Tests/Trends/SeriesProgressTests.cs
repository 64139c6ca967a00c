using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using CsCheck;

namespace Alliance.Measurement.Tests.Trends;

/// <summary>A form that is added to a series gives what the whole set of forms gives, to the last bit.</summary>
public class SeriesProgressTests
{
    // Scores that wander and at times stay at a limit or fall; sessions that are skipped, at times many; scales left out.
    private static readonly Gen<SeriesForm[]> Series = Gen.Select(
        Gen.Int[0, 12].Array[4].Array[1, 60], Gen.Frequency((8, Gen.Const(1)), (2, Gen.Int[2, 3]), (1, Gen.Int[4, 12])).Array[60], Gen.Int[0, 15].Array[60], Gen.Int[1, 8], (means, steps, flags, first) =>
        {
            var session = first - 1;
            return means.Select((m, i) =>
            {
                session += i == 0 ? 1 : steps[i];
                return new SeriesForm(session, Held(session), [.. m.Select(v => v == 12 ? (double?)null : 1 + (4 * Math.Min(v, 10) / 10.0))], (ResponseFlags)flags[i]);
            }).ToArray();
        });

    private static readonly SeriesModel Model = SeriesModel.For(Wai.Instrument);

    [Test]
    public void One_form_after_the_other_gives_what_all_give() => Series.Sample(forms =>
    {
        var (progress, trend) = SeriesProgress.Of(Model, []);
        for (var i = 0; i < forms.Length; i++)
        {
            trend = forms[i].IsScored ? progress.Add(forms[i])! : trend;
            AssertSame(trend, SeriesTrend.Of(Model, forms[..(i + 1)]));
            Assert.That(progress.Forms, Is.EqualTo(trend.Forms));
        }
    });

    [Test]
    public void It_goes_on_from_any_place() => Gen.Select(Series, Gen.Int[0, 60]).Sample((forms, at) =>
    {
        var (progress, trend) = SeriesProgress.Of(Model, forms[..Math.Min(at, forms.Length)]);
        AssertSame(trend, SeriesTrend.Of(Model, forms[..Math.Min(at, forms.Length)]));
        foreach (var form in forms.Skip(at).Where(f => f.IsScored))
            trend = progress.Add(form)!;
        AssertSame(trend, SeriesTrend.Of(Model, forms));
    });

    [Test]
    public void What_was_given_before_stays_as_it_is()
    {
        var forms = Enumerable.Range(1, 12).Select(n => Form(n, 4, 4, 4, 4)).ToArray();
        var (progress, before) = SeriesProgress.Of(Model, forms);
        var low = progress.Add(Form(13, 1, 1, 1, 1))!;
        progress.Add(Form(14, 4, 4, 4, 4));
        AssertSame(before, SeriesTrend.Of(Model, forms));
        AssertSame(low, SeriesTrend.Of(Model, [.. forms, Form(13, 1, 1, 1, 1)]));
        Assert.That((before.Primary.Ruptures.Length, low.Primary.Ruptures.Length), Is.EqualTo((0, 1)));
    }

    [Test]
    public void What_does_not_stand_at_the_end_is_for_a_whole_pass_and_changes_nothing()
    {
        var (progress, _) = SeriesProgress.Of(Model, [Form(1, 4, 4, 4, 4), Form(3, 4, 4, 4, 4)]);
        Assert.Multiple(() =>
        {
            Assert.That(progress.Model, Is.SameAs(Model));
            Assert.That(progress.Add(Form(2, 4, 4, 4, 4)), Is.Null, "in between");
            Assert.That(progress.Add(Form(3, 4, 4, 4, 4)), Is.Null, "there already");
            Assert.That(progress.Add(Form(10_001, 4, 4, 4, 4)), Is.Null, "beyond the last number");
            Assert.That(progress.Add(Form(4, 4, 4, 4, 4) with { HeldAt = Held(3).AddTicks(-1) }), Is.Null, "held before");
            Assert.That(progress.Add(Form(4, 4, 4, 4, 4) with { Means = [4] }), Is.Null, "of another instrument");
            Assert.That(progress.Add(Form(4, 4, 4, 4, 4) with { Means = default }), Is.Null, "no means");
            Assert.That(progress.Add(Form(4, null, null, null, null)), Is.Null, "nothing scored");
            Assert.That(() => progress.Add(null!), Throws.ArgumentNullException);
            Assert.That(() => progress.Add(Form(4, 4, 4, 4, 6)), Throws.ArgumentException.With.Message.Contains("outside"));
        });
        AssertSame(
            progress.Add(Form(4, 4, 3, 4, 4) with { HeldAt = Held(3) })!,
            SeriesTrend.Of(Model, [Form(1, 4, 4, 4, 4), Form(3, 4, 4, 4, 4), Form(4, 4, 3, 4, 4) with { HeldAt = Held(3) }]));
        Assert.That(progress.Add(Form(10_000, 4, 4, 4, 4))?.MissingSessions.Length, Is.EqualTo(9_996));
    }

    // The same change by a pass back from the end, as it is usually computed.
    [Test]
    public void The_overall_change_is_that_of_a_pass_back() => Series.Sample(forms =>
    {
        var (model, trend) = (Model.Scales[0], SeriesTrend.Of(Model, forms).Scales[0]);
        var scored = forms.Where(f => f.Means[0] is not null).ToArray();
        if (trend.LastSession is not { } last || last <= trend.OverallChange.FromSession)
            return;
        var from = trend.OverallChange.FromSession;
        var rows = Enumerable.Range(1, last).Select(n => new Observation(n, scored.FirstOrDefault(f => f.Session == n)?.Means[0] ?? double.NaN, model.ObservationVariance)).ToArray();
        var steps = new KalmanStep[rows.Length];
        KalmanFilter.Run(model.Growth, rows, steps);
        var smoother = new RtsSmoother(steps[^1].Filtered);
        for (var k = last - 2; k >= from - 1; k--)
            smoother.StepBack(steps[k].Filtered, steps[k + 1].Predicted, 1);
        var end = steps[^1].Filtered;
        var variance = end.LevelVariance + smoother.State.LevelVariance - (2 * smoother.LevelCovariance);
        Assert.That(trend.OverallChange.Estimate!.Value.Value, Is.EqualTo((end.Level - smoother.State.Level) * model.Factor).Within(1e-10));
        Assert.That(trend.OverallChange.Estimate!.Value.Sd, Is.EqualTo(Math.Sqrt(variance) * model.Factor).Within(1e-9));
    });

    private static void AssertSame(SeriesTrend one, SeriesTrend other)
    {
        Assert.That((one.Forms, one.LastSession), Is.EqualTo((other.Forms, other.LastSession)));
        Assert.That(one.MissingSessions, Is.EqualTo(other.MissingSessions));
        Assert.That(
            (one.Quality.PerfectShare, one.Quality.LongestPerfectRun, one.Quality.StraightLineShare, one.Quality.LastHeldAt),
            Is.EqualTo((other.Quality.PerfectShare, other.Quality.LongestPerfectRun, other.Quality.StraightLineShare, other.Quality.LastHeldAt)));
        Assert.That(one.Quality.Notes, Is.EqualTo(other.Quality.Notes));
        Assert.That(one.Quality.Reasons, Is.EqualTo(other.Quality.Reasons));
        Assert.That(one.Statements, Is.EqualTo(other.Statements));
        foreach (var (a, b) in one.Scales.Zip(other.Scales))
        {
            Assert.That((a.Forms, a.LastSession, a.LastScore, a.Level, a.Slope), Is.EqualTo((b.Forms, b.LastSession, b.LastScore, b.Level, b.Slope)));
            Assert.That((a.RecentChange, a.OverallChange, a.NextSession), Is.EqualTo((b.RecentChange, b.OverallChange, b.NextSession)));
            Assert.That((a.Baseline, a.ReliableChange, a.LastSurprise), Is.EqualTo((b.Baseline, b.ReliableChange, b.LastSurprise)));
            Assert.That((a.LastMarker, a.AtLimit, a.Rule), Is.EqualTo((b.LastMarker, b.AtLimit, b.Rule)));
            Assert.That(a.Ruptures, Is.EqualTo(b.Ruptures));
        }
    }

    private static SeriesForm Form(int session, params double?[] means) => new(session, Held(session), [.. means], ResponseFlags.None);

    private static DateTimeOffset Held(int session) => new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(1)).AddDays(7 * (session - 1));
}
