using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AllianceApi.Access;
using AllianceApi.Tests.Access;
using AllianceApi.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceApi.Tests.Hosting.Fuzz;

/// <summary>A request made at random; <paramref name="By"/> is null for who has no credential.</summary>
internal sealed record FuzzRequest(string Path, Role? By, string Text, Func<Task<Answer>> Send);

/// <summary>Makes requests at random to every route of a running service.</summary>
internal sealed class FuzzRequests
{
    private static readonly (string Name, string[] Values)[] KnownHeaders =
    [
        ("If-Match", ["*", "\"1-0\"", "\"\"", "W/\"x\"", "W/\"1\"", "a,b,,"]), ("If-None-Match", ["*", "\"1-0\""]), ("Idempotency-Key", ["k", "\"k\"", "", new('k', 300)]),
        ("X-Break-Glass", ["a good reason", "", "x"]), ("Accept", ["image/svg+xml", "text/html", "*/*;q=0", "nonsense", "application/fhir+json"]), ("traceparent", ["00-0-0-00", "nonsense"]),
        ("Content-Encoding", ["gzip", "br", "identity"]), ("Prefer", ["handling=lenient", "return=minimal", "x"]), ("If-None-Exist", ["identifier=x", "?"]), ("Accept-Language", ["de", "x;q=2", "*"]),
        ("Origin", ["https://evil.example", "null"]), ("X-HTTP-Method-Override", ["DELETE"]),
    ];

    private static readonly string[] OtherPaths = ["/openapi/{id}", "/swagger/{id}", "/metrics", "/{id}", "/v1/{id}"];

    private readonly Random _random;
    private readonly World _world;
    private readonly FuzzValues _values;
    private readonly FuzzFhir _fhir;
    private readonly List<string> _links;
    private readonly List<(string Method, string Path, JsonObject? Operation)> _operations;

    private FuzzRequests(Random random, World world, JsonObject document, FuzzFhir fhir, List<string> links)
    {
        (_random, _world, _values, _fhir, _links) = (random, world, new FuzzValues(random, document), fhir, links);
        var told =
            from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where operation.Key is "get" or "put" or "post" or "delete"
            select (operation.Key.ToUpperInvariant(), path.Key, (JsonObject?)operation.Value!.AsObject());
        var known = told.ToList();
        var untold =
            from endpoint in world.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            where !known.Exists(k => k.Item1 == method && k.Key == path)
            select (method, path, (JsonObject?)null);
        _operations = [.. known, .. untold, .. OtherPaths.Select(p => ("GET", p, (JsonObject?)null))];
    }

    public static async Task<FuzzRequests> For(World world, Random random)
    {
        var document = (await world.Stranger.Get("/openapi/v1.json")).Json;
        var links = new List<string>();
        for (var session = 2; session < 10; session++)
        {
            var made = await world[Role.Integration].Post($"/v1/episodes/{world[Relation.Own].Episode}/invitations", new { session = new { number = session }, instrument = "alliance-check", rater = "client", language = "en" });
            links.Add(made.Json.Text("url")!.Split('/')[^1]);
        }

        return new FuzzRequests(random, world, document, await FuzzFhir.Of(world), links);
    }

    public FuzzRequest Next()
    {
        var (method, template, operation) = _values.Pick(_operations);
        var things = _world[_values.Pick(Enum.GetValues<Relation>())];
        var path = Path(template, things) + (template.StartsWith("/fhir/", StringComparison.Ordinal) ? _fhir.Query(_values, things) : Query(operation));
        method = _values.Rarely(40) ? _values.Pick(["PATCH", "DELETE", "PUT", "POST", "OPTIONS"]) : method;
        var (by, role) = Caller();
        var (body, type) = Body(template, operation, things);
        var headers = Headers();
        return new FuzzRequest(
            path, role, $"{method} {path} {body} {string.Join(' ', headers)}",
            () => by.Send(new HttpMethod(method), path, body is null ? null : Api.Content(Encoding.UTF8.GetBytes(body), type), headers));
    }

