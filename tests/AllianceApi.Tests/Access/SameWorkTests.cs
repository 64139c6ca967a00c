using System.Collections.Concurrent;
using System.Diagnostics;
using AllianceApi.Access;
using AllianceApi.Tests.Running;
using Npgsql;

namespace AllianceApi.Tests.Access;

/// <summary>
/// What lies outside a caller's sight costs the same work as what does not exist: the same statements, in the same order. So no
/// clock tells the two apart. Statements are watched where the driver tells of them; both stores run the same ones.
/// </summary>
[NeedsPostgres]
internal sealed class SameWorkTests
{
    private readonly ConcurrentQueue<string> _statements = new();
    private readonly HashSet<string> _beside = [];
    private ActivityListener _listener = null!;
    private World _world = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _world = await World.Open(Store.Postgres);
        await using (var connection = _world.Service.Connect())
        {
            // Deliveries would be tried again in between; a new revision lets one that is on its way note nothing.
            await using var off = connection.CreateCommand();
            off.CommandText = "UPDATE webhooks SET state = 'off', revision = revision + 1";
            await off.ExecuteNonQueryAsync();
            var database = new NpgsqlConnectionStringBuilder(connection.ConnectionString).Database;
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (Equals(activity.GetTagItem("db.namespace") ?? activity.GetTagItem("db.name"), database) && Text(activity) is { } text)
                    {
                        _statements.Enqueue(text);
                    }
                },
            };
        }

        // What is done once for all: the day of a key's last use is noted, and the secrets that instances share are made.
        foreach (var role in Enum.GetValues<Role>())
        {
            await _world[role].Get("/v1/instruments");
        }

        await _world[Role.Admin].Get($"/v1/webhooks/{_world[Relation.Own].Webhook}/undelivered");
        ActivitySource.AddActivityListener(_listener);

        // What the service does of its own accord, who calls, and the audit of a read: it comes beside, and not in an order of its own.
        for (var i = 0; i < 30; i++)
        {
            await _world[Role.Integration].Get("/v1/me");
            await Task.Delay(100);
        }

        _beside.UnionWith(_statements);
        Assert.That(_beside, Is.Not.Empty, "the driver tells of its statements");
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _listener.Dispose();
        await _world.DisposeAsync();
    }

    [Test]
    public async Task OutsideAndAbsentRunTheSameStatements([ValueSource(nameof(OfOneThing))] RouteCase route)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var reach = AccessRules.For(_world.Operation(route.Route), role);
            foreach (var relation in Enum.GetValues<Relation>().Where(r => reach != Reach.None && !World.Reaches(reach, r)))
            {
                var outside = await Statements(() => route.Call(_world[role], _world[relation]));
                var absent = await Statements(() => route.Call(_world[role], World.Nothing));
                Assert.That(outside, Is.EqualTo(absent), $"{role}, {relation}");
            }
        }
    }

    private static IEnumerable<RouteCase> OfOneThing() => RouteTable.All.Where(r => r is { Marker: null, OfNoThing: false, Makes: false });

    private async Task<List<string>> Statements(Func<Task<Answer>> call)
    {
        _statements.Clear();
        var answer = await call();
        Assert.That(answer.Status, Is.EqualTo(404), answer.Text);
        return [.. _statements.Where(s => !_beside.Contains(s))];
    }

    private static string? Text(Activity activity) => (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) as string;
}
