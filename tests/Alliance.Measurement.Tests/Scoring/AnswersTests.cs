using System.Globalization;
using Alliance.Measurement.Instruments;
using Alliance.Measurement.Scoring;

namespace Alliance.Measurement.Tests.Scoring;

internal sealed class AnswersTests
{
    private static readonly ItemFormat Four = new(4, 1, 5, 1, []);
    private static readonly ItemFormat Tenths = new(4, 0, 10, 0.1, []);

    [Test]
    public void Holds_what_was_given_by_item_number()
    {
        var answers = Answers.Of(Four, new Dictionary<int, double> { [4] = 3, [1] = 4, [2] = 5 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count, Is.EqualTo(3));
            Assert.That(answers.ItemCount, Is.EqualTo(4));
            Assert.That(answers.Values.ToArray(), Is.EqualTo(new[] { 4, 5, double.NaN, 3 }));
            Assert.That(new[] { answers[0], answers[1], answers[2], answers[3], answers[4], answers[5], answers[-1] },
                Is.EqualTo(new double?[] { null, 4, 5, null, 3, null, null }));
        }
    }

    [TestCase(0)]
    [TestCase(5)]
    [TestCase(-1)]
    public void An_unknown_item_is_refused(int item) =>
        Assert.That(() => Answers.Of(Four, new Dictionary<int, double> { [item] = 3 }),
            Throws.ArgumentException.With.Message.Contains("1 to 4").And.Message.Contains(item.ToString(CultureInfo.InvariantCulture)));

    [TestCase(0)]
    [TestCase(6)]
    [TestCase(2.5)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_value_that_the_item_does_not_take_is_refused(double value) =>
        Assert.That(() => Answers.Of(Four, new Dictionary<int, double> { [2] = value }), Throws.ArgumentException.With.Message.Contains("Item 2 takes 1 to 5 in steps of 1"));

    [Test]
    public void A_list_needs_one_place_for_each_item_and_the_item_s_values()
    {
        Assert.That(() => Answers.Of(Four, [1, 2, 3]), Throws.ArgumentException.With.Message.Contains("3 values"));
        Assert.That(() => Answers.Of(Four, [1, 2, 3, 4, 5]), Throws.ArgumentException);
        Assert.That(() => Answers.Of(Four, [1, 2, 3, 5.5]), Throws.ArgumentException.With.Message.Contains("Item 4"));
    }

    [Test]
    public void The_list_given_is_copied()
    {
        double[] values = [1, 2, 3, 4];
        var answers = Answers.Of(Four, values);
        values[0] = 5;
        Assert.That(answers[1], Is.EqualTo(1));
    }

    [Test]
    public void Equal_content_is_equal_whatever_way_it_came()
    {
        var listed = Answers.Of(Four, [4, double.NaN, 5, 3]);
        var mapped = Answers.Of(Four, new Dictionary<int, double> { [3] = 5, [1] = 4, [4] = 3 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mapped, Is.EqualTo(listed));
            Assert.That(mapped.GetHashCode(), Is.EqualTo(listed.GetHashCode()));
            Assert.That(mapped.Equals((object)listed), Is.True);
            Assert.That(Answers.Of(Four, [4, 4, 5, 3]), Is.Not.EqualTo(listed));
            Assert.That(Answers.Of(Four, [4, 4, 5, 3]).GetHashCode(), Is.Not.EqualTo(listed.GetHashCode()));
            Assert.That(Answers.Of(new ItemFormat(5, 1, 5, 1, []), [4, double.NaN, 5, 3, double.NaN]), Is.Not.EqualTo(listed));
            Assert.That(listed.Equals("4,,5,3" as object), Is.False);
            Assert.That(listed.Equals(null), Is.False);
        }
    }

    [Test]
    public void Negative_zero_is_zero()
    {
        var answers = Answers.Of(Tenths, [-0.0, 0, 0, 0]);
        Assert.That(answers.Encode(), Is.EqualTo("0,0,0,0"));
        Assert.That(answers, Is.EqualTo(Answers.Decode(Tenths, "-0,0,0,0")));
        Assert.That(Answers.Decode(Tenths, "-0,0,0,0").Encode(), Is.EqualTo("0,0,0,0"));
    }

    [TestCase("4,5,,3")]
    [TestCase(",,,")]
    [TestCase("1,2,3,4")]
    [TestCase("1,,,")]
    [TestCase(",,,5")]
    public void The_text_reads_back_as_written(string text) => Assert.That(Answers.Decode(Four, text).Encode(), Is.EqualTo(text));

    [Test]
    public void Numbers_are_written_short_and_with_a_point()
    {
        var answers = Answers.Of(Tenths, [9.3, 10, 0, 0.1]);
        Assert.That(answers.Encode(), Is.EqualTo("9.3,10,0,0.1"));
        Assert.That(Answers.Decode(Tenths, "9.3,10,0,0.1"), Is.EqualTo(answers));
    }

    [TestCase("")]
    [TestCase("1,2,3")]
    [TestCase("1,2,3,4,")]
    [TestCase("1,2,3,4,5")]
    public void Another_number_of_fields_is_refused(string text) =>
        Assert.That(() => Answers.Decode(Four, text), Throws.InstanceOf<FormatException>().With.Message.Contains("fields"));

    [TestCase("1,2,x,4")]
    [TestCase("1,2,6,4")]
    [TestCase("1,2,2.5,4")]
    [TestCase("1,2,NaN,4")]
    public void A_field_that_is_no_value_of_the_item_is_refused(string text) =>
        Assert.That(() => Answers.Decode(Four, text), Throws.InstanceOf<FormatException>().With.Message.Contains("Field 3"));

    [Test]
    public void A_form_of_one_item_may_be_empty()
    {
        var one = new ItemFormat(1, 1, 5, 1, []);
        Assert.That(Answers.Decode(one, "").Count, Is.Zero);
        Assert.That(Answers.Of(one, [double.NaN]).Encode(), Is.Empty);
    }
}
