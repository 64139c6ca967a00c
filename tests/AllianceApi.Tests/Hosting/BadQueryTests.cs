using AllianceApi.Access;
using AllianceApi.Tests.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>Query parameters and cursors that are wrong are refused, never ignored.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class BadQueryTests(Store store)
{
    private static readonly RouteCase[] Reading = [.. RouteTable.All.Where(r => r.Body is null)];
    private static readonly string[] Paged = ["/v1/keys", "/v1/organizations", "/v1/audit", "/v1/clinicians", "/v1/clients", "/v1/episodes", "/v1/episodes/episode-own/sessions", "/v1/episodes/episode-own/responses", "/v1/caseload", "/v1/alerts"];

    private World _world = null!;

    [OneTimeSetUp]
    public async Task Open() => _world = await World.Open(store);

    [OneTimeTearDown]
    public async Task Close() => await _world.DisposeAsync();

    [Test]
    public async Task AnUnknownParameterIsRefused([ValueSource(nameof(Reading))] RouteCase route)
    {
        var role = Enum.GetValues<Role>().First(r => AccessRules.For(_world.Operation(route.Route), r) != Reach.None);
        var path = route.Path(_world[Relation.Own]);
        var and = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        foreach (var name in (string[])["nope", "Limit", "limit[]", "a~b"])
        {
            await ProblemDocument.HasFaults(_world.Service, await _world[role].Send(route.Method, $"{path}{and}{name}=1", null), $"?{name} unknown-parameter");
        }
    }

    [TestCase("limit=0")]
    [TestCase("limit=501")]
    [TestCase("limit=-1")]
    [TestCase("limit=1.0")]
    [TestCase("limit=ten")]
    [TestCase("limit=")]
    [TestCase("limit=%2B5")]
    [TestCase("limit=99999999999")]
    public async Task ABadLimitIsRefused(string query)
    {
        foreach (var path in Paged)
        {
            await ProblemDocument.HasFaults(_world.Service, await By(path).Get($"{path}?{query}"), "?limit out-of-range");
        }
    }

    [Test]
    public async Task ADoubledParameterIsRefused([ValueSource(nameof(Paged))] string path)
    {
        await ProblemDocument.HasFaults(_world.Service, await By(path).Get($"{path}?limit=5&limit=6"), "?limit duplicate-parameter");
        await ProblemDocument.HasFaults(_world.Service, await By(path).Get($"{path}?limit=5&limit=5"), "?limit duplicate-parameter");
    }

    [TestCase("/v1/episodes?status=gone", "?status out-of-range")]
    [TestCase("/v1/episodes?clientId=a%20b&clinicianId=", "?clientId invalid-id", "?clinicianId invalid-id")]
    [TestCase("/v1/alerts?state=new&clinicianId=%C3%A9", "?state out-of-range", "?clinicianId invalid-id")]
    [TestCase("/v1/caseload?sort=rank", "?sort out-of-range")]
    [TestCase("/v1/episodes/episode-own/trend?rater=Client&asOf=2024-01-01&version=a%20b", "?rater out-of-range", "?asOf invalid-format", "?version invalid-id")]
    [TestCase("/v1/episodes/episode-own/trend?asOf=2024-01-01T00:00:00", "?asOf no-offset")]
    [TestCase("/v1/episodes/episode-own/trend?instrument=no-such", "?instrument unknown-instrument")]
    [TestCase("/v1/episodes/episode-own/trend?instrument=%00", "?instrument invalid-format")]
    [TestCase("/v1/responses/some?revision=0", "?revision out-of-range")]
    public async Task ABadFilterIsRefused(string path, params string[] faults) => await ProblemDocument.HasFaults(_world.Service, await _world[Role.Integration].Get(path), faults);

    [TestCase("from=2024-01-01&to=x&clientId=a%20b", "?from invalid-format", "?to invalid-format", "?clientId invalid-id")]
    [TestCase("actor=a%00b", "?actor invalid-format")]
    public async Task ABadFilterOfTheLogIsRefused(string query, params string[] faults) => await ProblemDocument.HasFaults(_world.Service, await _world[Role.Auditor].Get($"/v1/audit?{query}"), faults);

    [Test]
    public async Task ACursorThatIsNotOursIsRefused([ValueSource(nameof(Paged))] string path)
    {
        var cursor = await Cursor(_world[Role.Integration], "/v1/clinicians?limit=1");
        var bad = new List<string> { "", "x", "!!!!", new('A', 200), Swapped(cursor), cursor[..^2] };
        if (path != "/v1/clinicians")
        {
            bad.Add(cursor); // of another list
        }

        foreach (var text in bad)
        {
            await ProblemDocument.HasFaults(_world.Service, await By(path).Get($"{path}?cursor={text}"), "?cursor invalid-cursor");
        }
    }

    [Test]
    public async Task ACursorOfAnotherOrganizationIsRefused()
    {
        var cursor = await Cursor(_world[Role.Integration], "/v1/clinicians?limit=1");
        await ProblemDocument.HasFaults(_world.Service, await _world.Elsewhere.Get($"/v1/clinicians?cursor={cursor}"), "?cursor invalid-cursor");
    }

    [Test]
    public async Task ACursorKeepsItsFilter()
    {
        var by = _world[Role.Integration];
        var cursor = await Cursor(by, "/v1/episodes?clinicianId=th-own&limit=1");
        var alone = await by.Get($"/v1/episodes?cursor={cursor}");
        var withQuery = await by.Get($"/v1/episodes?clinicianId=th-own&limit=1&cursor={cursor}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(alone.Json["items"]!.AsArray().Select(e => (string?)e!["clinicianId"]), Is.EqualTo((string[])["th-own"]));
            Assert.That(withQuery.Body, Is.EqualTo(alone.Body));
        }

        await ProblemDocument.HasFaults(_world.Service, await by.Get($"/v1/episodes?clinicianId=th-other&cursor={cursor}"), "?clinicianId cursor-mismatch");
        await ProblemDocument.HasFaults(_world.Service, await by.Get($"/v1/episodes?status=open&cursor={cursor}"), "?status cursor-mismatch");
    }

    [Test]
    public async Task ThereIsALinkToTheNextPageOnlyWhereThereIsOne()
    {
        var by = _world[Role.Integration];
        var first = await by.Get("/v1/clinicians?limit=2");
        var rest = await by.Get(first.Headers["Link"].Split('<', '>')[1]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Headers["Link"], Does.EndWith("; rel=\"next\""));
            Assert.That(rest.Json["items"]!.AsArray(), Has.Count.EqualTo(2));
            Assert.That(rest.Json["next"], Is.Null, "a page that is full and the last has no next");
            Assert.That(rest.Headers.ContainsKey("Link"), Is.False);
        }
    }

    private static string Swapped(string cursor) => cursor[..30] + (cursor[30] == 'A' ? 'B' : 'A') + cursor[31..];

    private static async Task<string> Cursor(Api by, string path)
    {
        var page = await by.Get(path);
        return (string?)page.Json["next"] ?? throw new AssertionException($"There is no next page: {page.Text}");
    }

    private Api By(string path) => _world[path switch { "/v1/keys" or "/v1/organizations" => Role.Admin, "/v1/audit" => Role.Auditor, _ => Role.Integration }];
}
