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
    [TestCase("user/Observation.rs", "/Observation?_include=Observation:subject", 403)]
    public async Task AReadNeedsItsLetterForItsType(string scope, string path, int status)
    {
        var answer = await _service.Api(_issuer.Token(new { scope, patient = "p-1" })).Get($"/fhir/R4{path}");
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text);
    }

    [Test]
    public async Task ABundleNeedsScopesOverEverything()
    {
        const string Batch = """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient"}}]}""";
        var statuses = new List<int>();
        foreach (var scope in (string[])["user/*.cud", "user/Patient.cruds", "user/*.cruds"])
        {
            statuses.Add((await _service.Api(_issuer.Token(new { scope })).SendText(HttpMethod.Post, "/fhir/R4", Batch, "application/fhir+json")).Status);
        }

        Assert.That(statuses, Is.EqualTo((int[])[403, 403, 200]));
    }
}
