using AllianceApi.Storage;
using AllianceApi.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Storage;

/// <summary>While two instances write, the audit log stays one whole chain and the events one feed that misses nothing.</summary>
[NeedsPostgres]
internal sealed class SealerTests
{
    private const int Episodes = 8;
    private const int Sessions = 25;
    private Clinic _clinic = null!;
    private RunningService _other = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _clinic = await Clinic.Open(Store.Postgres);
        _other = await _clinic.Beside();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _other.DisposeAsync();
        await _clinic.DisposeAsync();
    }

    [Test]
    public async Task A_feed_that_is_read_while_two_instances_write_misses_nothing()
    {
        var database = _other.Services.GetRequiredService<Database>();
        using var done = new CancellationTokenSource();
        var feed = Follow(database, done.Token);
        await Task.WhenAll(Enumerable.Range(0, Episodes).Select(e => Write($"feed-{e}", e)));
        await database.Settle(default);
        await done.CancelAsync();
        var events = await feed;
        Assert.That(events.Select(e => e.Sequence), Is.EqualTo(Enumerable.Range(1, events.Count).Select(n => (long)n)), "no gap, no number twice");
        Assert.That(events.Select(e => e.EventId), Is.Unique);
        for (var e = 0; e < Episodes; e++)
        {
            var resources = events.Where(v => v.EpisodeId == $"feed-{e}" && v.Type == "response.created").Select(v => v.Resource).ToList();
            var stored = (await _clinic.Integration.All($"/v1/episodes/feed-{e}/responses")).OrderBy(r => r.Whole("session.number")).Select(r => $"/v1/responses/{r.Text("id")}");
            Assert.That(resources, Is.EqualTo(stored), "in the order of their commits");
        }
    }

    [Test]
    public async Task The_audit_log_is_one_chain_that_tells_of_every_answer()
    {
        await Task.WhenAll(Enumerable.Range(0, Episodes).Select(e => Write($"audit-{e}", e)));
        var there = _other.Api(_clinic.Auditor.Key);
        var verdict = await there.Read("/v1/audit/verify");
        Assert.That((bool)verdict["valid"]!, Is.True);
        Assert.That(verdict.Whole("waiting"), Is.Zero);
        var rows = await there.All("/v1/audit?limit=500");
        Assert.That(rows.Count(r => r.Text("resource")!.StartsWith("/v1/episodes/audit-", StringComparison.Ordinal) && r.Text("action") == "WriteResponse"), Is.EqualTo(Episodes * Sessions));
        Assert.That(rows.Select(r => (long)r["sequence"]!), Is.Ordered.Descending.And.Unique);
        Assert.That((long)(await there.Read("/v1/audit/verify"))["rows"]!, Is.GreaterThan((long)verdict["rows"]!), "its own reading is told of, too");
    }

    [Test]
    public async Task Who_reads_the_audit_right_after_an_action_finds_it()
    {
        for (var round = 0; round < 20; round++)
        {
            Assert.That((await _clinic.Integration.Get($"/v1/episodes/nowhere-{round}")).Status, Is.EqualTo(404));
            var there = _other.Api(_clinic.Auditor.Key);
            var newest = (await there.Read("/v1/audit?limit=20"))["items"]!.AsArray();
            Assert.That(newest.Select(r => r.Text("resource")), Has.Some.EqualTo($"/v1/episodes/nowhere-{round}"));
        }
    }

    [Test]
    public async Task A_changed_row_is_found()
    {
        var clinic = await Clinic.Open(Store.Postgres);
        await using (clinic)
        {
            await clinic.Episode("one");
            var auditor = clinic.Auditor;
            Assert.That((bool)(await auditor.Read("/v1/audit/verify"))["valid"]!, Is.True);
            var database = clinic.Service.Services.GetRequiredService<Database>();
            await database.Write(s => s.Run("UPDATE audit SET outcome = 'refused' WHERE sequence = 3"), default);
            Assert.That((await auditor.Read("/v1/audit/verify")).Whole("firstBad"), Is.EqualTo(3));
        }
    }

    private async Task Write(string episode, int sender)
    {
        await _clinic.Episode(episode);
        for (var number = 1; number <= Sessions; number++)
        {
            var api = (number + sender) % 2 == 0 ? _clinic.Integration : _other.Api(_clinic.Integration.Key);
            await _clinic.Enter(episode, Forms.Of(number, 2 + (number / 12.0)), api);
        }
    }

    private static async Task<List<Row>> Follow(Database database, CancellationToken done)
    {
        var all = new List<Row>();
        while (true)
        {
            var last = done.IsCancellationRequested;
            var more = await database.Read(
                s => s.All<Row>(
                    "SELECT sequence AS Sequence, event_id AS EventId, type AS Type, episode_id AS EpisodeId, resource AS Resource FROM events " +
                    "WHERE organization_id = 'default' AND sequence > @After ORDER BY sequence LIMIT 50",
                    new { After = all.Count == 0 ? 0 : all[^1].Sequence }),
                default);
            all.AddRange(more);
            if (last && more.Count == 0)
            {
                return all;
            }
        }
    }

    private sealed class Row
    {
        public long Sequence { get; init; }

        public string EventId { get; init; } = "";

        public string Type { get; init; } = "";

        public string EpisodeId { get; init; } = "";

        public string Resource { get; init; } = "";
    }
}
