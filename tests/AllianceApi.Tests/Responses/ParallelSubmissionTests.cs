using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Responses;

/// <summary>Many equal submissions at once make one response.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class ParallelSubmissionTests(Store store) : ClinicFixture(store)
{
    private const int Rounds = 40;
    private const int Senders = 8;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Equal_submissions_at_once_make_one_response(bool numbered)
    {
        var episode = await NewEpisode();
        for (var round = 1; round <= Rounds; round++)
        {
            var form = numbered ? Forms.Of(round, 3 + (round % 12 / 12.0)) : Forms.At(Clinic.HeldAt(round), 3 + (round % 12 / 12.0));
            var answers = await AtOnce(_ => Clinic.Submit(episode, form));
            Assert.That(answers.Select(a => a.Status).Order(), Is.EqualTo(Enumerable.Repeat(200, Senders - 1).Append(201)), $"round {round}");
            Assert.That(answers.Select(a => a.Json.Text("id")).Distinct().Count(), Is.EqualTo(1));
        }

        Assert.That(await Clinic.Integration.All($"/v1/episodes/{episode}/responses?limit=7"), Has.Count.EqualTo(Rounds));
        var trend = await Clinic.Trend(episode);
        Assert.That((trend.Whole("forms"), trend.Whole("lastSession"), trend["missingSessions"]!.AsArray().Count), Is.EqualTo((Rounds, Rounds, 0)));
    }

    [Test]
    public async Task Different_answers_at_once_leave_one_and_name_it_to_the_others()
    {
        for (var round = 1; round <= 10; round++)
        {
            var episode = await NewEpisode();
            var answers = await AtOnce(i => Clinic.Submit(episode, Forms.Of(1, 2 + (i / 12.0))));
            var made = answers.Single(a => a.Status == 201);
            Assert.That(answers.Where(a => a != made).Select(a => (a.Problem, a.Json.Text("existing"))), Is.All.EqualTo(("response-exists", made.Headers["Location"])));
        }
    }

    [Test]
    public async Task One_key_from_many_at_once_takes_effect_once()
    {
        var episode = await NewEpisode();
        for (var round = 1; round <= 15; round++)
        {
            var answers = await AtOnce(_ => Clinic.Submit(episode, Forms.Of(round, 3), null, ("Idempotency-Key", $"par-{round}")));
            var done = answers.Where(a => a.Status == 201).ToList();
            Assert.That(answers.Except(done).Select(a => a.Problem), Is.All.EqualTo("request-in-progress"));
            Assert.That(done.Count(a => !a.Headers.ContainsKey("Idempotency-Replayed")), Is.EqualTo(1), "one is the first");
            Assert.That(done.Select(a => Convert.ToHexString(a.Body)).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Sessions_that_arrive_at_once_are_numbered_by_their_time()
    {
        var episode = await NewEpisode();
        var forms = Enumerable.Range(1, 20).Select(n => Forms.At(Clinic.HeldAt(n), 2 + (n / 12.0))).ToList();
        var answers = await Task.WhenAll(forms.Select(f => Clinic.Submit(episode, (JsonNode)f)));
        Assert.That(answers.Select(a => a.Status), Is.All.EqualTo(201));
        var points = (await Clinic.Trend(episode)).Scale()["points"]!.AsArray();
        Assert.That(points.Select(p => p.Whole("session")), Is.EqualTo(Enumerable.Range(1, 20)));
        Assert.That(points.Select(p => p.Number("score")), Is.EqualTo(Enumerable.Range(1, 20).Select(n => 2 + (n / 12.0))).Within(1e-9));
    }

    private static Task<Answer[]> AtOnce(Func<int, Task<Answer>> send) => Task.WhenAll(Enumerable.Range(0, Senders).Select(i => Task.Run(() => send(i))));
}
