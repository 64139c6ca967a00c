using Alliance.Measurement.Ruptures;
using Alliance.Measurement.Scoring;
using Alliance.Measurement.Trends;
using CsCheck;

namespace Alliance.Measurement.Tests.Trends;

public class SeriesTrendTests
{
    [Test]
    public void Counts_forms_with_any_score_and_names_the_gaps()
    {
        var series = SeriesTrend.Of(Wai.Instrument, [Form(2, 4, 4, 4, 4), Form(5, 4, null, 4, null), Form(6, null, null, null, null), Form(3, 4, 4, 4, 4)]);
        Assert.That((series.Forms, series.LastSession), Is.EqualTo((3, (int?)5)));
        Assert.That(series.MissingSessions, Is.EqualTo(new[] { 1, 4 }));
        Assert.That(series.Scales.Select(s => s.Model.Scale.Name), Is.EqualTo(new[] { "bond", "goal", "task", "total" }));
        Assert.That(series.Scales.Select(s => s.Forms), Is.EqualTo(new[] { 3, 2, 3, 2 }));
        Assert.That(series.Scales.Select(s => s.LastSession), Is.EqualTo(new int?[] { 5, 3, 5, 3 }));
        Assert.That(series.Primary, Is.SameAs(series.Scales[3]));
        Assert.That(series.Quality.LastHeldAt, Is.EqualTo(Form(5, 4, 4, 4, 4).HeldAt));
    }

    [Test]
    public void Without_forms_there_is_nothing()
    {
        var series = SeriesTrendDetail.Of(Wai.Instrument, []);
        Assert.That((series.Forms, series.LastSession, series.MissingSessions.Length, series.Scales.Length), Is.EqualTo((0, (int?)null, 0, 4)));
        Assert.That((series.Quality.PerfectShare, series.Quality.StraightLineShare, series.Quality.LastHeldAt), Is.EqualTo(((double?)null, (double?)null, (DateTimeOffset?)null)));
        Assert.That(series.Quality.Informative, Is.True);
        Assert.That(series.Statements, Is.EqualTo(new[] { "Too few forms to describe a trend (0 of at least 3)." }));
    }

    [Test]
    public void Refuses_a_series_that_contradicts_itself()
    {
        Refused("comes twice", Form(1, 4, 4, 4, 4), Form(1, 4, 4, 4, 4));
        Refused("held before", Form(1, 4, 4, 4, 4), Form(2, 4, 4, 4, 4) with { HeldAt = Form(1, 4, 4, 4, 4).HeldAt.AddMinutes(-1) });
        Refused("begin at 1", Form(0, 4, 4, 4, 4));
        Refused("end at 10000", Form(10_001, 4, 4, 4, 4));
        Refused("4 means", Form(1, 4, 4, 4, 4) with { Means = [4, 4] });
        Refused("4 means", Form(1, 4, 4, 4, 4) with { Means = default });
        Refused("outside", Form(1, 4, 4, 4, 6));

        Assert.That(SeriesTrend.Of(Wai.Instrument, [Form(1, 4, 4, 4, 4), Form(10_000, 4, 4, 4, 4)]).MissingSessions, Has.Length.EqualTo(9_998));
        var sameInstant = Form(2, 4, 4, 4, 4) with { HeldAt = Form(1, 4, 4, 4, 4).HeldAt };
        Assert.That(SeriesTrend.Of(Wai.Instrument, [Form(1, 4, 4, 4, 4), sameInstant]).Forms, Is.EqualTo(2));

        static void Refused(string why, params SeriesForm[] forms)
        {
            Assert.That(() => SeriesTrend.Of(Wai.Instrument, forms), Throws.ArgumentException.With.Message.Contains(why));
            Assert.That(() => SeriesTrendDetail.Of(Wai.Instrument, forms), Throws.ArgumentException.With.Message.Contains(why));
        }
    }

    [Test]
    public void Order_of_arrival_changes_nothing() => Gen.Select(Gen.Double[1, 5].Array[4].Array[1, 30], Gen.Int[1, 3].Array[30]).SelectMany((means, steps) =>
    {
        var session = 0;
        var forms = means.Select((m, i) => Form(session += steps[i], m[0], m[1], m[2], m[3])).ToArray();
        return Gen.Shuffle(forms.ToArray()).Select(shuffled => (forms, shuffled));
    }).Sample(both =>
    {
        var (a, b) = (SeriesTrendDetail.Of(Wai.Instrument, both.forms), SeriesTrendDetail.Of(Wai.Instrument, both.shuffled));
        return a.Statements.SequenceEqual(b.Statements) && a.MissingSessions.SequenceEqual(b.MissingSessions)
            && a.Scales.Zip(b.Scales).All(s => s.First.Points.SequenceEqual(s.Second.Points) && s.First.Trend.Ruptures.SequenceEqual(s.Second.Trend.Ruptures)
                && s.First.Trend.Level == s.Second.Trend.Level && s.First.Trend.OverallChange == s.Second.Trend.OverallChange);
    }, iter: 200);

