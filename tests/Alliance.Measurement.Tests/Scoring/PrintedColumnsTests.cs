using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Tests.Scoring;

internal sealed class PrintedColumnsTests
{
    private static readonly int[] WaiSr = [2, 5, 6, 8, 10, 11];

    [Test]
    public void Flipped_items_are_mirrored_and_the_others_kept()
    {
        var byColumn = Forms.WaiSr.Answers(5, 1, 5, 5, 1, 1, 5, 1, 5, 1, 1, 5);
        Assert.That(PrintedColumns.ToLabels(Forms.WaiSr.Items, byColumn, WaiSr), Is.EqualTo(Forms.WaiSr.All(5)));
    }

    [Test]
    public void A_missing_answer_stays_missing_and_an_item_named_twice_is_mirrored_once()
    {
        var byColumn = Forms.WaiSr.With(Forms.WaiSr.All(3), (2, null), (5, 4));
        var labels = PrintedColumns.ToLabels(Forms.WaiSr.Items, byColumn, [2, 5, 5]);
        Assert.That(labels[2], Is.Null);
        Assert.That(labels[5], Is.EqualTo(2));
    }

    [Test]
    public void Mirroring_is_not_reverse_keying()
    {
        // Item 4 of this form is reversed: its label is mirrored here, and keyed later, once.
        var labels = PrintedColumns.ToLabels(Forms.WaiS.Items, Forms.WaiS.All(6), [4]);
        Assert.That(labels[4], Is.EqualTo(2));
        Assert.That(labels[10], Is.EqualTo(6));
    }

    [Test]
    public void The_mirror_of_an_end_is_accepted_also_where_it_would_round()
    {
        var form = Forms.TotalOnly(2, -2, -1.8, 0.1);
        Assert.That(PrintedColumns.ToLabels(form.Items, form.Answers(-2, -1.9), [1]), Is.EqualTo(form.Answers(-1.8, -1.9)));
    }

    [TestCase(0)]
    [TestCase(13)]
    public void An_item_that_the_form_lacks_is_refused(int item) =>
        Assert.That(() => PrintedColumns.ToLabels(Forms.WaiSr.Items, Forms.WaiSr.All(3), [item]), Throws.ArgumentException.With.Message.Contains("1 to 12"));

    [Test]
    public void Answers_to_another_form_are_refused() =>
        Assert.That(() => PrintedColumns.ToLabels(Forms.WaiSr.Items, Forms.TwoScales.All(3), []), Throws.ArgumentException);
}
