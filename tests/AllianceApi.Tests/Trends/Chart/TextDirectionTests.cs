using AllianceApi.Trends.Chart.Ink;

namespace AllianceApi.Tests.Trends.Chart;

/// <summary>Which way text runs in what is drawn without a browser, and that no text stops a drawing.</summary>
internal sealed class TextDirectionTests
{
    [TestCase("Bond 1.5", "00000000")]
    [TestCase("שלום", "1111")]
    [TestCase("שלום world", "1111122222")]
    [TestCase("A שלום B", "00111100")]
    [TestCase("שלום 1.5!", "111112221")]
    [TestCase("a אב 12 גד", "0011122111")]
    [TestCase("...", "000")]
    [TestCase("", "")]
    public void Runs_as_the_unicode_algorithm_says(string text, string levels) =>
        Assert.That(string.Concat(TextDirection.Levels(TextDirection.Runes(text))), Is.EqualTo(levels));

    [Test]
    public void A_label_can_not_turn_what_stands_beside_it() =>
        Assert.That(string.Concat(TextDirection.Runes("a\u202Eb\nc\u2067d")), Is.EqualTo("ab cd"));

    [TestCase("")]
    [TestCase("\u0000\u0007\ud800")]
    [TestCase("漢字かな 한국어 ไทย हिन्दी")]
    [TestCase("😀👩‍👩‍👧‍👦")]
    [TestCase("Z̡͍̭͇͇͇a̛͜l͓g̭̘o̢")]
    public void Every_text_has_a_finite_width(string text) => Assert.That(TextLine.Of(text, 20).Width, Is.InRange(0, 2000));

    [Test]
    public void Arabic_letters_join() =>
        Assert.That(TextLine.Of("سسسس", 20).Width, Is.LessThan(4 * TextLine.Of("س", 20).Width * 0.9), "joined letters are narrower than single ones");
}