    [Test]
    public void Headline_and_detail_agree()
    {
        SeriesForm[] forms = [.. Wai.Series["H3-two-ruptures"].Select(s => Form(s.Session, s.Score, s.Score, s.Score, s.Score))];
        var (headline, detail) = (SeriesTrend.Of(Wai.Instrument, forms), SeriesTrendDetail.Of(Wai.Instrument, forms));
        Assert.That(detail.Statements, Is.EqualTo(headline.Statements));
        foreach (var (a, b) in headline.Scales.Zip(detail.Scales))
        {
            Assert.That((b.Trend.Level, b.Trend.RecentChange, b.Trend.OverallChange), Is.EqualTo((a.Level, a.RecentChange, a.OverallChange)));
            Assert.That(b.Trend.Ruptures, Is.EqualTo(a.Ruptures));
        }
    }

    [Test]
    public void Days_are_counted_by_the_calendar_of_the_offset_given()
    {
        // 23:30 and 00:30 of the next local day are an hour apart, and one calendar day.
        var evening = new DateTimeOffset(2026, 2, 2, 23, 30, 0, TimeSpan.FromHours(9));
        SeriesForm[] forms =
        [
            .. new[] { 4.0, 4, 4, 2.5, 4 }.Select((s, i) => Form(i + 1, s, s, s, s) with
            {
                HeldAt = i == 4 ? evening.AddHours(1) : i == 3 ? evening : evening.AddDays(i - 20),
            }),
        ];
        Assert.That(SeriesTrend.Of(Wai.Instrument, forms).Primary.Ruptures.Single().DaysToRepair, Is.EqualTo(1));
    }

    [Test]
    public void A_model_belongs_to_its_instrument()
    {
        var model = SeriesModel.For(Wai.Instrument);
        Assert.That(model.PrimaryIndex, Is.EqualTo(3));
        Assert.That(() => new SeriesModel(Wai.Instrument, [model.Scales[0]]), Throws.ArgumentException);
        Assert.That(() => new SeriesModel(Wai.Instrument, [model.Scales[1], model.Scales[0], model.Scales[2], model.Scales[3]]), Throws.ArgumentException);
        var strict = new SeriesModel(Wai.Instrument, model.Scales, RuptureRule.Strict);
        SeriesForm[] forms = [.. Wai.Series["E07-ceiling-dip"].Select(s => Form(s.Session, s.Score, s.Score, s.Score, s.Score))];
        Assert.That(SeriesTrend.Of(strict, forms).Primary.Ruptures, Is.Empty);
        Assert.That(SeriesTrend.Of(model, forms).Primary.Ruptures, Has.Length.EqualTo(1));
    }

    [TestCase("PPP", false, QualityReason.CeilingStable, 1.0, 3)]
    [TestCase("PP", true, null, 1.0, 2)]
    [TestCase("..PPPP", false, QualityReason.CeilingStable, 4 / 6.0, 4)]
    [TestCase("PPPP.", true, null, 0.8, 4)]
    [TestCase(".FFF", false, QualityReason.FloorStable, 0.0, 0)]
    [TestCase("FF", true, null, 0.0, 0)]
    [TestCase("S.S.S", false, QualityReason.StraightLining, 0.0, 0)]
    [TestCase("S.S.S.", true, null, 0.0, 0)]
    [TestCase("SS", true, null, 0.0, 0)]
    [TestCase("....SSS", true, null, 0.0, 0)]
    public void Quality(string forms, bool informative, QualityReason? reason, double perfectShare, int longest)
    {
        var quality = SeriesTrend.Of(Wai.Instrument, [.. forms.Select((f, i) => Form(i + 1, 4, 4, 4, 4) with { Flags = Flags(f) })]).Quality;
        Assert.That((quality.Informative, quality.LongestPerfectRun), Is.EqualTo((informative, longest)));
        Assert.That(quality.Reasons.Cast<QualityReason?>().SingleOrDefault(), Is.EqualTo(reason));
        Assert.That(quality.Notes, Has.Length.EqualTo(informative ? 0 : 1));
        Assert.That(quality.PerfectShare, Is.EqualTo(perfectShare).Within(1e-15));
        Assert.That(quality.StraightLineShare, Is.EqualTo(forms.Count(f => f != '.') / (double)forms.Length).Within(1e-15));
    }

    internal static SeriesForm Form(int session, double? bond, double? goal, double? task, double? total) => new(
        session, new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.FromHours(1)).AddDays(7 * session), [bond, goal, task, total], ResponseFlags.None);

    private static ResponseFlags Flags(char form) => form switch
    {
        'P' => ResponseFlags.Perfect | ResponseFlags.StraightLine,
        'F' => ResponseFlags.Floor | ResponseFlags.StraightLine,
        'S' => ResponseFlags.StraightLine | ResponseFlags.Incomplete,
        _ => ResponseFlags.Incomplete,
    };
}
