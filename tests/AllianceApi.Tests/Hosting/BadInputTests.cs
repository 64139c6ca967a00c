using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Access;
using AllianceApi.Tests.Access;
using AllianceApi.Tests.Running;

namespace AllianceApi.Tests.Hosting;

/// <summary>Every route that takes a body, with bodies that are spoilt in every way: one whole refusal, and nothing is stored.</summary>
[TestFixtureSource(typeof(Stores))]
internal sealed class BadInputTests(Store store)
{
    private const string Deep = """{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}}}}}}}}}""";

    private static readonly RouteCase[] Writing = [.. RouteTable.All.Where(r => r.Body is not null)];

    // An empty body means an empty object where every member may be absent.
    private static readonly string[] BodyMayBeEmpty = ["POST /v1/webhooks/{webhookId}/replay", "POST /v1/webhooks/{webhookId}/secret", "POST /v1/episodes/{episodeId}/sessions/{number}/discussed", "PUT /v1/organizations/{organizationId}", "PUT /v1/clinicians/{clinicianId}", "PUT /v1/clients/{clientId}", "DELETE /v1/responses/{responseId}"];

    private World _world = null!;
    private string _stored = "";

    [OneTimeSetUp]
    public async Task Open() => _world = await World.Open(store);

    [SetUp]
    public async Task Look()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            await _world[role].Get("/v1/instruments"); // a day's first use is noted
        }

        _stored = await StoredContent.Of(_world.Service);
    }

    [TearDown]
    public async Task NothingIsStored() => Assert.That(await StoredContent.Of(_world.Service), Is.EqualTo(_stored));

    [OneTimeTearDown]
    public async Task Close() => await _world.DisposeAsync();

    [Test]
    public async Task AnUnknownMemberIsRefusedAtEveryDepth([ValueSource(nameof(Writing))] RouteCase route)
    {
        foreach (var (pointer, body) in Mutations.UnknownMembers(Body(route)))
        {
            var code = pointer.StartsWith("/items/", StringComparison.Ordinal) && route.Route.StartsWith("POST", StringComparison.Ordinal) ? "unknown-member" : CodeOfUnknown(pointer);
            await ProblemDocument.HasFaults(_world.Service, await Send(route, body), $"{pointer} {code}");
        }
    }

    [Test]
    public async Task ADoubledMemberIsRefusedAtEveryDepth([ValueSource(nameof(Writing))] RouteCase route)
    {
        foreach (var (pointer, body) in Mutations.DoubledMembers(Body(route)))
        {
            await ProblemDocument.HasFaults(_world.Service, await Send(route, body), $"{pointer} duplicate-member");
        }
    }

    [Test]
    public async Task AWrongTypeIsRefusedAtEveryPlace([ValueSource(nameof(Writing))] RouteCase route)
    {
        foreach (var (pointer, body) in Mutations.WrongTypes(Body(route)))
        {
            var answer = await Send(route, body);
            await ProblemDocument.IsWhole(_world.Service, answer, 400, "invalid-request");
            Assert.That(answer.Faults.Select(f => f.Split(' ')[0]), Is.EqualTo((string[])[pointer]), answer.Text);
        }
    }

    [Test]
    public async Task AllFaultsAreToldAtOnce([ValueSource(nameof(Writing))] RouteCase route)
    {
        var (pointers, body) = Mutations.AllTypesWrong(Body(route));
        var answer = await Send(route, body[..^1] + (pointers.Length > 0 ? "," : "") + "\"more\":1}", "?more=1");
        Assert.That(answer.Faults.Select(f => f.Split(' ')[0]), Is.EquivalentTo(pointers.Append("/more").Append("?more")), answer.Text);
    }

    [Test]
    public async Task WhatIsNotOneJsonObjectIsRefused([ValueSource(nameof(Writing))] RouteCase route)
    {
        foreach (var text in (string[])["{", "{} {}", "{\"a\":1,}", "{'a':1}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":01}", "/* */{}", "null x", " ", Deep])
        {
            await ProblemDocument.IsWhole(_world.Service, await Send(route, text), 400, "malformed-json");
        }

        foreach (var text in (string[])["[]", "[{}]", "null", "true", "5", "\"{}\""])
        {
            await ProblemDocument.HasFaults(_world.Service, await Send(route, text), " wrong-type");
        }

        if (!BodyMayBeEmpty.Contains(route.Route))
        {
            await ProblemDocument.IsWhole(_world.Service, await Send(route, ""), 400, "malformed-json");
        }
    }

    [Test]
    public async Task SixteenLevelsAreReadAndSeventeenAreNot([ValueSource(nameof(Writing))] RouteCase route)
    {
        var sixteen = Deep.Replace("{}", "1", StringComparison.Ordinal);
        Assert.That((await Send(route, sixteen)).Faults, Does.Contain("/a unknown-member"));
        await ProblemDocument.IsWhole(_world.Service, await Send(route, Deep), 400, "malformed-json");
    }

    [Test]
    public async Task ABodyOverTheLimitIsRefusedWithAndWithoutItsLength([ValueSource(nameof(Writing))] RouteCase route)
    {
        var large = Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 64 * 1024) + "\"}");
        await ProblemDocument.IsWhole(_world.Service, await By(route).Send(route.Method, Path(route), Api.Content(large, "application/json")), 413, "body-too-large");
        using var chunked = new ChunkedContent(large);
        await ProblemDocument.IsWhole(_world.Service, await By(route).Send(route.Method, Path(route), chunked), 413, "body-too-large");
    }

    [Test]
    public async Task AnotherMediaTypeIsRefused([ValueSource(nameof(Writing))] RouteCase route, [Values("text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data", "json")] string type)
    {
        var answer = await By(route).SendText(route.Method, Path(route), Body(route).ToJsonString(), type);
        await ProblemDocument.IsWhole(_world.Service, answer, 415, "unsupported-media-type");
    }

    private static string CodeOfUnknown(string pointer) => pointer switch
    {
        _ when pointer.StartsWith("/answers/", StringComparison.Ordinal) => "unknown-item",
        _ when pointer is "/anchors/~0un~1known" or "/parameters/~0un~1known" or "/items/~0un~1known" => "wrong-type", // names are data there, and 1 is no text
        _ => "unknown-member",
    };

    private JsonObject Body(RouteCase route) => Json.Object(route.Body!(_world[Relation.Own]));

    private string Path(RouteCase route) => route.Path(_world[Relation.Own]);

    private Task<Answer> Send(RouteCase route, string body, string query = "") => By(route).SendText(route.Method, Path(route) + query, body);

    private Api By(RouteCase route) => _world[Enum.GetValues<Role>().First(role => AccessRules.For(_world.Operation(route.Route), role) != Reach.None)];
}
