using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>The Idempotency-Key: one request, one effect, one answer.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class IdempotencyTests(Store store)
{
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open() => _clinic = await Clinic.Open(store);

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [Test]
    public async Task ARepeatGetsTheFirstAnswer()
    {
        var episode = await _clinic.Episode("repeat");
        var first = await _clinic.Submit(episode, Clinic.Flat(1, 4), null, ("Idempotency-Key", "\"repeat\""));
        var again = await _clinic.Submit(episode, Clinic.Flat(1, 4), null, ("Idempotency-Key", "repeat"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Status, again.Status), Is.EqualTo((201, 201)), "quoted or bare, the key is the same");
            Assert.That(again.Body, Is.EqualTo(first.Body));
            Assert.That(again.Tag, Is.EqualTo(first.Tag));
            Assert.That(again.Headers["Location"], Is.EqualTo(first.Headers["Location"]));
            Assert.That(first.Headers.ContainsKey("Idempotency-Replayed"), Is.False);
            Assert.That(again.Headers["Idempotency-Replayed"], Is.EqualTo("true"));
        }
    }

    [Test]
    public async Task AnotherBodyUnderTheSameKeyIsRefused()
    {
        var episode = await _clinic.Episode("reused");
        await _clinic.Submit(episode, Clinic.Flat(1, 4), null, ("Idempotency-Key", "reused"));
        var other = await _clinic.Submit(episode, Clinic.Flat(2, 4), null, ("Idempotency-Key", "reused"));
        await ProblemDocument.IsWhole(_clinic.Service, other, 422, "idempotency-key-reused");
        Assert.That(await _clinic.Integration.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ARefusalIsReplayedWhole()
    {
        var episode = await _clinic.Episode("refusals");
        var made = await _clinic.Submit(episode, Clinic.Flat(1, 4));
        var header = ("Idempotency-Key", "conflict");
        var conflict = await _clinic.Submit(episode, Clinic.Flat(1, 3), null, header);
        await _clinic.Integration.Delete($"{made.Headers["Location"]}?reason=gone", ("If-Match", made.Tag!));
        await IsReplay(conflict, await _clinic.Submit(episode, Clinic.Flat(1, 3), null, header), 409);

        var faulty = await _clinic.Submit(episode, Clinic.Flat(1, 9), null, ("Idempotency-Key", "faulty"));
        await IsReplay(faulty, await _clinic.Submit(episode, Clinic.Flat(1, 9), null, ("Idempotency-Key", "faulty")), 400);
        Assert.That(faulty.Faults, Has.Count.EqualTo(12));
    }

    [Test]
    public async Task WhatNeverBeganIsNotKept()
    {
        var episode = await _clinic.Episode("began");
        var header = ("Idempotency-Key", "began");
        var path = $"/v1/episodes/{episode}/responses";
        Assert.That((await _clinic.Integration.SendText(HttpMethod.Post, path, "{", "application/json", header)).Status, Is.EqualTo(400));
        Assert.That((await _clinic.Integration.SendText(HttpMethod.Post, path, """{"answers":[]}""", "application/json", header)).Status, Is.EqualTo(400));
        Assert.That((await _clinic.Supervisor.Post(path, Clinic.Flat(1, 4), header)).Status, Is.EqualTo(403));
        Assert.That((await _clinic.Service.Api(null).Post(path, Clinic.Flat(1, 4), header)).Status, Is.EqualTo(401));
        Assert.That((await _clinic.Submit(episode, Clinic.Flat(1, 4), null, header)).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task AKeyBelongsToItsRouteAndItsCredential()
    {
        var (one, two) = (await _clinic.Episode("route-1"), await _clinic.Episode("route-2"));
        var header = ("Idempotency-Key", "scoped");
        Assert.That((await _clinic.Submit(one, Clinic.Flat(1, 4), null, header)).Status, Is.EqualTo(201));
        Assert.That((await _clinic.Submit(two, Clinic.Flat(1, 4), null, header)).Status, Is.EqualTo(201), "another path");
        var byOther = await _clinic.Submit(one, Clinic.Flat(1, 4), _clinic.Clinician, header);
        Assert.That((byOther.Status, byOther.Headers.ContainsKey("Idempotency-Replayed")), Is.EqualTo((200, false)), "another credential");
    }

    [TestCase("")]
    [TestCase("\"\"")]
    [TestCase("   ")]
    [TestCase("a\tb")]
    public Task AKeyThatIsNoneIsRefused(string key) => IsRefused(key);

    [Test]
    public Task AKeyThatIsTooLongIsRefused() => IsRefused(new string('k', 201));

    [Test]
    public async Task EightAtOnceHaveOneEffect()
    {
        var episode = await _clinic.Episode("parallel");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _clinic.Submit(episode, Clinic.Flat(1, 4), null, ("Idempotency-Key", "parallel"))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Where(a => a.Problem != "request-in-progress").Select(a => a.Status), Has.All.EqualTo(201));
            Assert.That(answers.Count(a => a.Status == 201 && !a.Headers.ContainsKey("Idempotency-Replayed")), Is.EqualTo(1));
            Assert.That(answers.Where(a => a.Status == 201).Select(a => a.Headers["Location"]).Distinct().Count(), Is.EqualTo(1));
            Assert.That(await _clinic.Integration.All($"/v1/episodes/{episode}/responses"), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task EightAtOnceWithoutAKeyHaveOneEffectToo()
    {
        var episode = await _clinic.Episode("natural");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _clinic.Submit(episode, Clinic.Flat(1, 4))));
        Assert.That(answers.Select(a => a.Status).Order(), Is.EqualTo((int[])[200, 200, 200, 200, 200, 200, 200, 201]));
    }

    private static Task IsReplay(Answer first, Answer again, int status)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Status, again.Status), Is.EqualTo((status, status)), again.Text);
            Assert.That(again.Headers["Idempotency-Replayed"], Is.EqualTo("true"));
            var (one, two) = (first.Json, again.Json);
            one.Remove("traceId");
            two.Remove("traceId");
            Assert.That(two.ToJsonString(), Is.EqualTo(one.ToJsonString()));
        }

        return Task.CompletedTask;
    }

    private async Task IsRefused(string key) => await ProblemDocument.HasFaults(
        _clinic.Service, await _clinic.Admin.Post("/v1/keys", new { name = "x", role = "auditor" }, ("Idempotency-Key", key)), "header:Idempotency-Key invalid-format");
}
