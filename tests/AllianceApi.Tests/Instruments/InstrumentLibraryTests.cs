using AllianceApi.Instruments;

namespace AllianceApi.Tests.Instruments;

internal sealed class InstrumentLibraryTests
{
    private static readonly InstrumentLibrary TwoVersions = new([Own("own", "2"), Own("own", "1"), Own("another", "1")]);

    [Test]
    public void Finds_the_current_version_and_any_version()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TwoVersions.Find("own")!.Instrument.Version, Is.EqualTo("2"));
            Assert.That(TwoVersions.Find("own", "1")!.Instrument.Version, Is.EqualTo("1"));
            Assert.That(TwoVersions.Find("own", "3"), Is.Null);
            Assert.That(TwoVersions.Find("OWN"), Is.Null);
            Assert.That(TwoVersions.Find("none"), Is.Null);
        }
    }

    [TestCase("wai-sr", "2006")]
    [TestCase("wai-sr@2006", "2006")]
    [TestCase("srs", "3")]
    [TestCase("wai-sr@2007", null)]
    [TestCase("wai-sr@", null)]
    [TestCase("@2006", null)]
    [TestCase("", null)]
    public void Resolves_what_a_submission_names(string reference, string? version) =>
        Assert.That(InstrumentLibrary.Shipped.Resolve(reference)?.Instrument.Version, Is.EqualTo(version));

    [Test]
    public void Lists_by_id_and_version() =>
        Assert.That(TwoVersions.All.Select(d => $"{d.Instrument.Id}@{d.Instrument.Version}"), Is.EqualTo(new[] { "another@1", "own@1", "own@2" }));

    [Test]
    public void The_same_version_twice_is_refused() =>
        Assert.That(() => new InstrumentLibrary([Own("own", "1"), Own("own", "1")]), Throws.ArgumentException);

    [Test]
    public void The_shipped_library_is_read_once()
    {
        var first = InstrumentLibrary.Shipped;
        Assert.That(InstrumentLibrary.Shipped, Is.SameAs(first));
    }

    [Test]
    public void An_assembly_without_definitions_makes_an_empty_library() =>
        Assert.That(InstrumentLibrary.Load(typeof(InstrumentLibraryTests).Assembly).All, Is.Empty);

    [TestCase("instruments/own@2.json")]
    [TestCase("instruments/OWN@1.json")]
    [TestCase("own@1.json")]
    public void A_definition_under_another_name_is_refused(string name) =>
        Assert.That(() => InstrumentLibrary.ReadNamed(name, Own("own", "1").Utf8),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("calls itself instruments/own@1.json"));

    private static InstrumentDocument Own(string id, string version) =>
        InstrumentDocument.From(Submissions.Read(Submissions.Example) with { Id = id, Version = version });
}
