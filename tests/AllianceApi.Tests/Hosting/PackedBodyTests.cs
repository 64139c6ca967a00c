using System.IO.Compression;
using System.Text;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>Bodies that are packed are refused before anything is unpacked, on every kind of door.</summary>
internal sealed class PackedBodyTests
{
    private RunningService _service = null!;
    private Api _entering = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _service = await RunningService.Start();
        _entering = await _service.Key("integration");
    }

    [OneTimeTearDown]
    public async Task Close() => await _service.DisposeAsync();

    [TestCase("gzip", "/v1/clinicians/packed", "application/json")]
    [TestCase("br", "/v1/clinicians/packed", "application/json")]
    [TestCase("deflate, gzip", "/v1/clinicians/packed", "application/json")]
    [TestCase("nonsense", "/v1/clinicians/packed", "application/json")]
    public async Task APackedBodyIsRefused(string coding, string path, string type)
    {
        var answer = await Put(coding, path, type);
        await ProblemDocument.IsWhole(_service, answer, 415, "unsupported-content-encoding");
        Assert.That(answer.Headers["Accept-Encoding"], Is.EqualTo("identity"));
        Assert.That((await _entering.Get(path)).Status, Is.EqualTo(404), "nothing is stored");
    }

    [Test]
    public async Task ABombIsNotUnpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 32; i++)
            {
                await gzip.WriteAsync(zeros);
            }
        }

        Assert.That(packed.Length, Is.LessThan(64 * 1024), "it is within the limit of a body as it comes");
        foreach (var (path, type) in ((string, string)[])[("/v1/responses/batch", "application/x-ndjson"), ("/fhir/R4", "application/fhir+json"), ("/v1/keys", "application/json")])
        {
            var answer = await (path == "/v1/keys" ? _service.Admin : _entering).Send(HttpMethod.Post, path, Api.Content(packed.ToArray(), type), ("Content-Encoding", "gzip"));
            Assert.That(answer.Status, Is.EqualTo(415), $"{path} {answer.Text}");
        }
    }

    [Test]
    public async Task WhatIsNotPackedIsTaken()
    {
        Assert.That((await Put("identity", "/v1/clinicians/plain", "application/json")).Status, Is.EqualTo(201));
        Assert.That((await _entering.Get("/v1/clinicians/plain", ("Content-Encoding", "gzip"))).Status, Is.EqualTo(200), "there is no body to be packed");
    }

    [Test]
    public async Task WhoHasNoCredentialIsToldThatFirst() =>
        Assert.That((await _service.Api(null).Send(HttpMethod.Put, "/v1/clinicians/packed", Api.Content([1], "application/json"), ("Content-Encoding", "gzip"))).Status, Is.EqualTo(401));

    private Task<Answer> Put(string coding, string path, string type)
    {
        var content = Api.Content(Encoding.UTF8.GetBytes("{}"), type);
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return _entering.Send(HttpMethod.Put, path, content);
    }
}
