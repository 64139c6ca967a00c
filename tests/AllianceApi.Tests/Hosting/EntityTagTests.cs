using AllianceApi.Access;
using AllianceApi.Tests.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>Every answer that shows a resource carries its strong tag, and is not sent again to who holds it.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class EntityTagTests(Store store)
{
    // Made anew each time: a verdict, a copy that says when it was made, a log that each reading makes longer, and a stream that
    // is sent while it is read.
    private static readonly string[] NeverTheSame = ["GET /v1/webhooks", "GET /v1/webhooks/{webhookId}", "GET /v1/webhooks/{webhookId}/undelivered", "GET /v1/events", "GET /v1/instruments/{id}/versions/{version}/preview", "GET /v1/audit", "GET /v1/audit/verify", "GET /v1/audit/anchor", "GET /v1/clients/{clientId}/export", "GET /v1/export"];

    private static readonly RouteCase[] Reading = [.. RouteTable.All.Where(r => r.Method == HttpMethod.Get && !NeverTheSame.Contains(r.Route))];
    private static readonly RouteCase[] Writing = [.. RouteTable.All.Where(r => r.Method != HttpMethod.Get && r.Line is null && r.Allowed.Any(s => s is 200 or 201))];

    private World _world = null!;

    [OneTimeSetUp]
    public async Task Open() => _world = await World.Open(store);

    [OneTimeTearDown]
    public async Task Close() => await _world.DisposeAsync();

    [Test]
    public async Task AWrittenResourceCarriesItsTag([ValueSource(nameof(Writing))] RouteCase route)
    {
        var answer = await route.Call(By(route), _world[Relation.Own]);
        Assert.That(answer.Status, Is.AnyOf(200, 201), answer.Text);
        Assert.That(answer.Tag, Does.Match("^\"[0-9]+-[0-9a-f]{16}\"$"));
    }

    [Test]
    public async Task WhoHoldsTheTagIsNotSentTheBody([ValueSource(nameof(Reading))] RouteCase route)
    {
        var path = route.Path(_world[Relation.Own]);
        await By(route).Get(path); // a key's first use of the day is noted on the key
        var first = await By(route).Get(path);
        Assert.That(first.Tag, Does.Match("^\"[^\"]+\"$"), first.Text);
        foreach (var held in (string[])[first.Tag!, "W/" + first.Tag, $"\"other\", {first.Tag}", $"\"other\",W/{first.Tag} , \"x\"", "*"])
        {
            var again = await By(route).Get(path, ("If-None-Match", held));
            Assert.That((again.Status, again.Tag, again.Body.Length), Is.EqualTo((304, first.Tag, 0)), held);
        }

        foreach (var other in (string[])["\"other\"", first.Tag!.Trim('"'), first.Tag + "x", ""])
        {
            var again = await By(route).Get(path, ("If-None-Match", other));
            Assert.That((again.Status, again.Body.Length), Is.EqualTo((200, first.Body.Length)), other);
        }
    }

    [Test]
    public async Task ATagChangesWithWhatIsShown()
    {
        var (by, things) = (_world[Role.Clinician], _world[Relation.Own]);
        string[] paths = [$"/v1/episodes/{things.Episode}/trend", $"/v1/episodes/{things.Episode}/trend.svg", "/v1/caseload", $"/v1/episodes/{things.Episode}/responses"];
        var before = await Task.WhenAll(paths.Select(p => by.Get(p)));
        var made = await by.Post($"/v1/episodes/{things.Episode}/responses", World.Submission(10));
        Assert.That(made.Status, Is.EqualTo(201), made.Text);
        var after = await Task.WhenAll(paths.Select((p, i) => by.Get(p, ("If-None-Match", before[i].Tag!))));
        Assert.That(after.Select(a => a.Status), Has.All.EqualTo(200));
    }

    private Api By(RouteCase route) => _world[Enum.GetValues<Role>().First(role => AccessRules.For(_world.Operation(route.Route), role) != Reach.None)];
}
