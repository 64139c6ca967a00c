using System.Text.Json.Nodes;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>Values that have the right type and are wrong all the same.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class BadValueTests(Store store)
{
    private const string Episodes = "/v1/episodes";

    private Clinic _clinic = null!;
    private string _stored = "";

    [OneTimeSetUp]
    public async Task Open()
    {
        _clinic = await Clinic.Open(store);
        await _clinic.Episode("values");
        await _clinic.Clinician.Get("/v1/instruments"); // a day's first use is noted
        _stored = await StoredContent.Of(_clinic.Service);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        Assert.That(await StoredContent.Of(_clinic.Service), Is.EqualTo(_stored), "nothing is stored");
        await _clinic.DisposeAsync();
    }

    [TestCase("answers", """{"1":0}""", "/answers/1 out-of-range")]
    [TestCase("answers", """{"1":6}""", "/answers/1 out-of-range")]
    [TestCase("answers", """{"1":4.5}""", "/answers/1 out-of-range")]
    [TestCase("answers", """{"1":-4}""", "/answers/1 out-of-range")]
    [TestCase("answers", """{"1":4.0000001}""", "/answers/1 out-of-range")]
    [TestCase("answers", """{"1":1e999}""", "/answers/1 non-finite")]
    [TestCase("answers", """{"1":-1e999}""", "/answers/1 non-finite")]
    [TestCase("answers", """{"1":"NaN"}""", "/answers/1 wrong-type")]
    [TestCase("answers", """{"1":"4"}""", "/answers/1 wrong-type")]
    [TestCase("answers", """{"1":true}""", "/answers/1 wrong-type")]
    [TestCase("answers", """{"1":[4]}""", "/answers/1 wrong-type")]
    [TestCase("answers", """{"13":4}""", "/answers/13 unknown-item")]
    [TestCase("answers", """{"0":4}""", "/answers/0 unknown-item")]
    [TestCase("answers", """{"01":4}""", "/answers/01 unknown-item")]
    [TestCase("answers", """{"1.0":4}""", "/answers/1.0 unknown-item")]
    [TestCase("answers", """{"-1":4}""", "/answers/-1 unknown-item")]
    [TestCase("answers", """{"":4}""", "/answers/ unknown-item")]
    [TestCase("answers", """{"a/b~c":4}""", "/answers/a~1b~0c unknown-item")]
    [TestCase("answers", """{"9999999999":4}""", "/answers/9999999999 unknown-item")]
    [TestCase("answers", """{"1":4,"1":5}""", "/answers/1 duplicate-member")]
    [TestCase("answers", """{"1":4,"\u0031":5}""", "/answers/1 duplicate-member")]
    [TestCase("answers", """{"1":"x","2":9,"13":1}""", "/answers/1 wrong-type", "/answers/2 out-of-range", "/answers/13 unknown-item")]
    [TestCase("answers", "null", "/answers wrong-type")]
    [TestCase("session", """{"number":0,"heldAt":"2024-01-08T10:00:00Z"}""", "/session/number out-of-range")]
    [TestCase("session", """{"number":1.5,"heldAt":"2024-01-08T10:00:00Z"}""", "/session/number wrong-type")]
    [TestCase("session", """{"number":99999999999,"heldAt":"2024-01-08T10:00:00Z"}""", "/session/number out-of-range")]
    [TestCase("session", """{"number":1e999,"heldAt":"2024-01-08T10:00:00Z"}""", "/session/number out-of-range")]
    [TestCase("session", """{"number":"1","heldAt":"2024-01-08T10:00:00Z"}""", "/session/number wrong-type")]
    [TestCase("session", """{"number":1,"heldAt":"2024-01-08T10:00:00Z","modality":"telepathy"}""", "/session/modality out-of-range")]
    [TestCase("session", "{}", "/session/heldAt required")]
    [TestCase("instrument", "\"no-such\"", "/instrument unknown-instrument")]
    [TestCase("instrument", "\"wai-sr@1\"", "/instrument unknown-instrument")]
    [TestCase("instrument", "\"\"", "/instrument out-of-range")]
    [TestCase("instrument", "null", "/instrument wrong-type")]
    [TestCase("rater", "\"Client\"", "/rater out-of-range")]
    [TestCase("rater", "\"observer\"", "/rater rater-not-allowed")]
    [TestCase("durationSeconds", "-1", "/durationSeconds out-of-range")]
    [TestCase("durationSeconds", "1e999", "/durationSeconds non-finite")]
    [TestCase("durationSeconds", "\"95\"", "/durationSeconds wrong-type")]
    [TestCase("setting", "\"a\\u0007b\"", "/setting invalid-format")]
    [TestCase("setting", "\"\\ud800\"", "/setting invalid-format")]
    [TestCase("completedAt", "\"2024-01-08\"", "/completedAt invalid-format")]
    public async Task ASubmissionIsRefused(string member, string value, params string[] faults)
    {
        var body = Clinic.Flat(1, 4).ToJsonString();
        var old = $"\"{member}\":";
        var form = JsonNode.Parse(body)!.AsObject();
        form.Remove(member);
        var text = $"{form.ToJsonString()[..^1]},{old}{value}}}";
        await ProblemDocument.HasFaults(_clinic.Service, await _clinic.Clinician.SendText(HttpMethod.Post, $"{Episodes}/values/responses", text), faults);
    }

    [Test]
    public async Task FaultsOfSyntaxAndOfTheFormAreToldTogether()
    {
        const string Body = """{"session":{"number":0},"rater":"observer","instrument":"wai-sr","answers":{"1":"x","2":9,"99":1},"completedAt":"2024-01-08T10:00:00","extra":1}""";
        await ProblemDocument.HasFaults(
            _clinic.Service,
            await _clinic.Clinician.SendText(HttpMethod.Post, $"{Episodes}/values/responses?create=true", Body, "application/json", ("Idempotency-Key", "")),
            "/session/number out-of-range", "/rater rater-not-allowed", "/answers/1 wrong-type", "/answers/2 out-of-range", "/answers/99 unknown-item", "/completedAt no-offset", "/extra unknown-member",
            "?create unknown-parameter", "header:Idempotency-Key invalid-format");
    }

    [TestCase("2024-01-08T10:00:00", "no-offset")]
    [TestCase("2024-01-08T10:00:00.123", "no-offset")]
    [TestCase("2024-01-08 10:00:00Z", "invalid-format")]
    [TestCase("2024-01-08T10:00Z", "invalid-format")]
    [TestCase("2024-01-08T10:00:00+0100", "invalid-format")]
    [TestCase("2024-01-08T10:00:00+01", "invalid-format")]
    [TestCase("2024-01-08T10:00:00+25:00", "invalid-format")]
    [TestCase("2024-01-08T10:00:00.Z", "invalid-format")]
    [TestCase("2024-01-08T10:00:00Zjunk", "invalid-format")]
    [TestCase(" 2024-01-08T10:00:00Z", "invalid-format")]
    [TestCase("20240108T100000Z", "invalid-format")]
    [TestCase("2024-02-30T10:00:00Z", "out-of-range")]
    [TestCase("2023-02-29T10:00:00Z", "out-of-range")]
    [TestCase("2024-13-01T10:00:00Z", "out-of-range")]
    [TestCase("2024-00-10T10:00:00Z", "out-of-range")]
    [TestCase("2024-01-08T24:00:00Z", "out-of-range")]
    [TestCase("2024-01-08T10:60:00Z", "out-of-range")]
    [TestCase("2024-01-08T10:00:60Z", "out-of-range")]
    [TestCase("1899-12-31T10:00:00Z", "out-of-range")]
    [TestCase("2200-01-01T10:00:00Z", "out-of-range")]
    [TestCase("1704708000", "invalid-format")]
    [TestCase("", "invalid-format")]
    public async Task ATimeThatIsNoInstantIsRefused(string heldAt, string code) => await ProblemDocument.HasFaults(
        _clinic.Service, await _clinic.Submit("values", Clinic.Form(1, Enumerable.Repeat((double?)4, 12), heldAt: heldAt)), $"/session/heldAt {code}");

    [TestCase("2026-1-5")]
    [TestCase("2026-02-30")]
    [TestCase("2026-01-05T00:00:00Z")]
    [TestCase("05.01.2026")]
    [TestCase("1899-12-31")]
    public async Task ADateThatIsNoneIsRefused(string startedOn)
    {
        var body = new { clientId = "c-values", clinicianId = "th-1", instrument = "wai-sr", startedOn };
        await ProblemDocument.HasFaults(_clinic.Service, await _clinic.Integration.Put($"{Episodes}/dated", body), "/startedOn invalid-format");
    }

    [TestCase("a b")]
    [TestCase("a%2Fb")]
    [TestCase("a:b")]
    [TestCase("%C3%A9")]
    [TestCase("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task AnIdThatDoesNotFitIsRefused(string id)
    {
        foreach (var (path, name) in ((string, string)[])[("/v1/clinicians/", "clinicianId"), ("/v1/clients/", "clientId"), ($"{Episodes}/", "episodeId")])
        {
            await ProblemDocument.HasFaults(_clinic.Service, await _clinic.Integration.Get(path + id), $"path:{name} invalid-id");
        }

        var body = new { clientId = Uri.UnescapeDataString(id), clinicianId = "", instrument = "wai-sr", startedOn = "2024-01-01", endedOn = "2023-12-31" };
        await ProblemDocument.HasFaults(
            _clinic.Service, await _clinic.Integration.Put($"{Episodes}/{id}", body),
            "path:episodeId invalid-id", "/clientId invalid-id", "/clinicianId out-of-range", "/endedOn out-of-range");
    }
}
