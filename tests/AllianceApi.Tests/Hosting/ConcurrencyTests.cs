using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>Nobody's change is overwritten unseen: PUT with and without If-Match.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ConcurrencyTests(Store store)
{
    private static readonly Resource[] Resources =
    [
        new("/v1/organizations/changing", new { label = "A" }, new { label = "B" }),
        new("/v1/clinicians/changing", new { label = "A" }, new { label = "B" }),
        new("/v1/clients/changing", new { label = "A" }, new { label = "B" }),
        new("/v1/episodes/changing", Episode(null), Episode("2024-06-01")),
        new("/v1/instruments/alliance-check/versions/1/wording/nl", Wording("A"), Wording("B")),
        new("/v1/episodes/held/sessions/1", new { heldAt = Clinic.HeldAt(1) }, new { heldAt = "2024-01-08T11:30:00Z" }),
    ];

    private static readonly Resource[] MadeByPut = [.. Resources.Where(r => !r.IsThere)];

    private Clinic _clinic = null!;

    [SetUp]
    public async Task Open()
    {
        _clinic = await Clinic.Open(store);
        await _clinic.Integration.Put("/v1/clients/c-1", new { });
        await _clinic.Submit(await _clinic.Episode("held"), Clinic.Flat(1, 4));
    }

    [TearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task OtherContentNeedsTheStateThatItChanges([ValueSource(nameof(Resources))] Resource resource)
    {
        var by = By(resource);
        var first = await by.Put(resource.Path, resource.Content);
        Assert.That(first.Status, Is.EqualTo(resource.IsThere ? 200 : 201), first.Text);
        Assert.That(first.Tag, Does.Match("^\"[0-9]+-[0-9a-f]{16}\"$"));

        Assert.That((await by.Put(resource.Path, resource.Other)).Problem, Is.EqualTo("precondition-required"));
        foreach (var stale in (string[])["\"99-0123456789abcdef\"", "W/" + first.Tag, "\"\"", "nonsense", "\"1\""])
        {
            var refused = await by.Put(resource.Path, resource.Other, ("If-Match", stale));
            await ProblemDocument.IsWhole(_clinic.Service, refused, 412, "precondition-failed");
        }

        var same = await by.Put(resource.Path, resource.Content);
        Assert.That((same.Status, same.Tag), Is.EqualTo((200, first.Tag)), "the refused changes changed nothing");

        var changed = await by.Put(resource.Path, resource.Other, ("If-Match", $"\"7-0000000000000000\", {first.Tag}"));
        Assert.That(changed.Status, Is.EqualTo(200), changed.Text);
        Assert.That(changed.Tag, Is.Not.EqualTo(first.Tag));
        Assert.That((await by.Put(resource.Path, resource.Content, ("If-Match", first.Tag!))).Status, Is.EqualTo(412), "the first state is gone");
        var third = await by.Put(resource.Path, resource.Content, ("If-Match", "*"));
        Assert.That((third.Status, third.Tag == first.Tag, third.Tag == changed.Tag), Is.EqualTo((200, false, false)), "a state that comes again is a new one");
    }

    [Test]
    public async Task TheSameContentIsNoChangeWhateverIfMatchSays([ValueSource(nameof(Resources))] Resource resource)
    {
        var by = By(resource);
        var first = await by.Put(resource.Path, resource.Content);
        foreach (var header in (string[])[first.Tag!, "\"99-0123456789abcdef\"", "*"])
        {
            var same = await by.Put(resource.Path, resource.Content, ("If-Match", header));
            Assert.That((same.Status, same.Tag, same.Body), Is.EqualTo((200, first.Tag, first.Body)), same.Text);
        }
    }

    [Test]
    public async Task AChangeOfWhatDoesNotExistMakesNothing([ValueSource(nameof(MadeByPut))] Resource resource)
    {
        foreach (var header in (string[])["\"1-0123456789abcdef\"", "*"])
        {
            Assert.That((await By(resource).Put(resource.Path, resource.Content, ("If-Match", header))).Problem, Is.EqualTo("precondition-failed"));
        }

        Assert.That((await By(resource).Put(resource.Path, resource.Content)).Status, Is.EqualTo(201), "it was not made before");
    }

    [Test]
    public async Task OfEightChangesOfOneStateOneIsTaken()
    {
        var first = await _clinic.Integration.Put("/v1/clients/raced", new { label = "0" });
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => _clinic.Integration.Put("/v1/clients/raced", new { label = $"{i}" }, ("If-Match", first.Tag!))));
        Assert.That(answers.Select(a => a.Status).Order(), Is.EqualTo((int[])[200, 412, 412, 412, 412, 412, 412, 412]));
        Assert.That((await _clinic.Integration.Get("/v1/clients/raced")).Body, Is.EqualTo(answers.Single(a => a.Status == 200).Body));
    }

    private static object Episode(string? endedOn) => new { clientId = "c-1", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01", endedOn };

    private static object Wording(string title) => new
    {
        title,
        instructions = "I",
        items = Enumerable.Range(1, 9).ToDictionary(i => $"{i}", i => $"Item {i}"),
        anchors = new Dictionary<string, string> { ["1"] = "never" },
        licence = new { holder = "H", reference = "R", attestedBy = "A" },
    };

    private Api By(Resource resource) => resource.Path.StartsWith("/v1/organizations", StringComparison.Ordinal) || resource.Path.StartsWith("/v1/instruments", StringComparison.Ordinal) ? _clinic.Admin : _clinic.Integration;

    /// <summary>Something that PUT changes, with two contents.</summary>
    internal sealed record Resource(string Path, object Content, object Other)
    {
        /// <summary>Whether it is there before: a session is made by what is submitted for it.</summary>
        public bool IsThere => Path.Contains("/sessions/", StringComparison.Ordinal);

        public override string ToString() => Path;
    }
}
