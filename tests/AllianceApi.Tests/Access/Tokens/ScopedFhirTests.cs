using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Access.Tokens;

/// <summary>Over FHIR a token with SMART scopes can do no more than they allow, type by type.</summary>
internal sealed class ScopedFhirTests
{
    private TestIssuer _issuer = null!;
    private RunningService _service = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _issuer = await TestIssuer.Start();
        _service = await RunningService.Start(_issuer.Settings());
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [TestCase("user/Patient.rs", "/Patient", 200)]
    [TestCase("user/*.rs", "/Patient", 200)]
    [TestCase("system/*.cruds", "/Patient", 200)]
    [TestCase("user/*.read", "/Patient", 200)]
    [TestCase("openid", "/Patient", 200)]
    [TestCase("user/Patient.r", "/Patient", 403)]
    [TestCase("user/Observation.rs", "/Patient", 403)]
    [TestCase("user/Patient.s", "/Patient/nobody", 403)]
    [TestCase("user/Patient.r", "/Patient/nobody", 404)]
    [TestCase("patient/Patient.rs", "/Patient", 403)]
    [TestCase("user/Patient.rs?category=survey", "/Patient", 403)]
    [TestCase("user/Observation.rs", "/Observation?_include=Observation:subject", 200)]
    [TestCase("user/Patient.s", "/Observation?_include=Observation:subject", 403)]
    public async Task AReadNeedsItsLetterForItsType(string scope, string path, int status)
    {
        var answer = await _service.Api(_issuer.Token(new { scope, patient = "p-1" })).Get($"/fhir/R4{path}");
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
    }

    [Test]
    public async Task EachEntryOfABundleNeedsItsOwnScope()
    {
        const string Batch = """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient"}}]}""";
        var statuses = new List<string?>();
        foreach (var scope in (string[])["user/*.cud", "user/Patient.cruds", "user/*.cruds"])
        {
            var answer = await _service.Api(_issuer.Token(new { scope })).SendText(HttpMethod.Post, "/fhir/R4", Batch, "application/fhir+json");
            statuses.Add($"{answer.Status} {answer.Json.Text("entry.0.response.status")}");
        }

        Assert.That(statuses, Is.EqualTo((string[])["200 403 Forbidden", "200 200 OK", "200 200 OK"]));
    }

    [Test]
    public async Task ATransactionWithAnEntryBeyondTheScopesIsRefusedWhole()
    {
        const string Transaction = """
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{"resourceType":"Patient","identifier":[{"system":"urn:t","value":"1"}]},"request":{"method":"POST","url":"Patient"}},
              {"resource":{"resourceType":"Practitioner","identifier":[{"system":"urn:t","value":"1"}]},"request":{"method":"POST","url":"Practitioner"}}]}
            """;
        var answer = await _service.Api(_issuer.Token(new { scope = "user/Patient.cruds" })).SendText(HttpMethod.Post, "/fhir/R4", Transaction, "application/fhir+json");
        Assert.That(answer.Status, Is.EqualTo(403), answer.Text);
        Assert.That((await _service.Api(_issuer.Token()).Get("/fhir/R4/Patient?identifier=urn:t|1")).Json["total"]!.GetValue<int>(), Is.Zero);
    }

    [TestCase("user/Patient.s", 200)]
    [TestCase("user/Patient.r", 403)]
    [TestCase("user/Observation.rs", 403)]
    public async Task ASearchByPostIsASearch(string scope, int status)
    {
        var answer = await _service.Api(_issuer.Token(new { scope })).SendText(HttpMethod.Post, "/fhir/R4/Patient/_search", "_count=1", "application/x-www-form-urlencoded");
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
    }
}
