using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Tests.Scoring;

internal sealed class ResponseScoreTests
{
    private static readonly string[] ScaleNames = ["bond", "goal", "task", "total"];
    private static readonly Answers Example = Forms.WaiSr.Answers(4, 5, 4, 4, 5, 4, 4, 3, 5, 4, 4, null);

    [Test]
    public void The_example_of_the_contract_has_its_scores()
    {
        var bond = Forms.WaiSr.Score("bond", Example);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bond.Mean, Is.EqualTo(4.5));
            Assert.That(bond.Sum, Is.EqualTo(18));
            Assert.That(bond.Answered, Is.EqualTo(4));
            Assert.That(bond.Items, Is.EqualTo(4));
            Assert.That(bond.Prorated, Is.False);
            Assert.That(bond.Low, Is.EqualTo(4.5 - (1.959963984540054 * 0.28)).Within(1e-15));
            Assert.That(bond.High, Is.EqualTo(4.5 + (1.959963984540054 * 0.28)).Within(1e-15));
            Assert.That(bond.Reason, Is.Null);
            Assert.That(bond.IsScored, Is.True);
        }
    }

    [Test]
    public void A_prorated_scale_has_the_mean_of_its_answers_and_that_mean_times_its_items()
    {
        var task = Forms.WaiSr.Score("task", Example);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.Mean, Is.EqualTo(13.0 / 3));
            Assert.That(task.Sum, Is.EqualTo(13.0 / 3 * 4));
            Assert.That(task.Answered, Is.EqualTo(3));
            Assert.That(task.Items, Is.EqualTo(4));
            Assert.That(task.Prorated, Is.True);
        }
    }

    [Test]
    public void A_total_of_bond_goal_and_task_is_the_mean_of_their_means()
    {
        var total = Forms.WaiSr.Score("total", Example);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(total.Mean, Is.EqualTo((4.5 + 3.75 + (13.0 / 3)) / 3));
            Assert.That(total.Mean, Is.Not.EqualTo(46.0 / 11).Within(1e-3), "the mean of the items would differ");
            Assert.That(total.Sum, Is.EqualTo(total.Mean * 12));
            Assert.That(total.Answered, Is.EqualTo(11));
            Assert.That(total.Prorated, Is.True);
            Assert.That(total.High - total.Mean, Is.EqualTo(1.959963984540054 * 0.18).Within(1e-14));
        }
    }

    [Test]
    public void The_total_of_any_other_form_is_the_mean_of_its_items()
    {
        var total = Forms.TwoScales.Score("total", Forms.TwoScales.Answers(1, 5, 1, 1, 5, 1, 5, 1, 5, 1));
        Assert.That(total.Mean, Is.EqualTo(2.6), "the mean of the two means would be 3");
        Assert.That(total.Sum, Is.EqualTo(26));
    }

    [Test]
    public void A_total_with_an_overall_scale_beside_the_three_is_the_mean_of_its_items()
    {
        var total = Forms.Lines.Score("total", Forms.Lines.Answers(9.1, 8.9, 9.0, 9.3));
        Assert.That(total.Mean, Is.EqualTo((9.1 + 8.9 + 9.0 + 9.3) / 4));
        Assert.That(total.Sum, Is.EqualTo(9.1 + 8.9 + 9.0 + 9.3));
        Assert.That(total.High - total.Mean, Is.EqualTo(1.959963984540054 * 0.18 * 2.5).Within(1e-14));
    }

    [Test]
    public void Scales_keep_the_order_of_the_instrument_also_where_the_total_comes_first()
    {
        var totalFirst = new Instrument(
            "x", "1", "Total first", [Rater.Client], Forms.WaiSr.Items, Forms.WaiSr.Scales.Reverse(), 0.75, Metric.Mean);
        var score = ResponseScore.Of(totalFirst, Example, null);
        Assert.That(score.Scales.Select(s => s.Scale.Name), Is.EqualTo(ScaleNames.Reverse()));
        Assert.That(score.Scales[0].Mean, Is.EqualTo(Forms.WaiSr.Score("total", Example).Mean).Within(1e-15));
        Assert.That(ResponseScore.Of(Forms.WaiSr, Example, null).Scales.Select(s => s.Scale.Name), Is.EqualTo(ScaleNames));
    }

    [Test]
    public void A_scale_below_its_share_of_answers_has_no_score_and_a_reason()
    {
        var answers = Forms.WaiSr.With(Forms.WaiSr.All(4), (3, null), (5, null));
        var bond = Forms.WaiSr.Score("bond", answers);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bond, Is.EqualTo(new ScaleScore(bond.Scale, null, null, 2, 4, false, null, null, "too-few-answers")));
            Assert.That(bond.IsScored, Is.False);
            Assert.That(Forms.WaiSr.Score("goal", answers).Mean, Is.EqualTo(4));
        }
    }

    [Test]
    public void A_total_has_no_score_when_another_scale_has_none()
    {
        var answers = Forms.WaiSr.With(Forms.WaiSr.All(4), (3, null), (5, null));
        var total = Forms.WaiSr.Score("total", answers);
        Assert.That(total, Is.EqualTo(new ScaleScore(total.Scale, null, null, 10, 12, false, null, null, "scale-not-scored")));
    }

    [Test]
    public void That_holds_for_a_total_of_items_too()
    {
        var answers = Forms.TwoScales.With(Forms.TwoScales.All(3), (2, null), (5, null));
        var total = Forms.TwoScales.Score("total", answers);
        Assert.That(total.Answered, Is.EqualTo(8), "enough for the total itself");
        Assert.That(total.Reason, Is.EqualTo("scale-not-scored"));
    }

    [Test]
    public void A_total_needs_enough_answers_of_its_own()
    {
        // Half of each part would do for the parts of this form, but the total asks for its share of nine.
        var form = new Instrument(
            "x", "1", "Loose parts", [Rater.Client], new ItemFormat(9, 1, 5, 1, []),
            [new Scale("a", [1]), new Scale("total", Enumerable.Range(1, 9))], 0.75, Metric.Mean);
        var total = form.Score("total", form.Answers(3, 3, 3, 3, 3, 3, null, null, null));
        Assert.That(total.Reason, Is.EqualTo("too-few-answers"));
        Assert.That(form.Score("total", form.Answers(3, 3, 3, 3, 3, 3, 3, null, null)).Mean, Is.EqualTo(3));
    }

    [Test]
    public void Where_every_line_is_needed_one_missing_line_takes_its_scale_and_the_total()
    {
        var score = ResponseScore.Of(Forms.Lines, Forms.Lines.Answers(9, 9, null, 9), null);
        Assert.That(score.Scales.Select(s => s.Mean), Is.EqualTo(new double?[] { 9, 9, null, 9, null }));
        Assert.That(score.CanBeScored, Is.True);
    }

    [Test]
    public void Reversed_items_are_turned_before_they_are_averaged()
    {
        var score = ResponseScore.Of(Forms.WaiS, Forms.WaiS.All(7), null);
        Assert.That(score.Scales.Select(s => s.Sum), Is.EqualTo(new double?[] { 28, 16, 28, 72 }));
        Assert.That(score.Of("goal")!.Mean, Is.EqualTo(4));
    }

    [Test]
    public void A_form_without_any_score_cannot_be_scored()
    {
        Assert.That(ResponseScore.Of(Forms.WaiSr, Forms.WaiSr.All(double.NaN), null).CanBeScored, Is.False);
        Assert.That(ResponseScore.Of(Forms.WaiSr, Forms.WaiSr.Answers(1, 1, 1, 1, null, null, null, null, null, null, null, null), null).CanBeScored, Is.False);
        Assert.That(ResponseScore.Of(Forms.WaiSr, Example, null).CanBeScored, Is.True);
    }

    [Test]
    public void No_answer_is_no_score_however_small_the_share_asked_for()
    {
        var form = new Instrument(
            "x", "1", "Any answer", [Rater.Client], new ItemFormat(3, 1, 5, 1, []), [new Scale("total", [1, 2, 3])], 1e-10, Metric.Mean);
        Assert.That(form.Score("total", form.All(double.NaN)).Reason, Is.EqualTo("too-few-answers"));
        Assert.That(form.Score("total", form.Answers(null, 4, null)).Mean, Is.EqualTo(4));
    }

    [Test]
    public void A_form_without_a_total_scores_each_scale_for_itself()
    {
        var form = new Instrument(
            "x", "1", "No total", [Rater.Client], new ItemFormat(3, 1, 5, 1, []), [new Scale("a", [1, 2]), new Scale("b", [3])], 0.75, Metric.Mean);
        var alone = new Instrument(
            "y", "1", "One scale", [Rater.Client], new ItemFormat(3, 1, 5, 1, []), [new Scale("a", [1, 2])], 0.75, Metric.Mean);
        Assert.That(ResponseScore.Of(form, form.Answers(null, null, 4), null).Scales.Select(s => s.Mean), Is.EqualTo(new double?[] { null, 4 }));
        Assert.That(ResponseScore.Of(alone, alone.Answers(2, 3, null), null).Scales.Select(s => s.Mean), Is.EqualTo(new double?[] { 2.5 }));
    }

    [Test]
    public void The_sum_of_a_complete_scale_is_the_plain_sum()
    {
        // 29 / 7 * 7 is not 29 in binary arithmetic.
        var form = Forms.TotalOnly(7);
        var total = form.Score("total", form.Answers(5, 5, 5, 5, 5, 3, 1));
        Assert.That(total.Mean * 7, Is.Not.EqualTo(29));
        Assert.That(total.Sum, Is.EqualTo(29));
    }

    [Test]
    public void A_scale_name_that_the_instrument_lacks_has_no_score() =>
        Assert.That(ResponseScore.Of(Forms.WaiSr, Example, null).Of("overall"), Is.Null);

    [Test]
    public void Answers_to_a_form_of_another_length_are_refused() =>
        Assert.That(() => ResponseScore.Of(Forms.TwoScales, Example, null), Throws.ArgumentException.With.Message.Contains("12"));

    [TestCase(-0.001)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_duration_that_cannot_be_is_refused(double seconds) =>
        Assert.That(() => ResponseScore.Of(Forms.WaiSr, Example, seconds), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("not negative"));
}
