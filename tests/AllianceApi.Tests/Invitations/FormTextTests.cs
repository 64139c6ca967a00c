using AllianceApi.Invitations;

namespace AllianceApi.Tests.Invitations;

/// <summary>The texts around a form, in every language.</summary>
internal sealed class FormTextTests
{
    [Test]
    public void Every_language_says_everything() => Assert.Multiple(() =>
    {
        var english = FormTexts.For("en").Names.Order(StringComparer.Ordinal).ToList();
        Assert.That(FormTexts.Every.Count(), Is.GreaterThanOrEqualTo(5));
        foreach (var texts in FormTexts.Every)
        {
            Assert.That(texts.Names.Order(StringComparer.Ordinal), Is.EqualTo(english), texts.Language);
            Assert.That(texts["dir"], Is.EqualTo(FormTexts.DirectionOf(texts.Language)), texts.Language);
        }
    });
}