    private (Api By, Role? Role) Caller()
    {
        Role? role = _values.Pick(Enum.GetValues<Role>());
        return _random.Next(10) switch
        {
            0 => (_world.Stranger, null),
            1 => (_world.Service.Api("aak_" + _random.Next()), null),
            2 => (_world.Service.Api($"eyJhbGciOiJub25lIn0.{_random.Next()}."), null),
            _ => (_world[role.Value], role),
        };
    }

    // The server itself refuses a path with a zero byte, without a body.
    private string OddPart() => Uri.EscapeDataString(_values.Odd().Replace("\uffff", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal));

    private string Path(string template, Things things)
    {
        var type = template.Split('/').ElementAtOrDefault(3) ?? "";
        string Value(string name) => _values.Rarely(4) ? OddPart() : name switch
        {
            "episodeId" => things.Episode,
            "clientId" => things.Client,
            "clinicianId" => things.Clinician,
            "responseId" => things.Response,
            "alertId" => things.Alert,
            "keyId" => things.Key,
            "appId" => things.App,
            "webhookId" => things.Webhook,
            "invitationId" => things.Invitation,
            "number" => _random.Next(12).ToString(CultureInfo.InvariantCulture),
            "id" when template.StartsWith("/fhir/", StringComparison.Ordinal) => _fhir.IdOf(type, _values),
            "id" when template.StartsWith("/cds-services/", StringComparison.Ordinal) => "alliance-patient-view",
            "id" => things.Instrument,
            "vid" => _random.Next(3).ToString(CultureInfo.InvariantCulture),
            "version" => "1",
            "language" => "en",
            "token" => _values.Pick(_links),
            "file" => _values.Pick(["form.js", "dashboard.css", "index.html", "..%2fappsettings.json", "mark.svg"]),
            "slug" => "not-found",
            _ => "default",
        };
        return string.Join('/', template.Split('/').Select(part => part.StartsWith('{') ? Value(part[1..^1]) : part));
    }

    private string Query(JsonObject? operation)
    {
        var declared = (operation?["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query").ToList();
        var parts = declared.Where(_ => _random.Next(3) == 0).Select(p => $"{p!["name"]}={(_values.Rarely(2) ? OddPart() : Uri.EscapeDataString(p["example"]?.ToString() ?? "1"))}").ToList();
        if (_values.Rarely(15))
        {
            parts.Add("no=such");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    private (string? Body, string Type) Body(string template, JsonObject? operation, Things things)
    {
        if (template.StartsWith("/fhir/", StringComparison.Ordinal))
        {
            return _fhir.Body(template, _values, things);
        }

        if (template.StartsWith("/f/", StringComparison.Ordinal))
        {
            return (string.Join('&', Enumerable.Range(0, 12).Select(i => $"a{i}={(_values.Rarely() ? OddPart() : "4")}").Append($"promise={_random.Next(2000)}").Append("duration=60")), "application/x-www-form-urlencoded");
        }

        if (operation?["requestBody"]?["content"]?.AsObject().FirstOrDefault() is not { Value: { } content } taken)
        {
            return (_values.Rarely(20) ? "{}" : null, "application/json");
        }

        var made = _values.Of(content["schema"])?.ToJsonString() ?? "null";
        return _random.Next(14) switch
        {
            0 => (made[.._random.Next(made.Length)], taken.Key),
            1 => (new string('[', 200), taken.Key),
            2 => (made, "text/plain"),
            3 => ("", taken.Key),
            4 => (made.Replace('{', '[').Replace(':', ','), taken.Key),
            5 => ($"{{\"a\":\"{new string('b', 70_000)}\"}}", taken.Key),
            _ => (made, taken.Key),
        };
    }

    private (string, string)[] Headers() => [.. KnownHeaders.Where(_ => _values.Rarely(12)).Select(h => (h.Name, _values.Pick(h.Values)))];
}
