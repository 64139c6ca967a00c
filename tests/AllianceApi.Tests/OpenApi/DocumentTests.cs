using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AllianceApi.Alerts;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.OpenApi;

/// <summary>What the service says of itself is whole, and the file in the repository says the same.</summary>
internal sealed partial class DocumentTests
{
    private static readonly string[] Methods = ["get", "put", "post", "delete"];
    private RunningService _service = null!;
    private JsonObject _document = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _service = await RunningService.Start();
        _document = (await _service.Api(null).Get("/openapi/v1.json")).Json;
    }

    [OneTimeTearDown]
    public async Task Close() => await _service.DisposeAsync();

    [Test]
    public async Task TheFileIsTheDocumentOfTheService()
    {
        var served = await _service.Api(null).Get("/openapi/v1.yaml");
        var file = Repository.PathOf("openapi.yaml");
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllBytesAsync(file, served.Body);
        }

        Assert.That(Encoding.UTF8.GetString(served.Body) == await File.ReadAllTextAsync(file), "openapi.yaml is not what the service says. UPDATE_OPENAPI=1 dotnet test rewrites it; look at the difference before you commit it.");
    }

    [Test]
    public void EveryOperationIsDescribed()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, operation) in Operations())
            {
                Assert.That((string?)operation["operationId"], Does.Match("^[a-z][A-Za-z]+$"), name);
                Assert.That((string?)operation["summary"], Is.Not.Null.And.Not.Empty, name);
                Assert.That((string?)operation["description"], Is.Not.Null.And.Not.Empty, name);
                Assert.That(operation["tags"]!.AsArray(), Has.Count.EqualTo(1), name);
                Assert.That(operation["security"]!.AsArray(), name.Contains(" /v1/", StringComparison.Ordinal) ? Has.Count.EqualTo(1) : Is.Empty, name);
            }

            Assert.That(Operations().Select(o => (string?)o.Operation["operationId"]), Is.Unique);
            Assert.That(_document["tags"]!.AsArray().Select(t => (string?)t!["description"]), Is.All.Not.Null);
        }
    }

    [Test]
    public void EveryParameterHasADescriptionAndAnExample()
    {
        var bare = Operations()
            .SelectMany(o => (o.Operation["parameters"]?.AsArray() ?? []).Select(p => (o.Name, Parameter: p!)))
            .Where(p => !IsDescribed(p.Parameter) || p.Parameter["example"] is null)
            .Select(p => $"{p.Name}: {p.Parameter["name"]}");
        Assert.That(bare, Is.Empty);
    }

    [Test]
    public void EveryRefusalIsAProblemOfOurs()
    {
        var responses = _document["components"]!["responses"]!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, operation) in Operations())
            {
                foreach (var (status, response) in operation["responses"]!.AsObject().Where(r => r.Key[0] is '4' or '5' && name != "get /health/ready"))
                {
                    Assert.That((string?)response!["$ref"], Is.EqualTo($"#/components/responses/Problem{status}"), name);
                }
            }

            foreach (var (name, response) in responses)
            {
                Assert.That((string?)response!["content"]!["application/problem+json"]!["schema"]!["$ref"], Is.EqualTo("#/components/schemas/Problem"), name);
            }

            Assert.That(_document["components"]!["schemas"]!["Problem"]!["properties"]!.AsObject().Select(p => p.Key),
                Is.EquivalentTo((string[])["type", "title", "status", "detail", "instance", "traceId", "retryable", "existing", "errors"]));
        }
    }

    [Test]
    public void EverySchemaAndMemberIsDescribedInPlainWords()
    {
        var undescribed = new List<string>();
        foreach (var (name, schema) in _document["components"]!["schemas"]!.AsObject())
        {
            undescribed.AddRange(IsDescribed(schema!) ? [] : [name]);
            undescribed.AddRange((schema!["properties"]?.AsObject() ?? []).Where(p => !IsDescribed(p.Value!)).Select(p => $"{name}.{p.Key}"));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(undescribed, Is.Empty);
            Assert.That(_document.ToJsonString(), Does.Not.Contain("AllianceApi.").And.Not.Contain("System.").And.Not.Contain("cref"), "no C# names");
            Assert.That(CSharpName().Matches(_document.ToJsonString()).Select(m => m.Value), Is.Empty);
        }
    }

    [Test]
    public void WhatMayBeNullSaysSo()
    {
        var schemas = _document["components"]!["schemas"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(schemas["ScaleTrend"]!["properties"]!["level"]!["oneOf"]!.AsArray().Select(s => (string?)(s!["type"] ?? s["$ref"])), Is.EqualTo((string[])["null", "#/components/schemas/Estimate"]));
            Assert.That(schemas["ScaleTrend"]!["properties"]!["baseline"]!["$ref"], Is.Not.Null);
            Assert.That(schemas["Trend"]!["required"]!.AsArray().Select(r => (string?)r), Has.Member("asOf"), "an answer holds every member, null or not");
            Assert.That(schemas["SubmitResponseBody"]!["required"]!.AsArray().Select(r => (string?)r), Is.EquivalentTo((string[])["session", "instrument", "rater", "answers"]));
            Assert.That((bool?)schemas["SubmitResponseBody"]!["additionalProperties"], Is.False, "strict in");
            Assert.That(schemas["Trend"]!["additionalProperties"], Is.Null, "open out");
        }
    }

    [Test]
    public void TheWordsOfATextAreThoseOfTheCode()
    {
        var kinds = typeof(AlertRules).GetFields().Where(f => f.IsLiteral).Select(f => (string?)f.GetRawConstantValue());
        var schemas = _document["components"]!["schemas"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AlertRules.Kinds, Is.EquivalentTo(kinds));
            Assert.That(schemas["Alert"]!["properties"]!["kind"]!["enum"]!.AsArray().Select(k => (string?)k), Is.EquivalentTo(kinds));
            Assert.That(schemas["Session"]!["properties"]!["modality"]!["enum"]!.AsArray().Select(k => (string?)k), Is.EquivalentTo((string?[])["inPerson", "video", "phone", "chat", null]));
        }
    }

    [Test]
    public void EveryPostTakesAnIdempotencyKeyAndEveryChangeItsPrecondition()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, operation) in Operations())
            {
                var parameters = operation["parameters"]?.AsArray().Select(p => (string?)p!["name"]).ToList() ?? [];
                if (name.StartsWith("post ", StringComparison.Ordinal))
                {
                    Assert.That(parameters, Has.Member("Idempotency-Key"), name);
                }

                Assert.That(operation["responses"]!.AsObject().ContainsKey("412"), Is.EqualTo(parameters.Contains("If-Match")), name);
                Assert.That(operation["responses"]!.AsObject().ContainsKey("304"), Is.EqualTo(parameters.Contains("If-None-Match")), name);
            }
        }
    }

    [TestCase("/swagger/index.html", "text/html")]
    [TestCase("/openapi/v1.yaml", "text/yaml")]
    [TestCase("/openapi/v1.json", "application/json")]
    public async Task ItIsServed(string path, string contentType)
    {
        var answer = await _service.Api(null).Get(path);
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Headers["Content-Type"], Does.StartWith(contentType));
    }

    private static bool IsDescribed(JsonNode node) => !string.IsNullOrEmpty((string?)node["description"]);

    private IEnumerable<(string Name, JsonNode Operation)> Operations() =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select ($"{operation.Key} {path.Key}", operation.Value!);

    [GeneratedRegex("(IReadOnly[A-Za-z]+|DateTimeOffset|Nullable|ProblemDetails|HttpContext|[A-Z][a-z]+Resource)\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CSharpName();
}
