using System.Text.Json;
using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

/// <summary>The one wording that ships is our own; nobody else's does.</summary>
internal sealed class WordingTests
{
    private static readonly string[] Languages = ["de", "en", "es", "fr"];

    private static readonly System.Reflection.Assembly Service = typeof(InstrumentWording).Assembly;

    [Test]
    public void Only_our_own_form_has_words() =>
        Assert.That(
            Service.GetManifestResourceNames().Where(n => n.StartsWith("wording/", StringComparison.Ordinal)).Order(),
            Is.EqualTo(Languages.Select(l => $"wording/alliance-check@1.{l}.json")));

    [TestCaseSource(nameof(Languages))]
    public void Has_a_text_for_every_item_and_every_answer(string language)
    {
        var wording = Read(language);
        var items = InstrumentLibrary.Shipped.Find("alliance-check")!.Instrument.Items;
        var numbers = Enumerable.Range(1, items.Count).Select(i => $"{i}").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(wording.Title, Does.StartWith("Alliance Check"));
            Assert.That(wording.Instructions, Is.Not.Empty);
            Assert.That(wording.Items.Keys, Is.EqualTo(numbers));
            Assert.That(wording.ItemsTherapist!.Keys, Is.EqualTo(numbers));
            Assert.That(wording.Anchors.Keys, Is.EqualTo(Enumerable.Range((int)items.Minimum, 5).Select(i => $"{i}")));
            Assert.That(wording.Items.Values.Concat(wording.ItemsTherapist.Values).Concat(wording.Anchors.Values), Is.Unique.And.All.Not.Empty);
            Assert.That(wording.Items.Values.Concat(wording.ItemsTherapist.Values), Is.All.EndsWith("."));
            Assert.That(wording.Licence, Is.EqualTo(new WordingLicence("The AllianceApi authors", "CC0-1.0", "The AllianceApi authors")));
        }
    }

    [Test]
    public void The_languages_are_different_texts() =>
        Assert.That(Languages.SelectMany(l => Read(l).Items.Values.Concat(Read(l).ItemsTherapist!.Values)), Is.Unique);

    private static InstrumentWording Read(string language)
    {
        using var stream = Service.GetManifestResourceStream($"wording/alliance-check@1.{language}.json")!;
        return JsonSerializer.Deserialize<InstrumentWording>(stream, InstrumentDefinition.Json)!;
    }
}
