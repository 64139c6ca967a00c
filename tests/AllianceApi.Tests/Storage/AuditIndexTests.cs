using AllianceApi.Access;
using AllianceApi.Access.Audit;
using AllianceApi.Shell.Checks;
using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>The embedded store indexes its audit log by client in bunches: who asks for a client gets every row, wherever the index ends.</summary>
internal sealed class AuditIndexTests
{
    private const int Clients = 7;
    private const string Indexed = "SELECT sequence FROM audit_indexed WHERE organization_id = 'default'";

    private RunningService _service = null!;

    private Database Database => _service.Services.GetRequiredService<Database>();

    [SetUp]
    public async Task Open() => _service = await RunningService.Start();

    [TearDown]
    public async Task Close() => await _service.DisposeAsync();

    [Test]
    public async Task Every_row_of_a_client_is_found_in_the_index_and_behind_it()
    {
        await Read(1000);
        Assert.That(await Database.Read(s => s.One<long?>(Indexed), default), Is.Null, "too few for a bunch");
        await Check(1000);
        await Read(4000);
        var indexed = await Database.Read(s => s.One<long?>(Indexed), default);
        Assert.That(indexed, Is.GreaterThanOrEqualTo(4096));
        await Check(5000);
        await Read(4500);
        Assert.That(await Database.Read(s => s.One<long?>(Indexed), default), Is.GreaterThan(indexed), "the next bunch begins where the last one ended");
        await Check(9500);
    }

    [Test]
    public async Task A_client_is_looked_up_and_the_log_not_walked()
    {
        var plan = await Database.Read(
            s => s.All<PlanStep>($"EXPLAIN QUERY PLAN SELECT sequence FROM audit WHERE organization_id = @Organization AND sequence BETWEEN 1 AND 1000000 AND {s.AuditOfClient} ORDER BY sequence DESC LIMIT 10", new { Organization = "default", ClientId = "c-1" }),
            default);
        Assert.That(plan.Select(p => p.Detail), Has.Some.Contains("SEARCH audit USING PRIMARY KEY (organization_id=? AND sequence=?)").And.Some.Contains("SEARCH audit_by_client USING PRIMARY KEY (organization_id=? AND client_id=?)"));
    }

    // Every row is about the next of the clients in turn.
    private async Task Read(int rows)
    {
        var call = new Call(Caller.Service("default"), "test", null);
        var works = Enumerable.Range(0, rows).Select(i => Database.Write(
            session =>
            {
                session.ClientId = $"c-{i % Clients}";
                session.Audit(new GetAuditAnchor(call), null);
                return true;
            },
            default));
        foreach (var some in works.Chunk(500))
        {
            await Task.WhenAll(some);
        }
    }

    private async Task Check(int rows)
    {
        var per = await Database.Read(s => Enumerable.Range(0, Clients).Sum(c => AuditStore.Count(s, "default", new AuditFilter($"c-{c}", null, null, null))), default);
        var listed = await Database.Read(s => AuditStore.List(s, "default", new AuditFilter("c-1", null, null, null), long.MaxValue, int.MaxValue), default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(per, Is.EqualTo(rows));
            Assert.That(listed.Select(r => r.Sequence), Is.Ordered.Descending.And.Unique);
            Assert.That(listed.Select(r => r.ClientId), Is.All.EqualTo("c-1"));
            Assert.That(await Database.Read(s => AuditIndexCheck.Run(s, "default"), default), Is.Empty);
        }
    }

    private sealed class PlanStep
    {
        public string Detail { get; init; } = "";
    }
}
