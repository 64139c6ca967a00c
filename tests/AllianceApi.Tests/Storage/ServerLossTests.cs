using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AllianceApi.Tests.Running;
using Npgsql;

namespace AllianceApi.Tests.Storage;

/// <summary>
/// The database server goes away beneath a service at work: nothing that was acknowledged is lost, nothing stands twice, no answer
/// is a fault of ours, and the service goes on by itself. SERVER_LOSSES sets how often the server is killed; 20 for the long form.
/// </summary>
[NeedsPostgres]
internal sealed class ServerLossTests
{
    private const int Senders = 6;
    private static readonly int Losses = int.Parse(Environment.GetEnvironmentVariable("SERVER_LOSSES") ?? "3", CultureInfo.InvariantCulture);

    [Test]
    public async Task A_server_that_is_killed_and_started_again_loses_nothing()
    {
        if (PostgresServer.Programs() is null)
        {
            Assert.Ignore("There is no PostgreSQL here that may be killed.");
        }

        using var server = new PostgresServer();
        using var store = TestStore.OnPostgres(server.Text);
        await using var service = await RunningService.Start(store);
        await KeepsWhatItAcknowledged(service, async () =>
        {
            for (var time = 0; time < Losses; time++)
            {
                await Task.Delay(Random.Shared.Next(300, 1200));
                if (time % 2 == 0)
                {
                    server.Kill();
                }
                else
                {
                    server.StopAtOnce();
                }

                await Task.Delay(time % 3 * 2500); // within a caller's patience, and beyond it
                server.Run();
                await Recovered(service);
            }
        });
    }

    [Test]
    public async Task Connections_that_are_cut_lose_nothing()
    {
        using var store = TestStore.Make(Store.Postgres);
        await using var service = await RunningService.Start(store);
        await KeepsWhatItAcknowledged(service, async () =>
        {
            for (var time = 0; time < 15; time++)
            {
                await Task.Delay(100);
                await Cut(store.Connection);
            }

            await Recovered(service);
        });
    }

    private static async Task KeepsWhatItAcknowledged(RunningService service, Func<Task> harm)
    {
        var integration = await service.Key("integration");
        var acknowledged = new ConcurrentDictionary<(int Sender, int Number), string>();
        using var enough = new CancellationTokenSource();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(i => Open(integration, i)));
        var senders = Enumerable.Range(0, Senders).Select(i => Task.Run(() => SendOn(integration, i, acknowledged, enough.Token))).ToList();
        await harm();
        await Task.Delay(500);
        await enough.CancelAsync();
        var others = (await Task.WhenAll(senders)).SelectMany(o => o).ToList();
        await TestContext.Out.WriteLineAsync($"{acknowledged.Count} acknowledged, {others.Count} refused with 503");
        Assert.That(others.Select(a => (a.Status, a.Headers.ContainsKey("Retry-After"))), Is.All.EqualTo((503, true)), others.Find(a => a.Status != 503)?.Text);
        for (var i = 0; i < Senders; i++)
        {
            var expected = acknowledged.Where(a => a.Key.Sender == i).OrderBy(a => a.Key.Number).Select(a => a.Value).ToList();
            var stored = (await integration.All($"/v1/episodes/loss-{i}/responses?limit=500")).OrderBy(r => r.Whole("session.number")).Select(r => r.Text("id"));
            Assert.That(stored, Is.EqualTo(expected));
            Assert.That((await integration.Read($"/v1/episodes/loss-{i}/trend")).Whole("forms"), Is.EqualTo(expected.Count));
        }

        var verdict = await (await service.Key("auditor")).Read("/v1/audit/verify");
        Assert.That((bool)verdict["valid"]!, Is.True);
        Assert.That((long)verdict["rows"]!, Is.GreaterThanOrEqualTo(acknowledged.Count));
    }

    private static async Task Open(Api api, int sender)
    {
        var opened = await api.Put($"/v1/episodes/loss-{sender}?create=true", new { clientId = $"c-{sender}", clinicianId = "th", instrument = "wai-sr", startedOn = "2024-01-01" });
        Assert.That(opened.Status, Is.EqualTo(201), opened.Text);
    }

    // Sends one session after the other, and each again until it is acknowledged.
    private static async Task<List<Answer>> SendOn(Api api, int sender, ConcurrentDictionary<(int Sender, int Number), string> acknowledged, CancellationToken enough)
    {
        var refused = new List<Answer>();
        var number = 1;
        for (var known = true; !enough.IsCancellationRequested || !known;) // the last may be kept although its answer was lost
        {
            var answer = await api.Post($"/v1/episodes/loss-{sender}/responses", Forms.Of(number, 2 + (number % 24 / 12.0)));
            known = answer.Status is 201 or 200;
            if (known)
            {
                acknowledged[(sender, number++)] = answer.Json.Text("id")!;
            }
            else
            {
                refused.Add(answer);
            }
        }

        return refused;
    }

    private static async Task Recovered(RunningService service)
    {
        var since = Stopwatch.StartNew();
        while ((await service.Api(null).Get("/health/ready")).Status != 200)
        {
            Assert.That(since.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
            await Task.Delay(50);
        }
    }

    private static async Task Cut(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        await command.ExecuteNonQueryAsync();
    }
}
