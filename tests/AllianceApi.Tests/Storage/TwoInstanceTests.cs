using System.Diagnostics;
using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Storage;

/// <summary>Two instances share one database: what is sent to both at once takes effect once.</summary>
[NeedsPostgres]
internal sealed class TwoInstanceTests
{
    private const int Senders = 8;
    private Clinic _clinic = null!;
    private RunningService _other = null!;
    private int _episodes;

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
    public async Task Sessions_that_arrive_at_once_make_one_exact_series()
    {
        var episode = await NewEpisode();
        var apis = Apis();
        var answers = await Task.WhenAll(Enumerable.Range(1, 30).Select(n => _clinic.Submit(episode, Forms.At(Clinic.HeldAt(n), 2 + (n / 12.0)), apis[n % Senders])));
        Assert.That(answers.Select(a => a.Status), Is.All.EqualTo(201));
        var points = (await _clinic.Trend(episode)).Scale()["points"]!.AsArray();
        Assert.That(points.Select(p => p.Whole("session")), Is.EqualTo(Enumerable.Range(1, 30)));
        Assert.That(points.Select(p => p.Number("score")), Is.EqualTo(Enumerable.Range(1, 30).Select(n => 2 + (n / 12.0))).Within(1e-9));
    }

    [Test]
    public async Task An_episode_and_its_people_are_entered_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = $"shared-{round}";
            var body = new { clientId = $"client-{round}", clinicianId = $"clinician-{round}", instrument = "wai-sr", startedOn = "2024-01-01" };
            Assert.That((await AtOnce(api => api.Put($"/v1/episodes/{id}?create=true", body))).Select(a => a.Status).Order(), Is.EqualTo(OneMade));
            Assert.That((await AtOnce(api => api.Put($"/v1/clients/alone-{round}", new { label = "A" }))).Select(a => a.Status).Order(), Is.EqualTo(OneMade));
        }
    }

    [Test]
    public async Task One_idempotency_key_makes_one_key()
    {
        var admins = new[] { _clinic.Admin, _other.Admin };
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Senders).Select(i => Task.Run(() =>
                admins[i % 2].Post("/v1/keys", new { name = "once", role = "auditor" }, ("Idempotency-Key", $"two-{round}")))));
            Assert.That(answers.Select(a => a.Status), Is.All.EqualTo(201));
            Assert.That(answers.Select(a => a.Json.Text("id")).Distinct().Count(), Is.EqualTo(1));
            Assert.That(answers.Count(a => !a.Headers.ContainsKey("Idempotency-Replayed")), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Of_amendments_to_one_state_one_is_kept()
    {
        var episode = await NewEpisode();
        for (var round = 1; round <= 10; round++)
        {
            var made = await _clinic.Submit(episode, Forms.Of(round, 3));
            var path = made.Headers["Location"];
            var number = 0;
            var answers = await AtOnce(api => api.Put(
                path, new JsonObject { ["answers"] = Forms.Of(1, 2 + (Interlocked.Increment(ref number) / 12.0))["answers"]!.DeepClone(), ["reason"] = "typo" }, ("If-Match", made.Tag!)));
            Assert.That(answers.Select(a => a.Status).Order(), Is.EqualTo(Enumerable.Repeat(412, Senders - 1).Prepend(200)));
            Assert.That((await _clinic.Integration.Read(path)).Whole("revision"), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task A_response_is_voided_where_it_is_while_others_move_it()
    {
        for (var round = 0; round < 15; round++)
        {
            var episode = await NewEpisode();
            var later = await _clinic.Submit(episode, Forms.At(Clinic.HeldAt(10), 4));
            var apis = Apis();
            var earlier = Enumerable.Range(1, 6).Select(n => _clinic.Submit(episode, Forms.At(Clinic.HeldAt(n), 3), apis[n]));
            var voided = apis[7].Delete($"{later.Headers["Location"]}?reason=wrong+client", ("If-Match", later.Tag!));
            Assert.That((await Task.WhenAll(earlier)).Select(a => a.Status), Is.All.EqualTo(201));
            Assert.That((await voided).Status, Is.EqualTo(200).Or.EqualTo(204), (await voided).Text);
            var left = await _clinic.Integration.All($"/v1/episodes/{episode}/responses");
            Assert.That(left, Has.Count.EqualTo(6));
            Assert.That(left.Select(r => r.Text("id")), Has.None.EqualTo(later.Json.Text("id")));
            Assert.That((await _clinic.Trend(episode)).Whole("forms"), Is.EqualTo(6));
        }
    }

    [Test]
    public async Task A_key_revoked_at_one_instance_stops_at_the_other_within_a_second()
    {
        var made = await _clinic.Admin.Post("/v1/keys", new { name = "short", role = "integration" });
        var there = _other.Api(made.Json.Text("key"));
        Assert.That((await there.Get("/v1/episodes")).Status, Is.EqualTo(200));
        Assert.That((await _clinic.Admin.Delete($"/v1/keys/{made.Json.Text("id")}")).Status, Is.EqualTo(204));
        var since = Stopwatch.StartNew();
        while ((await there.Get("/v1/episodes")).Status != 401)
        {
            Assert.That(since.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        }
    }

    [Test]
    public async Task What_one_instance_keeps_ready_is_never_older_than_what_the_other_wrote()
    {
        var episode = await NewEpisode();
        var clinician = _other.Api(_clinic.Clinician.Key);
        for (var number = 1; number <= 12; number++)
        {
            var writer = number % 2 == 0 ? _clinic.Integration : _other.Api(_clinic.Integration.Key);
            await _clinic.Submit(episode, Forms.Of(number, number == 9 ? 2 : 4), writer);
            foreach (var reader in (Api[])[_clinic.Clinician, clinician])
            {
                Assert.That((await reader.Read($"/v1/episodes/{episode}/trend")).Whole("forms"), Is.EqualTo(number));
                var row = (await reader.All("/v1/caseload")).Single(r => r.Text("episodeId") == episode);
                Assert.That((row.Whole("lastSession"), row.Whole("forms")), Is.EqualTo((number, number)));
            }
        }
    }

    [Test]
    public async Task An_erased_client_is_forgotten_at_both()
    {
        var there = _other.Api(_clinic.Integration.Key);
        for (var round = 1; round <= 3; round++)
        {
            await _clinic.Integration.Put("/v1/episodes/forgotten?create=true", new { clientId = $"c-forgotten-{round}", clinicianId = "th-1", instrument = "wai-sr", startedOn = "2024-01-01" });
            await _clinic.Submit("forgotten", Forms.Of(1, 2 + round));
            foreach (var reader in (Api[])[_clinic.Integration, there])
            {
                Assert.That((await reader.Read("/v1/episodes/forgotten/trend")).Scale()["points"]![0].Number("score"), Is.EqualTo(2 + round));
            }

            Assert.That((await there.Delete($"/v1/clients/c-forgotten-{round}", ("If-Match", "*"))).Status, Is.EqualTo(204));
            Assert.That((await _clinic.Integration.Get("/v1/episodes/forgotten/trend")).Status, Is.EqualTo(404));
        }
    }

    private static IEnumerable<int> OneMade => Enumerable.Repeat(200, Senders - 1).Append(201);

    private Task<string> NewEpisode() => _clinic.Episode($"two-{Interlocked.Increment(ref _episodes)}");

    private List<Api> Apis() => [.. Enumerable.Range(0, Senders).Select(i => i % 2 == 0 ? _clinic.Integration : _other.Api(_clinic.Integration.Key))];

    private Task<Answer[]> AtOnce(Func<Api, Task<Answer>> send) => Task.WhenAll(Apis().Select(api => Task.Run(() => send(api))));
}
