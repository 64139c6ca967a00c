using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;
using static Alliance.Measurement.Scoring.ResponseFlags;

namespace Alliance.Measurement.Tests.Scoring;

internal sealed class ResponseQualityTests
{
    [TestCase(1, None)]
    [TestCase(3, None)]
    [TestCase(4, StraightLine | Perfect)]
    [TestCase(9, StraightLine | Perfect)]
    [TestCase(10, StraightLine | Perfect)]
    [TestCase(12, StraightLine | Perfect)]
    public void Patterns_are_flagged_on_complete_forms_of_four_items_or_more(int items, ResponseFlags expected)
    {
        var form = Forms.TotalOnly(items);
        Assert.That(QualityOf(form, form.All(5)).Flags, Is.EqualTo(expected));
    }

    [TestCase(9, 1, Incomplete)]
    [TestCase(10, 1, Incomplete)]
    [TestCase(12, 2, StraightLine | Floor | Incomplete)]
    [TestCase(12, 3, Incomplete)]
    [TestCase(36, 26, StraightLine | Floor | Incomplete)]
    public void An_incomplete_form_needs_ten_answers_to_show_a_pattern(int items, int missing, ResponseFlags expected)
    {
        var form = Forms.TotalOnly(items);
        var answers = form.With(form.All(1), [.. Enumerable.Range(1, missing).Select(i => (i, (double?)null))]);
        Assert.That(QualityOf(form, answers).Flags, Is.EqualTo(expected));
    }

    [Test]
    public void A_straight_line_is_seen_as_given_and_the_ends_after_reversing()
    {
        var reversedAtTheOtherEnd = Forms.WaiS.With(Forms.WaiS.All(7), (4, 1), (10, 1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(QualityOf(Forms.WaiS, Forms.WaiS.All(7)).Flags, Is.EqualTo(StraightLine));
            Assert.That(QualityOf(Forms.WaiS, reversedAtTheOtherEnd).Flags, Is.EqualTo(Perfect));
            Assert.That(QualityOf(Forms.WaiS, Forms.WaiS.With(Forms.WaiS.All(1), (4, 7), (10, 7))).Flags, Is.EqualTo(Floor));
            Assert.That(QualityOf(Forms.WaiS, Forms.WaiS.With(reversedAtTheOtherEnd, (12, 6))).Flags, Is.EqualTo(None));
            Assert.That(QualityOf(Forms.WaiS, Forms.WaiS.With(reversedAtTheOtherEnd, (10, 2))).Flags, Is.EqualTo(None));
        }
    }

    [Test]
    public void The_ends_are_recognised_where_keying_would_round()
    {
        // -2 + -1.8 - -2 is not -1.8 in binary arithmetic.
        var form = Forms.TotalOnly(4, -2, -1.8, 0.1, 1);
        Assert.That(form.Items.Key(1, -2), Is.Not.EqualTo(-1.8));
        Assert.That(QualityOf(form, form.Answers(-2, -1.8, -1.8, -1.8)).Flags, Is.EqualTo(Perfect));
    }

    [TestCase(24.0, 2.0, false)]
    [TestCase(23.99, 23.99 / 12, true)]
    [TestCase(95.5, 95.5 / 12, false)]
    [TestCase(0.0, 0.0, true)]
    public void Under_two_seconds_for_each_item_is_too_fast(double seconds, double secondsPerItem, bool tooFast)
    {
        var quality = ResponseScore.Of(Forms.WaiSr, Forms.WaiSr.Answers(4, 3, 5, 4, 4, 4, 5, 3, 4, 4, 4, 3), seconds).Quality;
        Assert.That(quality.SecondsPerItem, Is.EqualTo(secondsPerItem));
        Assert.That(quality.Flags, Is.EqualTo(tooFast ? TooFast : None));
    }

    [Test]
    public void Seconds_are_counted_for_answered_items_alone()
    {
        var answers = Forms.WaiSr.With(Forms.WaiSr.All(4), (1, 3), (2, null), (3, null));
        var quality = ResponseScore.Of(Forms.WaiSr, answers, 19).Quality;
        Assert.That(quality.SecondsPerItem, Is.EqualTo(1.9));
        Assert.That(quality.Flags, Is.EqualTo(TooFast | Incomplete));
    }

    [Test]
    public void Without_a_duration_nothing_is_said_about_speed() =>
        Assert.That(QualityOf(Forms.WaiSr, Forms.WaiSr.All(4)).SecondsPerItem, Is.Null);

    [Test]
    public void A_form_without_answers_is_incomplete_and_nothing_else()
    {
        var quality = ResponseScore.Of(Forms.WaiSr, Forms.WaiSr.All(double.NaN), 3).Quality;
        Assert.That(quality, Is.EqualTo(new ResponseQuality(Incomplete, 0, null, 0, null, 0)));
    }

    [Test]
    public void A_run_passes_over_items_without_an_answer()
    {
        var form = Forms.TotalOnly(6);
        var quality = QualityOf(form, form.Answers(2, 4, null, 4, 2, 3));
        Assert.That(quality, Is.EqualTo(new ResponseQuality(Incomplete, 5, null, 2, 1, 3)));
    }

    [Test]
    public void One_answer_has_no_deviation_and_two_have()
    {
        var form = Forms.TotalOnly(3);
        Assert.That(QualityOf(form, form.Answers(2, null, null)), Is.EqualTo(new ResponseQuality(Incomplete, 1, null, 1, null, 1)));
        Assert.That(QualityOf(form, form.Answers(2, 4, null)).SdAcrossItems, Is.EqualTo(Math.Sqrt(2)));
    }

    [Test]
    public void The_deviation_is_exact_far_from_zero()
    {
        var form = Forms.TotalOnly(3, 900_000, 900_001, 0.1);
        Assert.That(QualityOf(form, form.Answers(900_000.3, 900_000.4, 900_000.5)).SdAcrossItems, Is.EqualTo(0.1).Within(5e-11));
    }

    [Test]
    public void The_longest_run_may_stand_at_the_end()
    {
        var form = Forms.TotalOnly(6);
        Assert.That(QualityOf(form, form.Answers(1, 1, 2, 3, 3, 3)).LongestRun, Is.EqualTo(3));
    }

    private static ResponseQuality QualityOf(Instrument form, Answers answers) => ResponseScore.Of(form, answers, null).Quality;
}
