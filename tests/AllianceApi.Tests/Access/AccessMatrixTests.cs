using AllianceApi.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access;

/// <summary>Every route, by every role, for things that are its own, another clinician's and another organization's.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class AccessMatrixTests(Store store)
{
    private World _world = null!;

    [OneTimeSetUp]
    public async Task Open() => _world = await World.Open(store);

    [OneTimeTearDown]
    public async Task Close() => await _world.DisposeAsync();

    [Test]
    public void EveryRouteOfTheApiSaysWhoMayUseItAndStandsInTheTable()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_world.Routes().Where(r => r.Endpoint.Metadata.GetMetadata<Allows>() is null).Select(r => r.Name), Is.Empty, "routes without Allows");
            Assert.That(_world.Routes().Select(r => r.Name), Is.EquivalentTo(RouteTable.All.Select(c => c.Route)));
        }
    }

    [Test]
    public async Task WithoutACredentialEveryRouteIsRefusedAlike([ValueSource(typeof(RouteTable), nameof(RouteTable.All))] RouteCase route)
    {
        foreach (var by in (Api[])[_world.Stranger, _world.Service.Api("aak_of-nobody-at-all-0123456789abcdefghi"), _world.Service.Api("eyJhbGciOiJub25lIn0.e30.")])
        {
            var answer = await route.Call(by, _world[Relation.Own]);
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((401, "unauthenticated")), answer.Text);
            Assert.That(answer.Headers["WWW-Authenticate"], Does.StartWith("Bearer"));
        }
    }

    [Test]
    public async Task ARoleReachesWhatItsRuleSays(
        [ValueSource(typeof(RouteTable), nameof(RouteTable.All))] RouteCase route, [Values] Role role, [Values] Relation relation)
    {
        var reach = AccessRules.For(_world.Operation(route.Route), role);
        var answer = await route.Call(_world[role], _world[relation]);
        if (reach == Reach.None)
        {
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((403, "forbidden")), answer.Text);
        }
        else if (route.OfNoThing)
        {
            Assert.That(answer.Status, Is.AnyOf(route.Allowed), answer.Text);
        }
        else if (route.Marker is { } marker)
        {
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            Assert.That(answer.Text.Contains(marker(_world[relation]), StringComparison.Ordinal), Is.EqualTo(World.Reaches(reach, relation)), answer.Text);
        }
        else if (World.Reaches(reach, relation))
        {
            Assert.That(answer.Status, Is.AnyOf(route.Allowed), answer.Text);
        }
        else
        {
            await IsLikeNothing(route, role, relation, answer);
        }
    }

    [Test]
    public async Task WhoHasNoRightIsToldSoWhateverTheRequestSays([ValueSource(typeof(RouteTable), nameof(RouteTable.All))] RouteCase route)
    {
        var path = route.Path(World.Nothing);
        path += path.Contains('?', StringComparison.Ordinal) ? "&no=such" : "?no=such";
        foreach (var role in Enum.GetValues<Role>().Where(r => AccessRules.For(_world.Operation(route.Route), r) == Reach.None))
        {
            var answer = await _world[role].SendText(route.Method, path, "{ not json", route.ContentType);
            Assert.That((answer.Status, answer.Problem), Is.EqualTo((403, "forbidden")), $"{role}: {answer.Text}");
        }
    }

    // What lies outside is answered like what does not exist. Only a route that makes what does not exist has no such answer:
    // there nothing of the other organization may change.
    private async Task IsLikeNothing(RouteCase route, Role role, Relation relation, Answer answer)
    {
        if (route.Makes && relation == Relation.OtherOrganization)
        {
            Assert.That(answer.Status, Is.AnyOf(200, 201, 403, 404), answer.Text);
            var there = await _world.Elsewhere.Get(route.Path(_world[relation]));
            Assert.That(there.Tag, Does.StartWith("\"1-"), "what is there has not changed");
            return;
        }

        Assert.That((answer.Status, answer.Problem), Is.EqualTo((404, "not-found")), answer.Text);
        if (!route.Makes)
        {
            var nothing = await route.Call(_world[role], World.Nothing);
            Assert.That(Comparable(answer), Is.EqualTo(Comparable(nothing)));
            Assert.That(answer.Headers.Keys, Is.EquivalentTo(nothing.Headers.Keys));
        }
    }

    private static string Comparable(Answer answer)
    {
        var json = answer.Json;
        json.Remove("traceId");
        json.Remove("instance");
        return $"{answer.Status} {json.ToJsonString()}";
    }
}
