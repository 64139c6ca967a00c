using System.Globalization;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>
/// Eight senders give the same submission at once, round after round, over one and over two instances of the service on one
/// store: each round makes one response and no fault. EXACTLY_ONCE_ROUNDS sets how many rounds; 1000 for the long form.
/// </summary>
[TestFixtureSource(nameof(Places))]
internal sealed class ExactlyOnceTests(Store store, int instances)
{
    private const int Senders = 8;
    private const int Episodes = 20;

    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("EXACTLY_ONCE_ROUNDS") ?? "60", CultureInfo.InvariantCulture);

    private readonly List<RunningService> _beside = [];
    private Clinic _clinic = null!;

    public static IEnumerable<TestFixtureData> Places =>
        from store in Enum.GetValues<Store>()
        from instances in (int[])[1, 2]
        select store == Store.Postgres && Postgres.Lacking is { } reason ? new TestFixtureData(store, instances).Ignore(reason) : new TestFixtureData(store, instances);

    [OneTimeSetUp]
    public async Task Open()
    {
        _clinic = await Clinic.Open(store);
        while (_beside.Count < instances - 1)
        {
            _beside.Add(await _clinic.Beside());
        }
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        foreach (var service in _beside)
        {
            await service.DisposeAsync();
        }

        await _clinic.DisposeAsync();
    }

    // The second kind names no session number: the instant tells which session it is. The third bears a key of the request.
    [Test]
    public async Task Each_round_makes_one_response()
    {
        for (var i = 0; i < Episodes; i++)
        {
            await _clinic.Episode($"once-{i}");
        }

        for (var round = 0; round < Rounds; round++)
        {
            var (episode, number) = ($"once-{round % Episodes}", (round / Episodes) + 1);
            var form = round % 3 == 1 ? Forms.At(Clinic.HeldAt(number), 2 + (round % 12 / 12.0)) : Forms.Of(number, 2 + (round % 12 / 12.0));
            (string, string)[] headers = round % 3 == 2 ? [("Idempotency-Key", $"once-{round}")] : [];
            var answers = await Task.WhenAll(Apis().Select(api => Task.Run(() => _clinic.Submit(episode, form, api, headers))));
            Assert.That(answers.Select(a => (a.Status, a.Problem)), Is.All.Matches<(int Status, string? Problem)>(a => a.Status is 200 or 201 || a.Problem == "request-in-progress"), $"round {round}");
            Assert.That(answers.Count(a => a.Status == 201 && !a.Headers.ContainsKey("Idempotency-Replayed")), Is.EqualTo(1), $"round {round}");
            Assert.That(answers.Where(a => a.Status is 200 or 201).Select(a => a.Json.Text("id")).Distinct().Count(), Is.EqualTo(1), $"round {round}");
        }

        await NothingIsStoredTwice();
    }

    private async Task NothingIsStoredTwice()
    {
        for (var i = 0; i < Episodes; i++)
        {
            var expected = Enumerable.Range(0, Rounds).Count(r => r % Episodes == i);
            foreach (var api in Apis().Take(2))
            {
                Assert.That(await api.All($"/v1/episodes/once-{i}/responses?limit=500"), Has.Count.EqualTo(expected));
                var trend = await api.Get($"/v1/episodes/once-{i}/trend");
                Assert.That(expected == 0 ? 0 : trend.Json.Whole("forms"), Is.EqualTo(expected), trend.Text);
            }
        }
    }

    private IEnumerable<Api> Apis() => Enumerable.Range(0, Senders).Select(i => i % instances == 0 ? _clinic.Integration : _beside[(i % instances) - 1].Api(_clinic.Integration.Key));
}
