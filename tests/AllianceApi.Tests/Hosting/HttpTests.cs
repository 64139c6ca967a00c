using System.IO.Compression;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>What any HTTP client expects of a service, whatever it is about.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class HttpTests(Store store)
{
    private const string Page = "https://ehr.example";

    private Clinic _clinic = null!;

    [OneTimeSetUp]
    public async Task Open() => _clinic = await Clinic.Open(store, new Dictionary<string, string?> { ["Cors:Origins:0"] = Page });

    [OneTimeTearDown]
    public async Task Close() => await _clinic.DisposeAsync();

    [TestCase("/v1/nothing")]
    [TestCase("/v1")]
    [TestCase("/v1/clients/a/b/c")]
    [TestCase("/v2/clients")]
    [TestCase("/V1.php")]
    [TestCase("/problems/no-such")]
    public async Task AnUnknownPathIsAProblem(string path) => await ProblemDocument.IsWhole(_clinic.Service, await _clinic.Integration.Get(path), 404, "not-found");

    [TestCase("PATCH", "/v1/clients/c-1", "DELETE, GET, PUT")]
    [TestCase("DELETE", "/v1/clinicians/th-1", "GET, PUT")]
    [TestCase("POST", "/v1/caseload", "GET")]
    [TestCase("GET", "/v1/responses/some/move", "POST")]
    [TestCase("HEAD", "/v1/responses/some/move", "POST")]
    [TestCase("BREW", "/v1/keys", "GET, POST")]
    public async Task AnotherMethodIsAProblemThatSaysWhichAreTaken(string method, string path, string allowed)
    {
        var answer = await _clinic.Integration.Send(new HttpMethod(method), path, null);
        Assert.That((answer.Status, string.Join(", ", answer.Headers["Allow"].Split(", ").Order())), Is.EqualTo((405, allowed)), answer.Text);
        if (method != "HEAD")
        {
            await ProblemDocument.IsWhole(_clinic.Service, answer, 405, "method-not-allowed");
        }
    }

    [TestCase("/v1/clinicians/th-1")]
    [TestCase("/v1/clinicians")]
    [TestCase("/v1/clinicians/nobody")]
    [TestCase("/v1/nothing")]
    [TestCase("/v1/clinicians?no=such")]
    [TestCase("/health/ready")]
    [TestCase("/problems")]
    public async Task HeadIsGetWithoutTheBody(string path)
    {
        var get = await _clinic.Integration.Get(path);
        var head = await _clinic.Integration.Send(HttpMethod.Head, path, null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((head.Status, head.Tag, head.Body.Length), Is.EqualTo((get.Status, get.Tag, 0)));
            Assert.That(head.Headers["Content-Type"], Is.EqualTo(get.Headers["Content-Type"]));
        }
    }

    [Test]
    public async Task HeadWithoutACredentialIsRefused() => Assert.That((await _clinic.Service.Api(null).Send(HttpMethod.Head, "/v1/clinicians", null)).Status, Is.EqualTo(401));

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task AnswersAreCompressedForWhoCanReadIt(string encoding)
    {
        foreach (var path in (string[])["/v1/instruments", "/v1/clinicians/nobody"])
        {
            var plain = await _clinic.Integration.Get(path);
            var small = await _clinic.Integration.Get(path, ("Accept-Encoding", encoding));
            Assert.That(plain.Headers.ContainsKey("Content-Encoding"), Is.False);
            Assert.That((small.Headers["Content-Encoding"], small.Headers["Vary"]), Is.EqualTo((encoding, "Accept-Encoding")));
            using var body = new MemoryStream(small.Body);
            await using Stream reader = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
            using var read = new MemoryStream();
            await reader.CopyToAsync(read);
            Assert.That(read.Length, Is.EqualTo(plain.Body.Length));
        }
    }

    [Test]
    public async Task PagesOfAConfiguredOriginMayCall()
    {
        var answer = await _clinic.Integration.Get("/v1/clinicians/th-1", ("Origin", Page));
        var refused = await _clinic.Service.Api(null).Get("/v1/clinicians/th-1", ("Origin", Page));
        var asked = await _clinic.Service.Api(null).Send(HttpMethod.Options, "/v1/clients/c-1", null, ("Origin", Page), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "authorization,if-match"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Headers["Access-Control-Allow-Origin"], Is.EqualTo(Page));
            Assert.That(answer.Headers["Access-Control-Expose-Headers"], Does.Contain("ETag").And.Contain("X-Trace-Id"));
            Assert.That((refused.Status, refused.Headers.GetValueOrDefault("Access-Control-Allow-Origin")), Is.EqualTo((401, Page)), "a page must be able to read a refusal");
            Assert.That(asked.Status, Is.EqualTo(204));
            Assert.That(asked.Headers["Access-Control-Allow-Methods"], Does.Contain("PUT"));
            Assert.That(asked.Headers["Access-Control-Allow-Headers"], Does.Contain("If-Match").IgnoreCase);
            Assert.That(asked.Headers.ContainsKey("Access-Control-Allow-Credentials"), Is.False);
        }
    }

    [TestCase("https://evil.example")]
    [TestCase("https://ehr.example.evil.example")]
    [TestCase("http://ehr.example")]
    [TestCase("null")]
    public async Task PagesOfAnotherOriginMayNot(string origin)
    {
        var answer = await _clinic.Integration.Get("/v1/clinicians/th-1", ("Origin", origin));
        var asked = await _clinic.Service.Api(null).Send(HttpMethod.Options, "/v1/clients/c-1", null, ("Origin", origin), ("Access-Control-Request-Method", "PUT"));
        Assert.That(answer.Headers.Keys.Concat(asked.Headers.Keys).Where(h => h.StartsWith("Access-Control-Allow-Origin", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task AnIncomingTraceIsCarriedOn()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var answer = await _clinic.Integration.Get("/v1/nothing", ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));
        var broken = await _clinic.Integration.Get("/v1/nothing", ("traceparent", "00-nonsense"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Headers["X-Trace-Id"], Is.EqualTo(Trace));
            Assert.That((string?)answer.Json["traceId"], Is.EqualTo(Trace));
            Assert.That(answer.Headers["traceresponse"], Does.Match($"^00-{Trace}-[0-9a-f]{{16}}-01$"));
            Assert.That(broken.Headers["X-Trace-Id"], Does.Match("^[0-9a-f]{32}$"));
        }
    }

    [TestCase("/v1/clinicians/th-1")]
    [TestCase("/v1/nothing")]
    [TestCase("/problems")]
    public async Task EveryAnswerCarriesTheHeadersThatProtectIt(string path)
    {
        var headers = (await _clinic.Integration.Get(path)).Headers;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(headers["X-Content-Type-Options"], Is.EqualTo("nosniff"));
            Assert.That(headers["Referrer-Policy"], Is.EqualTo("no-referrer"));
            Assert.That(headers["Content-Security-Policy"], Does.Contain("default-src 'none'").And.Contain("frame-ancestors 'none'"));
            Assert.That(headers.ContainsKey("Server"), Is.False);
        }
    }
}
