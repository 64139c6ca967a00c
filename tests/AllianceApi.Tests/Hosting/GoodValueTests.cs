using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>What looks unusual and is right all the same.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class GoodValueTests(Store store)
{
    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open() => _clinic = await Clinic.Open(store);

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [TestCase("2024-01-08T10:00:00Z", "2024-01-08T10:00:00Z")]
    [TestCase("2024-01-08t10:00:00z", "2024-01-08T10:00:00Z", Description = "RFC 3339, 5.6: T and Z may be lower case")]
    [TestCase("2024-01-08T10:00:00.5+01:00", "2024-01-08T09:00:00.5Z")]
    [TestCase("2024-01-08T10:00:00.123456789-05:30", "2024-01-08T15:30:00.123456Z")]
    [TestCase("2024-02-29T23:59:59+14:00", "2024-02-29T09:59:59Z")]
    [TestCase("2024-01-08T10:00:00-00:00", "2024-01-08T10:00:00Z")]
    public async Task EveryFormOfAnInstantIsReadAndWrittenInUtc(string heldAt, string shown)
    {
        var episode = await _clinic.Episode($"instant-{TestContext.CurrentContext.Test.ID}");
        var made = await _clinic.Submit(episode, Clinic.Form(1, Enumerable.Repeat((double?)4, 12), heldAt: heldAt));
        Assert.That((string?)made.Json["session"]!["heldAt"], Is.EqualTo(shown), made.Text);
    }

    [TestCase("application/json")]
    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/json;charset=\"UTF-8\"")]
    [TestCase("APPLICATION/JSON")]
    public async Task EveryWritingOfTheMediaTypeIsTaken(string type)
    {
        var answer = await _clinic.Integration.SendText(HttpMethod.Put, "/v1/clients/typed", """{"label":"T"}""", type);
        Assert.That(answer.Status, Is.AnyOf(200, 201), answer.Text);
    }

    [Test]
    public async Task AnAbsentBodyIsAnEmptyObjectWhereEveryMemberMayBeAbsent()
    {
        Assert.That((await _clinic.Integration.Send(HttpMethod.Put, "/v1/clients/bare", null)).Status, Is.EqualTo(201));
        Assert.That((await _clinic.Integration.SendText(HttpMethod.Put, "/v1/clients/bare", "{}")).Status, Is.EqualTo(200));
        Assert.That((await _clinic.Integration.SendText(HttpMethod.Put, "/v1/clients/bare", """{"label":null}""")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task AWholeNumberIsOneHoweverItIsWritten()
    {
        var episode = await _clinic.Episode("whole");
        var text = Clinic.Flat(1, 4).ToJsonString();
        var made = await _clinic.Submit(episode, Clinic.Flat(1, 4));
        foreach (var same in (string[])[text.Replace("\"number\":1", "\"number\":1.0", StringComparison.Ordinal), text.Replace("\"number\":1", "\"number\":1e0", StringComparison.Ordinal), text.Replace(":4", ":4.0", StringComparison.Ordinal)])
        {
            var again = await _clinic.Integration.SendText(HttpMethod.Post, $"/v1/episodes/{episode}/responses", same);
            Assert.That((again.Status, again.Tag), Is.EqualTo((200, made.Tag)), again.Text);
        }
    }

    [Test]
    public async Task ABodyOfExactlyTheLimitIsRead()
    {
        var body = """{"label":"L"}""".PadRight(64 * 1024);
        Assert.That((await _clinic.Integration.SendText(HttpMethod.Put, "/v1/clients/padded", body)).Status, Is.EqualTo(201));
        Assert.That((await _clinic.Integration.SendText(HttpMethod.Put, "/v1/clients/padded", body + " ")).Status, Is.EqualTo(413));
    }

    [Test]
    public async Task AReasonIsSaidInOnePlace()
    {
        var episode = await _clinic.Episode("reasons");
        var made = await _clinic.Submit(episode, Clinic.Flat(1, 4));
        var (path, header) = (made.Headers["Location"], ("If-Match", made.Tag!));
        var twice = await _clinic.Integration.SendText(HttpMethod.Delete, $"{path}?reason=a", """{"reason":"b"}""", "application/json", header);
        await ProblemDocument.HasFaults(_clinic.Service, twice, "?reason duplicate-parameter");
        await ProblemDocument.HasFaults(_clinic.Service, await _clinic.Integration.Delete($"{path}?reason=%07", header), "?reason invalid-format");
        await ProblemDocument.HasFaults(_clinic.Service, await _clinic.Integration.Delete(path, header), "/reason required");
        var voided = await _clinic.Integration.SendText(HttpMethod.Delete, path, """{"reason":"b"}""", "application/json", header);
        Assert.That(((string?)voided.Json["status"], (string?)voided.Json["reason"]), Is.EqualTo(("void", "b")));
    }
}
